"""What a visitor does, in the site's own words."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from assessments.access import COOKIE, key_digest
from assessments.models import AssessmentKey
from careerpaths.models import RulesetVersion
from harness.stored import store

TRIES = 3


def follow(button: Locator) -> None:
    """Click, and wait until the next page is there."""
    with button.page.expect_navigation():
        button.click()


def press(radio: Locator) -> None:
    """Click where the mark is. A previous save may move the line, so a person may have to aim again."""
    for _ in range(TRIES):
        radio.scroll_into_view_if_needed()
        box = radio.bounding_box()
        assert box
        radio.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if radio.is_checked():
            return
    expect(radio).to_be_checked()


ONE_OF_EACH_KIND = ["tai_p5", "career_stage", "criteria_ranking", "opt_peers", "savings_months", "opt_mentor_hours"]
"""Questions about the person and about the options."""
TWO_OFFERS = {"PhD at X": "phd", "Engineer at Y": "rc_industry"}


def under_way(page: Page, options: dict[str, str] | None = None, place: str = "options/") -> "Visitor":
    """Somebody who wants to lead, has these options, and comes back to a comparison that this browser started."""
    made = [{"id": path, "path": path, "name": name, "answers": {}} for name, path in (options or {}).items()]
    case = store(RulesetVersion.objects.live(), {"person": {"goal_role": "research_lead"}, "options": made})
    case.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest(case.uid))
    page.goto("/")  # a cookie applies to the folder of this address
    page.context.add_cookies([{"name": COOKIE, "value": case.uid, "url": page.url}])
    page.goto(f"/a/{case.uid}/{place}")
    return Visitor(page)


def signed_in(page: Page, user: User) -> Page:
    """The page, in the browser of somebody who is signed in to the admin."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.goto("/")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}])
    return page


@dataclass
class Visitor:
    """A person in front of a browser."""

    page: Page

    def begin(self) -> None:
        self.page.goto("/")
        follow(self.page.get_by_role("button", name="Start").first)

    @property
    def uid(self) -> str:
        return self.page.url.split("/a/")[1].split("/")[0]

    @property
    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def go(self, place: str) -> None:
        self.page.goto(f"/a/{self.uid}/{place}")

    def choose(self, label: str) -> None:
        """Pick an answer of a question about the person."""
        self.page.locator("label", has_text=label).first.click()

    def choose_for(self, option: str, label: str) -> None:
        """Pick an answer on an option's line."""
        row = self.page.locator(".matrix-row", has_text=option)
        press(row.get_by_role("radio", name=label, exact=True))

    def enter_for(self, option: str, number: str) -> None:
        self.page.locator(".matrix-row", has_text=option).get_by_role("textbox").fill(number)

    def enter(self, number: str) -> None:
        self.page.locator("#answer").fill(number)

    def sees_saved(self) -> None:
        expect(self.page.get_by_text("Saved", exact=True).first).to_be_visible()

    def go_on(self) -> None:
        follow(self.continue_button)

    @property
    def continue_button(self) -> Locator:
        return self.page.get_by_role("button", name="Continue")

    def add_option(self, kind: str, name: str) -> None:
        self.page.get_by_role("group", name="What kind of option").locator("label", has_text=kind).first.click()
        self.page.get_by_label("Name of the option").fill(name)
        follow(self.page.get_by_role("button", name="Add this option"))

    def answer_what_is_asked(self, choice: int = 1) -> int:
        """Give some answer to each question until the check page. Returns how many were asked."""
        asked = 0
        while "/q/" in self.page.url:
            asked += 1
            self.answer(choice)
            self.go_on()
            assert asked < 60
        return asked

    def answer(self, choice: int = 1) -> None:
        """Give some answer to the question on the page."""
        rows = self.page.locator(".matrix-row")
        if rows.count():
            for n in range(rows.count()):
                radios = rows.nth(n).get_by_role("radio")
                if radios.count():
                    press(radios.nth(choice))
                else:
                    rows.nth(n).get_by_role("textbox").fill("3")
        elif self.page.locator("#answer").count():
            self.page.locator("#answer").fill(
                "30" if "percent" in self.page.content() or "tai_p" in self.page.url else "1"
            )
        elif self.page.locator(".choices").count():
            self.page.locator(".choices label").nth(choice).click()
        else:
            for n, line in enumerate(self.page.locator("fieldset select").all(), start=1):
                line.select_option(str(n))
