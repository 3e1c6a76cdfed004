"""After you enter something you found out, the page says what was saved and what it changed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.access import COOKIE, key_digest
from assessments.models import Assessment, AssessmentKey
from careerpaths.models import RulesetVersion


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    made: Assessment = Assessment.objects.create(ruleset=live_ruleset)
    made.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    made.options.create(name="PhD at X", path="phd")
    made.options.create(name="Lab job", path="rc_nonprofit", position=1)
    return made


def enter(assessment: Assessment, question: str, value: str) -> str:
    """What the result says after an answer about the first option is entered on it."""
    client = Client()
    client.cookies[COOKIE] = "mine"
    uid = assessment.options.get(name="PhD at X").uid
    place = reverse("assessments:question", args=[assessment.uid, question]) + "?next=result"
    return client.post(place, {f"answer-{uid}": value, f"was-{uid}": ""}, follow=True).content.decode()


def test_the_page_says_what_was_saved_and_how_the_first_place_changed(assessment: Assessment) -> None:
    page = enter(assessment, "opt_peers", "weak")
    assert "Saved: Peers, PhD at X: " in page
    assert re.search(r"(PhD at X|Lab job): first in \d+ of 100 ways before, in \d+ of 100 now\.", page)


def test_an_empty_entry_is_not_reported_as_saved(assessment: Assessment) -> None:
    page = enter(assessment, "opt_peers", "")
    assert "Nothing was changed." in page
    assert "Saved" not in page


def detailed(assessment: Assessment) -> str:
    """A question that is asked only once the details are opened."""
    return next(
        q.id
        for q in assessment.rules.questions
        if q.tier == "detail" and q.scope == "option" and q.choices and not q.paths
    )


def test_a_detailed_answer_counts_before_the_details_are_opened_and_is_not_called_unused(
    assessment: Assessment,
) -> None:
    question = detailed(assessment)
    page = enter(assessment, question, assessment.rules.questions_by_id[question].choices[0].id)
    assert "Saved: " in page
    assert "does not count at the moment" not in page


def test_a_detailed_answer_about_one_option_leaves_room_for_the_others(assessment: Assessment) -> None:
    question = detailed(assessment)
    choice = assessment.rules.questions_by_id[question].choices[0].id
    other = assessment.options.get(name="Lab job")
    assessment.answers.create(option=other, question=question, value=choice)
    enter(assessment, question, choice)
    assert assessment.answers.filter(question=question).count() == 2
