"""The person's way through the site, as different people take it."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from tests.journeys.conftest import NewPage
from tests.journeys.visitor import TWO_OFFERS, Visitor, under_way


def set_out(page: Page, goal: str = "Setting my own research direction") -> Visitor:
    visitor = Visitor(page)
    visitor.begin()
    visitor.choose(goal)
    visitor.go_on()
    return visitor


def test_someone_with_two_offers_reads_an_explained_comparison(new_page: NewPage) -> None:
    visitor = set_out(new_page(width=320))
    visitor.add_option("PhD", "PhD at X")
    visitor.add_option("Research engineer", "Engineer at Y")
    visitor.page.get_by_role("link", name="Continue").click()
    visitor.page.get_by_role("link", name="Timelines").click()
    assert visitor.answer_what_is_asked() > 15
    assert "/check/" in visitor.page.url
    visitor.page.get_by_role("link", name="See the result").click()
    assert re.search(r"in \d+ of 100", visitor.title)
    for heading in ("How your options compare", "Why it comes out so", "What would change this", "Find this out first"):
        expect(visitor.page.get_by_role("heading", name=heading)).to_be_visible()
    assert_no_sideways_scrolling(visitor.page)
    visitor.go("plan/")
    expect(visitor.page.get_by_role("heading", name="Questions for a lab visit")).to_be_visible()
    assert_no_sideways_scrolling(visitor.page)


def assert_no_sideways_scrolling(page: Page) -> None:
    sizes = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert sizes[0] <= sizes[1]


def test_closing_the_tab_after_an_answer_loses_nothing(new_page: NewPage) -> None:
    visitor = under_way(new_page(), place="q/execution_skill/")
    visitor.choose("I get things done with help")
    visitor.sees_saved()
    context = visitor.page.context
    uid = visitor.uid
    visitor.page.close()
    again = context.new_page()
    again.goto(f"/a/{uid}/q/execution_skill/")
    expect(again.get_by_label("I get things done with help")).to_be_checked()


def test_two_tabs_on_one_comparison_lose_nothing(new_page: NewPage) -> None:
    first = under_way(new_page(), TWO_OFFERS, "q/opt_peers/")
    second = Visitor(first.page.context.new_page())
    second.page.goto(first.page.url)
    second.choose_for("Engineer at Y", "Outstanding")
    second.sees_saved()
    first.choose_for("PhD at X", "Weak")
    first.sees_saved()
    first.go_on()
    answers = Assessment.objects.get().answers.filter(question="opt_peers")
    assert dict(answers.values_list("option__name", "value")) == {"PhD at X": "weak", "Engineer at Y": "outstanding"}


def test_a_fault_is_said_at_the_field_and_nothing_typed_is_lost(new_page: NewPage) -> None:
    visitor = under_way(new_page(scripts=False), place="q/tai_p5/")
    visitor.enter("40")
    visitor.go_on()
    visitor.enter("20")
    visitor.go_on()
    assert visitor.page.title().startswith("Error:")
    summary = visitor.page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("link")).to_contain_text("Enter 40 or more")
    assert visitor.page.locator("#answer").input_value() == "20"
    visitor.enter("55")
    visitor.go_on()
    assert not visitor.page.title().startswith("Error:")


def test_options_can_be_copied_deleted_and_brought_back(new_page: NewPage) -> None:
    visitor = under_way(new_page(scripts=False), {"PhD at X": "phd"})
    visitor.page.get_by_role("button", name="Copy PhD at X").click()
    expect(visitor.page.get_by_role("heading", name="Copy of PhD at X")).to_be_visible()
    visitor.page.get_by_role("button", name="Delete PhD at X", exact=True).click()
    expect(visitor.page.get_by_text("was deleted")).to_be_visible()
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.get_by_role("heading", name="PhD at X", exact=True)).to_be_visible()
    visitor.page.get_by_role("button", name="Typical: Independent").click()
    expect(visitor.page.get_by_role("heading", name="Typical independent research")).to_be_visible()


def test_another_role_is_told_why_and_can_change_its_mind(new_page: NewPage) -> None:
    visitor = set_out(new_page(), goal="Communication, project management")
    assert "/other-role/" in visitor.page.url
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("a ranking would mislead you")
    visitor.page.get_by_role("link", name="Change my answer").click()
    visitor.choose("Becoming excellent at research")
    visitor.go_on()
    assert "/options/" in visitor.page.url


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        (["Typical: PhD"], "There is one option to look at"),
        (["Typical: PhD", "Typical: Independent"], "comes out first"),
        ([], "Add an option"),
    ],
)
def test_little_to_go_on_still_gets_a_page_that_helps(new_page: NewPage, kinds: list[str], sentence: str) -> None:
    visitor = under_way(new_page(scripts=False))
    for kind in kinds:
        visitor.page.get_by_role("button", name=kind).click()
    visitor.go("result/")
    assert sentence in visitor.title


def test_what_was_found_out_is_entered_on_the_result(new_page: NewPage) -> None:
    visitor = set_out(new_page(), goal="I do not know yet")
    visitor.page.get_by_role("button", name="Typical: PhD").click()
    visitor.page.get_by_role("button", name="Typical: Non-profit").click()
    visitor.go("result/")
    before = visitor.title
    visitor.page.locator("#find-out select").first.select_option(index=1)
    visitor.page.get_by_role("button", name="Save and compare again").first.click()
    assert "/result/" in visitor.page.url
    assert visitor.title != before


def test_what_if_follows_the_hand_and_keeps_nothing_unasked(new_page: NewPage) -> None:
    visitor = under_way(new_page())
    visitor.page.get_by_role("button", name="Typical: PhD").click()
    visitor.page.get_by_role("button", name="Typical: Industry job").click()
    visitor.go("what-if/")
    before = visitor.page.locator("#tried").inner_text()
    visitor.page.locator("summary", has_text="A typical PhD").click()
    visitor.page.get_by_label("Peers").first.select_option("weak")
    expect(visitor.page.locator("#tried")).not_to_have_text(before, use_inner_text=True)
    assert not Assessment.objects.get().answers.filter(question="opt_peers").exists()
    visitor.page.get_by_role("button", name="Keep these answers").click()
    assert "/result/" in visitor.page.url
    assert Assessment.objects.get().answers.get(question="opt_peers").value == "weak"


def test_the_private_link_opens_the_comparison_in_another_browser(new_page: NewPage) -> None:
    visitor = under_way(new_page(), place="link/")
    visitor.page.get_by_role("button", name="Make a private link").click()
    address = visitor.page.get_by_label("Private link").input_value()
    phone = new_page(width=320)
    phone.goto(f"/a/{visitor.uid}/tasks/")
    expect(phone.get_by_role("heading", level=1)).not_to_contain_text("Your questions")
    phone.goto(address)
    phone.get_by_role("button", name="Open it in this browser").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Your questions")
