"""A shared result: read on a phone, commented on and copied; closed while it is open; shown at a desk."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from tests.assessments.coming_back.test_returning import code_in
from tests.journeys.conftest import NewPage
from tests.journeys.test_second_opinion import good, with_two_offers
from tests.journeys.visitor import Visitor, follow, press

CLOSED = "This link does not work"


def link_with_comments(person: Visitor, name: str) -> str:
    person.go("share/")
    person.page.get_by_label("Who is it for?").fill(name)
    person.page.locator("label", has_text="They may write comments").click()
    follow(person.page.get_by_role("button", name="Make the link"))
    return person.page.locator("[readonly]").input_value()


def comment(page: Page, text: str) -> None:
    page.get_by_label("Your comment").fill(text)
    follow(page.get_by_role("button", name="Send the comment"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with htmx", "without JavaScript"])
def test_a_mentee_reads_a_result_on_a_phone_comments_and_starts_a_comparison_from_it(
    new_page: NewPage, scripts: bool
) -> None:
    advisor = with_two_offers(new_page, scripts=scripts)
    address = link_with_comments(advisor, "Mika")
    if scripts:
        advisor.page.get_by_role("button", name="Copy").click()
        expect(advisor.page.get_by_role("status")).to_have_text("Copied")
        good(advisor.page)
    else:
        expect(advisor.page.get_by_text("Copy")).to_be_hidden()

    mentee = new_page(scripts=scripts, width=320, dark=True)
    mentee.goto(address)
    expect(mentee.get_by_text("Names and sensitive answers are left out")).to_be_visible()
    assert "PhD at X" not in mentee.content()
    good(mentee) if scripts else None
    comment(mentee, "Is the <b>second</b> one really so close?")
    expect(mentee.locator(".comment")).to_contain_text("Is the <b>second</b> one really so close?")
    follow(mentee.get_by_role("button", name="Start from this"))
    own = Visitor(mentee)
    assert own.uid != advisor.uid
    own.go("q/opt_peers/")
    own.choose_for("Option A (PhD)", "Nobody")
    own.go_on()

    before = Assessment.objects.get(uid=advisor.uid).answers.filter(question="opt_peers").order_by("option__position")
    assert [answer.value for answer in before] == ["outstanding", "strong"]
    advisor.go("comments/")
    advisor.page.get_by_label("Your answer").fill("Ask them both.")
    follow(advisor.page.get_by_role("button", name="Save the answer"))
    mentee.goto(address)
    expect(mentee.locator(".comment").first).to_contain_text("Ask them both.")


def test_a_link_closed_while_its_page_is_open_shows_and_accepts_nothing(new_page: NewPage) -> None:
    owner = with_two_offers(new_page)
    address = link_with_comments(owner, "Dana")
    reader = new_page(width=320)
    reader.goto(address)
    owner.go("share/")
    follow(owner.page.get_by_role("button", name="Close Dana"))

    comment(reader, "Too late.")
    expect(reader.get_by_role("heading", name=CLOSED)).to_be_visible()
    good(reader)
    reader.goto(address)
    expect(reader.get_by_role("heading", name=CLOSED)).to_be_visible()
    owner.go("comments/")
    expect(owner.page.get_by_text("There are no comments.")).to_be_visible()


def with_an_account(page: Page, email: str) -> None:
    page.goto("/account/new/")
    page.get_by_label("E-mail address").fill(email)
    follow(page.get_by_role("button", name="Create the account"))
    good(page)
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    follow(page.get_by_role("button", name="Go on"))


def test_an_advisor_invites_and_a_mentee_gives_and_withdraws_consent(new_page: NewPage) -> None:
    lee = new_page()
    with_an_account(lee, "lee@example.org")
    lee.goto("/desk/")
    lee.get_by_label("Who is it for?").fill("Summer fellows")
    follow(lee.get_by_role("button", name="Make the invitation"))
    good(lee)
    address = lee.locator("[readonly]").input_value()

    mentee = with_two_offers(new_page, width=320, dark=True)
    case = mentee.uid
    mentee.page.goto(address)
    expect(mentee.page.get_by_text("lee@example.org invites you")).to_be_visible()
    good(mentee.page)
    press(mentee.page.get_by_role("radio").first)
    mentee.page.get_by_label("What should they call you?").fill("Mika")
    follow(mentee.page.get_by_role("button", name="I agree: show it to them"))

    lee.goto("/desk/")
    good(lee)
    follow(lee.get_by_role("link", name="Mika"))
    expect(lee.get_by_text("Names and sensitive answers are left out")).to_be_visible()
    assert "PhD at X" not in lee.content()
    good(lee)

    mentee.page.goto(f"/a/{case}/advisors/")
    good(mentee.page)
    follow(mentee.page.get_by_role("link", name="Take it back"))
    good(mentee.page)
    follow(mentee.page.get_by_role("button", name="Take it back"))
    lee.get_by_role("textbox", name="What you want to remember").fill("Ask about peers.")
    follow(lee.get_by_role("button", name="Save the note"))
    expect(lee.get_by_role("heading", name="You cannot see this")).to_be_visible()
    expect(lee.get_by_label("Your text")).to_have_value("Ask about peers.")
    lee.goto("/desk/")
    expect(lee.get_by_text("Nobody is showing you a comparison at the moment.")).to_be_visible()
