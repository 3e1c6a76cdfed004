"""Coming back: the next step, names, other browsers, accounts and leaving."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.access import COOKIE
from assessments.models import Assessment, AssessmentKey, ShareLink
from assessments.sharing import links
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead"},
    "options": [{"id": "a", "path": "phd", "answers": {}}],
}
MINE, SIGN_IN, NEW = reverse("assessments:mine"), reverse("account_request_login_code"), reverse("account_signup")


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


# --- where you were, and what it is called --------------------------------------------------------------------


def test_continue_leads_to_the_next_open_step(live_ruleset: RulesetVersion) -> None:
    empty = store(live_ruleset, {"person": {}, "options": []})
    assert browser_of(empty).get(address(empty, "continue"))["Location"] == address(empty, "options")
    begun = store(live_ruleset, CASE)
    assert "/q/" in browser_of(begun).get(address(begun, "continue"))["Location"]


def test_a_comparison_has_the_name_its_owner_gave_it(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    assert "Comparison begun on" in owner.get(MINE).text
    owner.post(address(assessment, "rename"), {"title": "Offers <2027>"})
    assert "Offers &lt;2027&gt;" in owner.get(MINE).text
    refused = owner.post(address(assessment, "rename"), {"title": "x" * 121})
    assert refused.status_code == 422
    assert "Use at most 120 characters." in refused.text
    assert "x" * 121 in refused.text


# --- another browser ------------------------------------------------------------------------------------------


def transfer_from(client: Client) -> str:
    page = client.post(reverse("assessments:transfer")).text
    found = re.search(r"/t/[\w-]+/", page)
    assert found
    return found[0]


def test_another_browser_opens_everything_once_and_only_when_its_button_is_pressed(assessment: Assessment) -> None:
    place, phone = transfer_from(browser_of(assessment)), Client()
    assert phone.get(place).status_code == 200
    assert phone.get(address(assessment, "tasks")).status_code == 404
    assert phone.post(place)["Location"] == MINE
    assert phone.get(address(assessment, "tasks")).status_code == 200
    assert Client().post(place).status_code == 404


def test_used_expired_replaced_and_unknown_transfers_look_the_same(assessment: Assessment) -> None:
    unknown = Client().get(reverse("assessments:arrive", args=["unknown"]))
    assert unknown.status_code == 404
    owner = browser_of(assessment)
    replaced, late = transfer_from(owner), transfer_from(owner)
    assert Client().get(replaced).text == unknown.text
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert Client().post(late).text == unknown.text


def test_a_browser_without_comparisons_has_nothing_to_transfer(live_ruleset: RulesetVersion) -> None:
    answer = Client().post(reverse("assessments:transfer"), follow=True)
    assert "This browser has no key to a comparison." in answer.text


def test_a_browser_that_forgets_can_no_longer_open_anything(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    owner.post(reverse("assessments:forget"))
    assert owner.cookies[COOKIE].value == ""
    assert not AssessmentKey.objects.exists()
    assert Assessment.objects.filter(pk=assessment.pk).exists()


def test_forgetting_on_a_shared_computer_also_signs_out(assessment: Assessment) -> None:
    browser = browser_of(assessment)
    sign_up(browser)
    browser.post(reverse("assessments:claim"))
    assert "Sign out and forget this browser" in browser.get(reverse("account_logout")).text
    answer = browser.post(reverse("assessments:forget"), follow=True)
    assert "This browser no longer opens anything of yours." in answer.text
    assert "_auth_user_id" not in browser.session
    for place in (address(assessment, "tasks"), address(assessment, "result")):
        assert browser.get(place).status_code == 404


# --- accounts -------------------------------------------------------------------------------------------------


def code_in(message: mail.EmailMessage) -> str:
    found = re.search(r"^    (\S+)$", str(message.body), re.MULTILINE)
    assert found
    return found[1]


def sign_up(client: Client, email: str = "sam@example.org") -> None:
    client.post(NEW, {"email": email})
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[-1])})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_an_account_is_created_and_opened_with_codes_alone() -> None:
    client = Client()
    sign_up(client)
    user = User.objects.get()
    assert not user.has_usable_password()
    client.post(reverse("account_logout"))
    again = Client()
    again.post(SIGN_IN, {"email": "sam@example.org"})
    answer = again.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])}, follow=True)
    assert answer.status_code == 200
    assert again.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_the_page_does_not_reveal_whether_an_address_has_an_account() -> None:
    sign_up(Client())
    token = re.compile(r'value="(\w{64}|[\w-]{22})"')
    known, unknown = (
        Client().post(SIGN_IN, {"email": email}, follow=True) for email in ("sam@example.org", "no@example.org")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert token.sub("", known.text) == token.sub("", unknown.text)
    assert len(mail.outbox) == 3
    assert "It has no account" in str(mail.outbox[-1].body)


@pytest.mark.django_db
def test_the_page_says_when_an_email_cannot_be_sent_and_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    for email in ("sam@example.org", "no@example.org"):
        answer = Client().post(SIGN_IN, {"email": email}, follow=True)
        assert answer.status_code == 200
        assert "We could not send the e-mail. Nothing is lost" in answer.text


@pytest.mark.django_db
def test_signing_up_does_not_reveal_whether_there_is_an_account() -> None:
    sign_up(Client())
    token = re.compile(r'value="(\w{64}|[\w-]{22})"')
    cache.clear()  # a while later, because allauth limits how many emails go to an address
    asked = ("sam@example.org", "no@example.org")
    known, unknown = (Client().post(NEW, {"email": email}, follow=True) for email in asked)
    assert known.redirect_chain == unknown.redirect_chain
    assert token.sub("", known.text) == token.sub("", unknown.text)
    assert "You already have one." in str(mail.outbox[-2].body)


@pytest.mark.django_db
def test_someone_who_signed_up_while_email_was_down_gets_in_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", refuse)
        answer = Client().post(NEW, {"email": "sam@example.org"}, follow=True)
        assert "We could not send the e-mail. Nothing is lost" in answer.text
    again = Client()
    again.post(SIGN_IN, {"email": "sam@example.org"})
    answer = again.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])}, follow=True)
    assert "_auth_user_id" in again.session


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["sam@example.org", "no@example.org"])
def test_someone_who_asks_for_many_codes_is_told_to_wait_with_or_without_an_account(email: str) -> None:
    sign_up(Client())
    answers = [Client().post(SIGN_IN, {"email": email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many codes were asked for. Try again in a few minutes." in answers[-1].text
    assert len([letter for letter in mail.outbox if letter.to == [email]]) == 3 + (email == "sam@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "not an address"])
def test_an_invalid_address_gets_an_error_at_the_field(email: str) -> None:
    for page in (SIGN_IN, NEW):
        answer = Client().post(page, {"email": email})
        assert answer.status_code == 200
        assert 'id="id_email_error"' in answer.text
        assert "Error:" in answer.text


@pytest.mark.django_db
def test_a_wrong_code_opens_nothing_and_three_end_the_attempt() -> None:
    sign_up(Client())
    guesser = Client()
    guesser.post(SIGN_IN, {"email": "sam@example.org"})
    for _ in range(3):
        guesser.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})
    answer = guesser.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])})
    assert "_auth_user_id" not in guesser.session
    assert answer.status_code == 302


def test_no_page_mentions_passwords(client: Client) -> None:
    for page in ("password/reset/", "password/change/", "password/set/"):
        assert client.get(f"/account/{page}").status_code == 404


def test_a_claimed_comparison_opens_on_every_signed_in_device(assessment: Assessment) -> None:
    first = browser_of(assessment)
    sign_up(first)
    answer = first.post(reverse("assessments:claim"), follow=True)
    assert "1 comparison is now in your account." in answer.text
    phone = Client()
    phone.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    assert phone.get(address(assessment, "tasks")).status_code == 200
    phone.post(reverse("account_logout"))
    assert phone.get(address(assessment, "tasks")).status_code == 404
    first.post(address(assessment, "release"))
    assessment.refresh_from_db()
    assert assessment.owner is None


def test_nobody_can_claim_what_is_in_another_account(assessment: Assessment) -> None:
    assessment.owner = User.objects.create(username="first")
    assessment.save()
    second = browser_of(assessment)
    sign_up(second)
    second.post(reverse("assessments:claim"))
    assessment.refresh_from_db()
    assert assessment.owner.username == "first"


# --- deleting -------------------------------------------------------------------------------------------------


def test_deletion_is_announced_first_and_then_complete_even_while_a_share_is_open(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    _, token = links.make(assessment, label="Dana", days=30, may_comment=True)
    shared = reverse("assessments:shared", args=[token])
    assessment.comments.create(text="Hello")
    page = owner.get(address(assessment, "delete")).text
    for part in ("1 option", "1 open share link", "1 comment by others"):
        assert part in page
    holder = Client()
    assert holder.get(shared).status_code == 200
    owner.post(address(assessment, "delete"))
    assert holder.get(shared).status_code == 404
    assert holder.post(f"{shared}comment/", {"about": "result", "text": "Still here?"}).status_code == 404
    assert not ShareLink.objects.exists()


def test_one_browsers_data_is_deleted_at_once_and_nobody_elses(
    assessment: Assessment, live_ruleset: RulesetVersion
) -> None:
    others = store(live_ruleset, CASE)
    owner = browser_of(assessment)
    assert "Delete everything for good?" in owner.get(reverse("assessments:delete-all")).text
    answer = owner.post(reverse("assessments:delete-all"), follow=True)
    assert "1 comparison was deleted." in answer.text
    assert list(Assessment.objects.all()) == [others]
