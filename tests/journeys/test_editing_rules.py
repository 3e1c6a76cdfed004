"""An editor of the rules works on a draft in a real browser, with scripts and without."""

from typing import Literal

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from careerpaths.models import RulesetVersion
from harness.factories import RulesetVersionFactory
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import faults_both_ways
from tests.journeys.test_ways import assert_no_sideways_scrolling
from tests.journeys.visitor import follow, signed_in

PAGES = (
    "",
    "weights/",
    "questions/",
    "questions/item/opt_peers/",
    "flags/item/F03_wellbeing_support/",
    "curves/item/mentor_hours/",
    "adjustments/new/",
    "plan/item/PL24/remove/",
)


@pytest.fixture
def draft(site: str) -> RulesetVersion:
    User.objects.create_superuser("grace")
    made: RulesetVersion = RulesetVersionFactory.create()
    return made


Until = Literal["load", "commit"]


def open_editor(page: Page, draft: RulesetVersion, where: str, *, until: Until = "load") -> None:
    signed_in(page, User.objects.get())
    page.goto(f"/admin/careerpaths/rulesetversion/{draft.pk}/edit/{where}", wait_until=until)


def test_sums_and_bars_update_while_you_type(new_page: NewPage, draft: RulesetVersion) -> None:
    page = new_page()
    open_editor(page, draft, "weights/")
    people = page.get_by_label("Learning from others, Lead goal")
    people.fill("0.32")
    expect(page.locator("[data-sum='[data-goal=lead]'] output")).to_have_text("0.98")
    expect(page.get_by_text("≠ 1").first).to_be_visible()
    expect(page.locator("#f-p0-0-weights-lead-bar")).to_have_attribute("width", "32")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("alert")).to_contain_text("The lead weights sum to 0.98. Make them sum to 1.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(people).to_have_value("0.32")
    page.get_by_label("Practice with ideas of your own, Lead goal").fill("0.22")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("The draft was saved.")).to_be_visible()


def test_the_chart_of_a_curve_follows_its_points(new_page: NewPage, draft: RulesetVersion) -> None:
    page = new_page()
    open_editor(page, draft, "curves/item/mentor_hours/")
    line = page.locator(".ed-curve .line")
    drawn = line.get_attribute("d") or ""
    page.locator("#f-p0-points-1-1").fill("0.5")
    expect(line).not_to_have_attribute("d", drawn)
    page.locator("#f-p0-points-1-1").fill("0.06")
    expect(line).to_have_attribute("d", drawn)  # the script draws what the server drew


def test_a_chart_shows_what_was_typed_before_its_script_loaded(new_page: NewPage, draft: RulesetVersion) -> None:
    page = new_page()
    held: list[Route] = []
    page.route("**/js/editing.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright accepts no bound method of a list
    with page.expect_request("**/js/editing.js"):
        open_editor(
            page, draft, "curves/item/mentor_hours/", until="commit"
        )  # the page never loads while the script is held back
    line = page.locator(".ed-curve .line")
    drawn = line.get_attribute("d") or ""
    page.locator("#f-p0-points-1-1").fill("0.5")
    expect(line).to_have_attribute("d", drawn)
    held[0].continue_()
    expect(line).not_to_have_attribute("d", drawn)


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1200)], ids=["on a phone", "without JavaScript"])
def test_an_adjustment_is_built_by_choosing(
    new_page: NewPage, draft: RulesetVersion, scripts: bool, width: int
) -> None:
    page = new_page(scripts=scripts, width=width)
    open_editor(page, draft, "adjustments/new/")

    def about(name: str, subject: str) -> None:
        with page.expect_navigation():  # with scripts, a choice shows the fields that belong to it
            page.locator(f"#f-{name}").select_option(label=subject)
            if not scripts:
                page.locator(f"#f-{name}-show").click()

    page.get_by_label("Id", exact=True).fill("lonely")
    page.get_by_label("Name", exact=True).fill("A lonely place")
    about("p0-when", "All of these hold")
    follow(page.get_by_role("button", name="Add a condition"))
    about("p0-when-0", "Company")
    page.get_by_label("Nobody").check()
    page.get_by_label("What it changes", exact=True).select_option("sustainability")
    page.get_by_label("What to do", exact=True).select_option("multiply")
    page.get_by_label("Amount").fill("0.8")
    page.get_by_label("Why", exact=True).fill("Being alone wears people out.")
    page.get_by_label("What it rests on", exact=True).fill("assumption")
    assert_no_sideways_scrolling(page)
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("The draft was saved.")).to_be_visible()
    draft.refresh_from_db()
    (made,) = draft.document["adjustments"]
    assert made["when"] == {"all": [{"question": "opt_company", "in": ["alone"]}]}


def test_axe_finds_nothing_in_the_editor(new_page: NewPage, draft: RulesetVersion) -> None:
    page = new_page()
    open_editor(page, draft, "")
    for where in PAGES:
        page.goto(f"/admin/careerpaths/rulesetversion/{draft.pk}/edit/{where}")
        assert faults_both_ways(page) == [], where
