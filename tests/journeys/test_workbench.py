"""An admin changes a weight, publishes it and undoes it, and axe finds nothing along the way."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from careerpaths import publishing
from careerpaths.cache import Cache
from careerpaths.models import RulesetVersion
from careerpaths.scoring.findings.probing import FEW
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import faults_both_ways
from tests.journeys.visitor import follow, signed_in

LIST = "/admin/careerpaths/rulesetversion/"
WORKED_ON = ["", "log/", "import/", "{live}/change/", "{live}/retire/", "{draft}/change/", "{draft}/compare/"]
WORKED_ON += ["{draft}/approve/", "{draft}/checks/", "{draft}/checks/preview/?example=0"]
WORKED_ON += ["{draft}/checks/cases/typical_lead/"]


@pytest.fixture(autouse=True)
def few_made_up_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for blind spots takes a second per document. Its own tests search to the end."""
    monkeypatch.setattr("careerpaths.scoring.findings.probing.MANY", FEW)
    monkeypatch.setattr("careerpaths.checking.blind_spots.MANY", FEW)
    monkeypatch.setattr(
        "careerpaths.checking.blind_spots._tried", Cache(8)
    )  # other tests must not find it in the cache


def decide(page: Page, why: str, button: str) -> None:
    page.get_by_label("Why").fill(why)
    follow(page.get_by_role("button", name=button))


def weights(page: Page, *, people: str, own_ideas: str) -> None:
    page.get_by_label("Learning from others, Lead goal").fill(people)
    page.get_by_label("Practice with ideas of your own, Lead goal").fill(own_ideas)
    follow(page.get_by_role("button", name="Save").last)
    expect(page.get_by_text("The draft was saved.")).to_be_visible()


def fails_with_other_weights(page: Page) -> RulesetVersion:
    """A new draft that cannot be published because its weights make a reference case fail."""
    page.goto(LIST)
    follow(page.get_by_role("link", name="1.0", exact=True))
    follow(page.get_by_role("button", name="Open a draft"))

    follow(page.get_by_role("link", name="Edit", exact=True))
    follow(page.get_by_role("link", name="Weights"))
    weights(page, people="0.14", own_ideas="0.40")

    draft = RulesetVersion.objects.drafts().get()
    page.goto(f"{LIST}{draft.pk}/change/")
    follow(page.get_by_role("link", name="Check", exact=True))
    failing = page.get_by_role("article", name="Typical options, goal to lead")
    expect(failing).to_contain_text("fails")
    expect(failing).to_contain_text("Expected: A typical industry job from 51 to 57 points. Came out: 4")
    page.goto(f"{LIST}{draft.pk}/publish/")
    expect(page.get_by_text("3 checks fail.")).to_be_visible()
    decide(page, "Ideas of one's own weigh much more.", "Publish")
    expect(page.get_by_role("alert")).to_contain_text("Typical options, goal to lead: expected A typical industry job")
    return draft


def test_an_admin_lowers_a_weight_fixes_what_fails_publishes_and_undoes_it(new_page: NewPage) -> None:
    """Without JavaScript. The test below looks at pages with it; the editor's journeys cover what its scripts do."""
    page = signed_in(new_page(scripts=False), User.objects.create_superuser("ada"))
    draft = fails_with_other_weights(page)
    page.goto(f"{LIST}{draft.pk}/edit/weights/")
    weights(page, people="0.30", own_ideas="0.24")
    page.goto(f"{LIST}{draft.pk}/checks/")
    expect(page.get_by_text("fails", exact=True)).to_have_count(0)

    page.goto(f"{LIST}{draft.pk}/impact/")
    follow(page.get_by_role("button", name="Compare now"))
    expect(page.get_by_text("so only the demo cases show what would change")).to_be_visible()

    page.goto(f"{LIST}{draft.pk}/change/")
    follow(page.get_by_role("link", name="Compare", exact=True))
    expect(page.get_by_text("2 differences between 1.0 (live) and 1.0.1.")).to_be_visible()
    expect(page.locator("ins").first).to_have_text("0.30")

    follow(page.get_by_role("link", name="1.0.1"))
    is_published_with_a_reason(page)
    page.goto("/method/changelog/")
    page.get_by_text("2 changes", exact=True).click()
    expect(page.get_by_text("Learning from others, weight for the goal lead: 0.34 → 0.30")).to_be_visible()

    page.goto(LIST)
    follow(page.get_by_role("link", name="1.0", exact=True))
    follow(page.get_by_role("link", name="Bring back"))
    decide(page, "They do not.", "Bring it back")
    expect(page.get_by_text("Version 1.0 is live again.")).to_be_visible()
    assert RulesetVersion.objects.live().version == "1.0"


def is_published_with_a_reason(page: Page) -> None:
    follow(page.get_by_role("link", name="Publish", exact=True))
    expect(
        page.get_by_text("No stored comparison has options to rank under both versions. See the impact")
    ).to_be_visible()
    expect(page.get_by_text("reference cases come out as agreed.")).to_be_visible()
    follow(page.get_by_role("button", name="Publish"))
    expect(page.get_by_role("alert")).to_contain_text("Say why in a sentence.")
    decide(page, "Ideas of one's own weigh more.", "Publish")
    expect(page.get_by_text("Version 1.0.1 is now live.")).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_a_version(new_page: NewPage) -> None:
    page = signed_in(new_page(), User.objects.create_superuser("ada"))
    live = RulesetVersion.objects.live()
    draft = publishing.open_draft(live)
    longer = {**draft.document, "title": "A title that is much longer than the one before, word by word by word"}
    publishing.save_draft(draft, longer, by=User.objects.get())
    found: list[str] = []
    for place in WORKED_ON:
        answer = page.goto(LIST + place.format(live=live.pk, draft=draft.pk))
        assert answer
        assert answer.status == 200, place
        found += faults_both_ways(page)
    page.goto(f"{LIST}{draft.pk}/publish/")
    follow(page.get_by_role("button", name="Publish"))
    found += faults_both_ways(page)
    assert found == []
