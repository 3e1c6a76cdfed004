"""Different people's ways through the site."""

import re

from playwright.sync_api import Page, expect

from assessments.models import AnswerState, Assessment
from assessments.questionnaire.progress import progress_of
from harness.stored import keep
from tests.journeys.conftest import NewPage
from tests.journeys.visitor import ONE_OF_EACH_KIND, TWO_OFFERS, Visitor, follow, under_way


def set_out(page: Page, goal: str = "Setting my own research direction") -> Visitor:
    visitor = Visitor(page)
    visitor.begin()
    visitor.choose(goal)
    visitor.go_on()
    return visitor


def answer_all_but_one_of_each_kind(comparison: Assessment) -> None:
    for question in progress_of(comparison).questions:
        if question.question.id in ONE_OF_EACH_KIND or question.done:
            continue
        for option in comparison.options.all() if question.question.scope == "option" else [None]:
            keep(comparison, option, {question.question.id: AnswerState.NOT_SURE})


def test_someone_with_two_offers_reads_an_explained_comparison(new_page: NewPage) -> None:
    visitor = set_out(new_page(width=320))
    visitor.add_option("PhD", "PhD at X")
    visitor.add_option("Research engineer", "Engineer at Y")
    follow(visitor.page.get_by_role("link", name="Continue"))
    answer_all_but_one_of_each_kind(Assessment.objects.get())
    follow(visitor.page.get_by_role("link", name="Timelines"))
    assert visitor.answer_what_is_asked() == len(ONE_OF_EACH_KIND)
    assert "/check/" in visitor.page.url
    follow(visitor.page.get_by_role("link", name="See the result"))
    assert re.search(r"in \d+ of 100", visitor.title)
    for heading in (
        "How your options compare",
        "Why it comes out this way",
        "What would change this",
        "Find this out first",
    ):
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


def test_an_error_appears_at_the_field_and_nothing_typed_is_lost(new_page: NewPage) -> None:
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


def test_options_can_be_copied_deleted_and_restored(new_page: NewPage) -> None:
    visitor = under_way(new_page(scripts=False), {"PhD at X": "phd"})
    visitor.page.get_by_role("button", name="Copy PhD at X").click()
    expect(visitor.page.get_by_role("heading", name="Copy of PhD at X")).to_be_visible()
    visitor.page.get_by_role("button", name="Delete PhD at X", exact=True).click()
    expect(visitor.page.get_by_text("was deleted")).to_be_visible()
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.get_by_role("heading", name="PhD at X", exact=True)).to_be_visible()
    visitor.page.get_by_role("button", name="Typical: Independent").click()
    expect(visitor.page.get_by_role("heading", name="Typical independent research")).to_be_visible()


def test_people_with_another_role_are_told_why_and_can_change_their_mind(new_page: NewPage) -> None:
    visitor = set_out(new_page(), goal="Communication, project management")
    assert "/other-role/" in visitor.page.url
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("a ranking would mislead you")
    follow(visitor.page.get_by_role("link", name="Change my answer"))
    visitor.choose("Becoming excellent at research")
    visitor.go_on()
    assert "/options/" in visitor.page.url


def test_someone_with_few_answers_still_gets_helpful_pages(new_page: NewPage) -> None:
    visitor = under_way(new_page(scripts=False), place="result/")
    assert "Add an option" in visitor.title
    for kind, sentence in [("PhD", "There is one option to look at"), ("Independent", "comes out first")]:
        visitor.go("options/")
        follow(visitor.page.get_by_role("button", name=f"Typical: {kind}"))
        visitor.go("result/")
        assert sentence in visitor.title
    visitor.go("plan/")
    expect(visitor.page.get_by_role("heading", name="Questions for a lab visit")).to_be_visible()


def test_new_findings_are_entered_on_the_result(new_page: NewPage) -> None:
    visitor = under_way(new_page(), TWO_OFFERS, "result/")
    before = visitor.title
    visitor.page.locator("#find-out select").first.select_option(index=1)
    follow(visitor.page.get_by_role("button", name="Save and compare again").first)
    assert "/result/" in visitor.page.url
    assert visitor.title != before


def test_what_if_follows_every_change_and_keeps_nothing_unasked(new_page: NewPage) -> None:
    visitor = under_way(new_page(), TWO_OFFERS, "what-if/")
    before = visitor.page.locator("#tried").inner_text()
    visitor.page.locator("summary", has_text="PhD at X").click()
    visitor.page.get_by_label("Peers").first.select_option("weak")
    expect(visitor.page.locator("#tried")).not_to_have_text(before, use_inner_text=True)
    assert not Assessment.objects.get().answers.filter(question="opt_peers").exists()
    follow(visitor.page.get_by_role("button", name="Keep these answers"))
    assert "/result/" in visitor.page.url
    assert Assessment.objects.get().answers.get(question="opt_peers").value == "weak"


def test_the_private_link_opens_the_comparison_in_another_browser(new_page: NewPage) -> None:
    visitor = under_way(new_page(), place="link/")
    follow(visitor.page.get_by_role("button", name="Make a private link"))
    address = visitor.page.get_by_label("Private link").input_value()
    phone = new_page(width=320)
    phone.goto(f"/a/{visitor.uid}/tasks/")
    expect(phone.get_by_role("heading", level=1)).not_to_contain_text("Your questions")
    phone.goto(address)
    follow(phone.get_by_role("button", name="Open it in this browser"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Your questions")
