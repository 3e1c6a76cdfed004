"""Advisors and mentees: invitations, consent, the desk, and what happens when consent is withdrawn."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.advising import desk as advising
from assessments.models import AdvisorNote, Assessment, Comment, Consent
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store

CASE = {
    "person": {"goal_role": "research_lead", "mental_health_risk": "high"},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {}},
    ],
}
DESK = reverse("assessments:desk")
FORM = {"mentee_name": "Sam", "may_comment": "on"}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


@pytest.fixture
def lee(db: None) -> User:
    return User.objects.create(username="lee", email="lee@example.org")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def invited(lee: User, **given: Any) -> str:
    """The address of an invitation."""
    _, token = advising.invite(lee, **{"label": "Fellows", "days": 30, **given})
    return reverse("assessments:invitation", args=[token])


def agreed(lee: User, assessment: Assessment, **grants: bool) -> Consent:
    invitation, _ = advising.invite(lee, label="Fellows", days=30)
    return advising.agree(invitation, assessment, mentee_name="Sam", **grants)


def at(consent: Consent, name: str = "desk-case") -> str:
    return reverse(f"assessments:{name}", args=[consent.uid])


# --- invitations ------------------------------------------------------------------------------------------------


def test_an_invitation_is_shown_once_and_says_who_invites_and_what_will_be_seen(
    lee: User, assessment: Assessment
) -> None:
    page = signed_in(lee).post(DESK, {"label": "Summer fellows", "days": "30"}).text
    token = page.split("/i/")[1].split("/")[0]
    assert "<svg" in page
    assert token not in signed_in(lee).get(DESK).text
    shown = Client().get(reverse("assessments:invitation", args=[token])).text
    for part in ("lee@example.org", "Summer fellows", "your result, your plan and the answers behind them"):
        assert part in shown


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"label": "", "days": "30"}, "Enter who the invitation is for."),
        ({"label": "x", "days": "366"}, "Enter a whole number of days from 1 to 365."),
        ({"label": "x" * 121, "days": "3"}, "Use at most 120 characters."),
    ],
)
def test_an_invalid_invitation_form_says_why(lee: User, given: dict[str, str], sentence: str) -> None:
    answer = signed_in(lee).post(DESK, given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.context["form"]["label"].value() == given["label"]


def test_expired_closed_and_unknown_invitations_look_the_same(lee: User) -> None:
    unknown = Client().get(reverse("assessments:invitation", args=["unknown"]))
    assert unknown.status_code == 404
    closed = invited(lee)
    signed_in(lee).post(reverse("assessments:desk-close", args=[lee.invitations.get().uid]))
    soon = invited(lee, days=1)
    assert Client().get(closed).text == unknown.text
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert Client().get(soon).text == unknown.text
    lee.is_active = False
    lee.save()
    assert Client().get(soon).text == unknown.text


def test_ended_invitations_are_folded_away_and_say_how_each_ended(lee: User) -> None:
    for label in ("Expired one", "Closed one", "Open one"):
        advising.invite(lee, label=label, days=30)
    lee.invitations.filter(label="Expired one").update(expires_at=timezone.now())
    advising.close(lee.invitations.get(label="Closed one"))
    above, below = signed_in(lee).get(DESK).text.split("<details")
    ended = below.split("</details>")[0]
    assert "Open one" in above
    assert re.findall(r"(Expired|Closed) one|>(Expired|Closed by you)<", ended) == [
        ("Closed", ""),
        ("", "Closed by you"),
        ("Expired", ""),
        ("", "Expired"),
    ]


def test_another_advisor_cannot_close_my_invitation(lee: User) -> None:
    invitation, _ = advising.invite(lee, label="Fellows", days=30)
    other = User.objects.create(username="other")
    answer = signed_in(other).post(reverse("assessments:desk-close", args=[invitation.uid]))
    assert answer.status_code == 404
    assert advising.open_invitations().filter(pk=invitation.pk).exists()


# --- consent ----------------------------------------------------------------------------------------------------


def test_a_mentee_without_an_account_agrees_and_the_advisor_sees_what_was_granted(
    lee: User, assessment: Assessment
) -> None:
    mentee = browser_of(assessment)
    answer = mentee.post(invited(lee), {**FORM, "assessment": assessment.uid})
    assert answer["Location"] == address(assessment, "advisors")
    assert "lee@example.org" in mentee.get(address(assessment, "advisors")).text
    desk = signed_in(lee).get(DESK).text
    assert "Sam" in desk
    page = signed_in(lee).get(at(Consent.objects.get())).text
    assert "Option A (PhD)" in page
    assert "PhD with Lee" not in page
    assert assessment.uid not in page


def test_a_mentee_can_start_a_new_comparison_for_it(lee: User, live_ruleset: RulesetVersion) -> None:
    mentee = Client()
    answer = mentee.post(invited(lee), {**FORM, "assessment": "new"}, follow=True)
    assert "Your advisor can see this comparison now." in answer.text
    assert Consent.objects.get().assessment == Assessment.objects.get()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mentee_name": "", "assessment": "new"}, "Enter a name for yourself."),
        ({"mentee_name": "Sam", "assessment": ""}, "Choose one of your comparisons."),
        ({"mentee_name": "Sam", "assessment": "somebody-elses"}, "Choose one of your comparisons."),
    ],
)
def test_an_invalid_consent_form_gives_no_consent(
    lee: User, assessment: Assessment, given: dict[str, str], sentence: str
) -> None:
    answer = Client().post(invited(lee), given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Consent.objects.exists()


def test_somebody_elses_comparison_cannot_be_shown(lee: User, assessment: Assessment) -> None:
    answer = Client().post(invited(lee), {**FORM, "assessment": assessment.uid})
    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_agreeing_again_replaces_what_was_agreed(lee: User, assessment: Assessment) -> None:
    first = agreed(lee, assessment, shows_names=True, shows_sensitive=True)
    second = agreed(lee, assessment)
    advisor = signed_in(lee)
    assert advisor.get(at(first)).status_code == 404
    assert "PhD with Lee" not in advisor.get(at(second)).text


def test_agreeing_again_keeps_the_advisors_note_and_comments(lee: User, assessment: Assessment) -> None:
    first = agreed(lee, assessment, may_comment=True)
    advising.keep_note(first, "Seems tired.")
    advisor = signed_in(lee)
    advisor.post(at(first, "desk-comment"), {"text": "Visit first.", "about": "result"})
    page = advisor.get(at(agreed(lee, assessment, may_comment=True))).text
    assert "Seems tired." in page
    assert "Visit first." in page


def test_a_mentee_can_change_what_an_advisor_sees_without_the_invitation_and_the_note_stays(
    lee: User, assessment: Assessment
) -> None:
    consent, advisor, mentee = agreed(lee, assessment, may_comment=True), signed_in(lee), browser_of(assessment)
    advising.keep_note(consent, "Seems tired.")
    where = address(assessment, "consent", consent.uid)
    assert where in mentee.get(address(assessment, "advisors")).text
    assert re.search(r'name="may_comment"[^>]* checked', mentee.get(where).text)
    refused = mentee.post(where, {"mentee_name": "", "shows_names": "on"})
    assert refused.status_code == 422
    assert "Enter a name for yourself." in refused.text
    mentee.post(where, {"mentee_name": "Samira", "shows_names": "on"})
    page = advisor.get(at(consent)).text
    for part in ("Samira", "PhD with Lee", "Seems tired."):
        assert part in page
    assert "Send the comment" not in page


def test_both_sides_are_warned_that_the_note_is_deleted_with_the_consent(lee: User, assessment: Assessment) -> None:
    consent = agreed(lee, assessment)
    advising.keep_note(consent, "Seems tired.")
    asked = browser_of(assessment).get(address(assessment, "withdraw", consent.uid)).text
    assert "The notes that they keep here about you are deleted for good." in asked
    assert "Seems tired." not in asked
    assert "deleted when your mentee withdraws consent" in signed_in(lee).get(at(consent)).text
    assert AdvisorNote.objects.exists()


@pytest.mark.parametrize("name", ["desk-case", "desk-note", "desk-comment"])
def test_withdrawing_closes_the_desk_at_once_even_mid_session(lee: User, assessment: Assessment, name: str) -> None:
    consent, advisor = agreed(lee, assessment, may_comment=True), signed_in(lee)
    advising.keep_note(consent, "Seems tired.")
    assert advisor.get(at(consent)).status_code == 200
    mentee = browser_of(assessment)
    answer = mentee.post(address(assessment, "withdraw", consent.uid), follow=True)
    assert "This advisor can no longer see this comparison" in answer.text
    ask = advisor.get if name == "desk-case" else advisor.post
    closed = ask(at(consent, name), {"text": "Hello", "about": "result"})
    assert closed.status_code == 404
    assert "You cannot see this" in closed.text
    assert "Sam" not in advisor.get(DESK).text
    assert not AdvisorNote.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["desk-case", "desk-note", "desk-comment"])
def test_a_case_opens_for_its_advisor_and_nobody_else(lee: User, assessment: Assessment, name: str) -> None:
    consent = agreed(lee, assessment, may_comment=True)
    other = signed_in(User.objects.create(username="other"))
    ask = "get" if name == "desk-case" else "post"
    data = {"text": "Hello", "about": "result"}
    refused = getattr(other, ask)(at(consent, name), data)
    unknown = getattr(other, ask)(reverse(f"assessments:{name}", args=["unknown"]), data)
    assert refused.status_code == 404
    assert refused.text == unknown.text
    anonymous = getattr(Client(), ask)(at(consent, name), {} if ask == "post" else data)
    assert anonymous["Location"].startswith(reverse("account_request_login_code"))
    assert getattr(signed_in(lee), ask)(at(consent, name), data).status_code in {200, 302}


@pytest.mark.parametrize("name", ["desk-note", "desk-comment"])
def test_an_advisor_gets_their_text_back_when_it_can_no_longer_be_saved(
    lee: User, assessment: Assessment, name: str
) -> None:
    consent, advisor = agreed(lee, assessment, may_comment=True), signed_in(lee)
    written = {"text": "Ask about <funding>.", "about": "result"}
    signed_out = Client().post(at(consent, name), written)
    advising.withdraw(consent)
    closed = advisor.post(at(consent, name), written)
    for answer, status in ((signed_out, 403), (closed, 404)):
        assert answer.status_code == status
        assert re.search(r"<textarea[^>]* readonly[^>]*>Ask about &lt;funding&gt;\.</textarea>", answer.text)
    assert f"?next={DESK}" in signed_out.text


def test_the_advisor_sees_the_whole_plan_that_the_invitation_promised(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment), signed_in(lee)
    assert f'href="{at(consent, "desk-plan")}"' in advisor.get(at(consent)).text
    page = advisor.get(at(consent, "desk-plan")).text
    assert "Questions for a lab visit" in page
    assert "PhD with Lee" not in page
    advising.withdraw(consent)
    assert advisor.get(at(consent, "desk-plan")).status_code == 404


def test_a_comment_at_the_desk_is_only_for_the_mentee_and_the_page_says_so(lee: User, assessment: Assessment) -> None:
    page = signed_in(lee).get(at(agreed(lee, assessment, may_comment=True))).text
    assert "Your mentee sees your comment. Nobody else does." in page
    assert "has this link" not in page


def test_a_refused_comment_at_the_desk_comes_back_on_its_own_page(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment, may_comment=True), signed_in(lee)
    refused = advisor.post(at(consent, "desk-comment"), {"text": "x" * 2_001, "about": "a"})
    assert refused.status_code == 422
    assert "x" * 2_001 in refused.text
    assert f'action="{at(consent, "desk-comment")}"' in refused.text
    assert f'href="{at(consent)}"' in refused.text
    assert not Comment.objects.exists()


def test_deleting_a_comparison_removes_it_from_the_desk(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment), signed_in(lee)
    browser_of(assessment).post(address(assessment, "delete"))
    assert advisor.get(at(consent)).status_code == 404
    assert "Sam" not in advisor.get(DESK).text


# --- the desk ---------------------------------------------------------------------------------------------------


def test_notes_are_the_advisors_own(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment), signed_in(lee)
    advisor.post(at(consent, "desk-note"), {"text": "Ask about <funding>."})
    assert "Ask about &lt;funding&gt;." in advisor.get(at(consent)).text
    owner = browser_of(assessment)
    for name in ("result", "advisors", "comments"):
        assert "Ask about" not in owner.get(address(assessment, name)).text
    refused = advisor.post(at(consent, "desk-note"), {"text": "x" * 10_001})
    assert refused.status_code == 422
    assert "x" * 10_001 in refused.text
    assert 'href="#id_note_text"' in refused.text
    assert 'id="id_note_text"' in refused.text
    advisor.post(at(consent, "desk-note"), {"text": "  "})
    assert not AdvisorNote.objects.exists()


def test_an_advisor_with_permission_comments_and_the_mentee_replies(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment, may_comment=True), signed_in(lee)
    advisor.post(at(consent, "desk-comment"), {"text": "Visit first.", "about": "a", "name": "Lee"})
    owner = browser_of(assessment)
    page = owner.get(address(assessment, "comments")).text
    assert "Visit first." in page
    assert "by your advisor lee@example.org" in page
    owner.post(address(assessment, "comment", str(Comment.objects.get().pk)), {"do": "reply", "reply": "I will."})
    assert "I will." in advisor.get(at(consent)).text


def test_an_advisor_without_permission_has_no_form_and_no_way_to_comment(lee: User, assessment: Assessment) -> None:
    consent, advisor = agreed(lee, assessment), signed_in(lee)
    assert "Send the comment" not in advisor.get(at(consent)).text
    assert advisor.post(at(consent, "desk-comment"), {"text": "x", "about": "result"}).status_code == 404


def test_several_cases_are_compared_side_by_side_but_only_the_advisors_own(
    lee: User, assessment: Assessment, live_ruleset: RulesetVersion
) -> None:
    second = store(live_ruleset, CASE)
    consents = [agreed(lee, assessment), agreed(lee, second)]
    other = User.objects.create(username="other")
    foreign = agreed(other, assessment)
    Consent.objects.filter(pk=consents[1].pk).update(mentee_name="Kim")
    Consent.objects.filter(pk=foreign.pk).update(mentee_name="Foreign")
    where = reverse("assessments:desk-beside")
    page = signed_in(lee).get(where, {"case": [*(consent.uid for consent in consents), foreign.uid]}).text
    assert page.count("comes out first") + page.count("Too close") + page.count("leans ahead") >= 2
    assert "Sam" in page
    assert "Kim" in page
    assert "Foreign" not in page
    too_few = signed_in(lee).get(where, {"case": [consents[0].uid, foreign.uid]}, follow=True)
    assert "Choose two to four cases" in too_few.text


def test_the_desk_needs_few_queries_for_any_number_of_mentees(
    lee: User, assessment: Assessment, live_ruleset: RulesetVersion, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        agreed(lee, store(live_ruleset, CASE))
    client = signed_in(lee)
    client.get(DESK)
    with django_assert_max_num_queries(8 + 3 * 5):  # three for the answers of each mentee
        client.get(DESK)
