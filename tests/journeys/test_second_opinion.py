"""A second opinion, from the link to the answer taken over; and a decision, from the leaning to how it turned out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Decision, Option
from harness.stored import keep
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import faults
from tests.journeys.visitor import TWO_OFFERS, Visitor, follow, under_way


def with_two_offers(new_page: NewPage, **how: Any) -> Visitor:
    """Somebody who has described a PhD and a job, and knows the peers at both."""
    mentee = under_way(new_page(**how), TWO_OFFERS, "tasks/")
    for option, peers in zip(Option.objects.order_by("position"), ["outstanding", "strong"], strict=True):
        keep(option.assessment, option, {"opt_peers": peers})
    return mentee


def link_for(mentee: Visitor, name: str) -> str:
    mentee.go("share/")
    mentee.page.get_by_label("Who is it for?").fill(name)
    mentee.page.locator("label", has_text="as a second opinion").click()
    follow(mentee.page.get_by_role("button", name="Make the link"))
    return mentee.page.locator("[readonly]").input_value()


def good(page: Page) -> None:
    """Check that the page has no axe errors and fits a narrow screen."""
    assert faults(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with htmx", "without JavaScript"])
def test_an_advisor_answers_and_the_mentee_takes_over_the_convincing_answers(new_page: NewPage, scripts: bool) -> None:
    mentee = with_two_offers(new_page, scripts=scripts)
    address = link_for(mentee, "Dana")
    mentee.go("opinions/")
    expect(mentee.page.get_by_text("There are no second opinions yet.")).to_be_visible()

    dana = Visitor(new_page(scripts=scripts, width=320, dark=True))
    dana.page.goto(address)
    follow(dana.page.get_by_role("link", name="Give a second opinion"))
    good(dana.page) if scripts else None
    follow(dana.page.get_by_role("button", name="Begin"))
    assert dana.title == "Your second opinion"
    assert dana.uid != mentee.uid
    dana.go("q/opt_peers/")
    dana.choose_for("Option A (PhD)", "Nobody")
    if not scripts:
        dana.go_on()
    else:
        dana.sees_saved()
    dana.go("result/")
    expect(dana.page.get_by_text("The result of your second opinion")).to_be_visible()
    assert "PhD at X" not in dana.page.content()

    mentee.go("opinions/")
    follow(mentee.page.get_by_role("link", name="Dana"))
    card = mentee.page.locator(".difference").first
    expect(card).to_contain_text("PhD at X: Peers")
    expect(card).to_contain_text("would move PhD at X by −")
    if scripts:
        good(mentee.page)
    card.get_by_role("button", name="Take over").click()
    expect(mentee.page.get_by_role("status").first).to_contain_text(
        "Taken over: Peers is now “Nobody”. Before, it was “Outstanding”."
    )
    expect(mentee.page.get_by_text("Wherever both of you answered, you said the same.")).to_be_visible()
    peers = Assessment.objects.get(uid=mentee.uid).answers.filter(question="opt_peers").order_by("option__position")
    assert [answer.value for answer in peers] == ["none", "strong"]


def test_closing_the_link_closes_the_page_that_the_advisor_has_open(new_page: NewPage) -> None:
    mentee = with_two_offers(new_page)
    dana = Visitor(new_page())
    dana.page.goto(link_for(mentee, "Dana") + "opinion/")
    follow(dana.page.get_by_role("button", name="Begin"))
    dana.go("q/opt_peers/")
    mentee.go("share/")
    follow(mentee.page.get_by_role("button", name="Close Dana"))
    dana.choose_for("Option A (PhD)", "Weak")
    expect(dana.page.locator("#not-saved")).to_contain_text("this browser can no longer open this comparison")
    assert not Assessment.objects.get(opinion_on__isnull=False).answers.exists()
    mentee.go("opinions/")
    expect(mentee.page.get_by_role("link", name="Dana")).to_be_visible()


def take_the_sure_test_twice(person: Visitor) -> None:
    """With a leaning, once before the result and once after it."""
    page = person.page
    person.go("q/initial_leaning/")
    person.choose("Engineer at Y")
    person.go_on()
    person.go("check/")
    page.locator("summary", has_text="Four short questions").click()
    page.get_by_role("group", name="Does one of the options feel right").locator("label", has_text="No").click()
    follow(page.get_by_role("button", name="Save these answers"))
    follow(page.get_by_role("link", name="See the result"))
    page.locator("summary", has_text="The same four questions once more").click()
    page.get_by_role("group", name="Do you have enough people").locator("label", has_text="No").click()
    follow(page.get_by_role("button", name="Save these answers"))
    expect(page.get_by_text("Talk to somebody you trust.")).to_be_visible()


def test_a_decision_is_written_down_and_reviewed(new_page: NewPage) -> None:
    person = with_two_offers(new_page)
    page = person.page
    page.set_viewport_size({"width": 320, "height": 900})
    take_the_sure_test_twice(person)

    follow(page.get_by_role("link", name="Write down a decision"))
    page.get_by_label("Why?").fill("The mentor.")
    page.get_by_label("How confident are you").fill("a lot")
    follow(page.get_by_role("button", name="Write it down"))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose one of your options, or something else.")
    expect(summary).to_contain_text("Enter a whole number from 0 to 100.")
    assert page.get_by_label("Why?").input_value() == "The mentor."
    good(page)
    page.locator("label", has_text="PhD at X").click()
    page.get_by_label("How confident are you").fill("70")
    page.get_by_label("When do you want to look").fill((timezone.localdate() + timedelta(days=180)).isoformat())
    follow(page.get_by_role("button", name="Write it down"))
    expect(page.get_by_role("status").first).to_contain_text("Your decision is saved.")

    Decision.objects.update(look_again_on=date(2026, 1, 1))
    page.goto("/mine/")
    follow(page.get_by_role("link", name="Look at it again"))
    for words in ("You leaned towards: Engineer at Y.", "What the result said then", "confidence 70 of 100"):
        expect(page.get_by_text(words)).to_be_visible()
    good(page)
    page.get_by_label("What happened?").fill("It went well.")
    follow(page.get_by_role("button", name="Write it down"))
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    page.goto("/mine/")
    expect(page.get_by_role("link", name="Look at it again")).to_have_count(0)
