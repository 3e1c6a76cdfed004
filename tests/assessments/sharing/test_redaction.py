"""What a link hides cannot be worked out from what it shows: the tests try to recover each hidden answer."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, AnswerState, Assessment
from assessments.questionnaire.answers import NewAnswer, checked_answer, save_answer
from assessments.sharing import links
from careerpaths import rulesets
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.parts.questions import Question
from harness.stored import store

RULESET = parse(rulesets.shipped())
SENSITIVE = [question for question in RULESET.questions if question.sensitive]
FORM_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[\w-]+"')
CASE = {
    "person": {"goal_role": "research_lead", "tai_p10": 30},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {"opt_mentor_hours": 4}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "outstanding"}},
    ],
}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    made = store(live_ruleset, CASE)
    made.title = "Between Lee and Orchid"
    made.save()
    return made


def shown(assessment: Assessment, **grants: Any) -> str:
    """The result and the plan as the holder of a link sees them, without the parts that differ between links."""
    _, token = links.make(assessment, label="Dana", days=30, **grants)
    holder = Client()
    pages = [holder.get(reverse(f"assessments:{name}", args=[token])).text for name in ("shared", "shared-plan")]
    return FORM_TOKEN.sub("", "".join(pages)).replace(token, "TOKEN")


def answers_to(question: Question) -> list[Any]:
    """Every possible answer to the question, and no answer."""
    states = [AnswerState.NOT_SURE] * question.not_sure + [AnswerState.WITHHELD] * question.prefer_not_to_say
    return [None, *question.choice_ids, *(state.value for state in states)]


def give(assessment: Assessment, question: Question, value: Any) -> None:
    given = None if value is None else checked_answer(question, value, {})
    option = assessment.options.all()[0] if question.scope == "option" else None
    save_answer(assessment, [NewAnswer(question=question, option=option, value=given)])


@pytest.mark.parametrize("question", SENSITIVE, ids=lambda question: question.id)
def test_a_hidden_answer_cannot_be_recovered_from_the_shared_pages(assessment: Assessment, question: Question) -> None:
    pages = set()
    for value in answers_to(question):
        give(assessment, question, value)
        pages.add(shown(assessment))
    assert len(pages) == 1


@pytest.mark.parametrize("question", SENSITIVE, ids=lambda question: question.id)
def test_the_same_attempt_succeeds_when_the_answer_is_shown(assessment: Assessment, question: Question) -> None:
    pages = set()
    for value in answers_to(question):
        give(assessment, question, value)
        pages.add(shown(assessment, shows_sensitive=True))
    assert len(pages) > 1


def test_prefer_not_to_say_looks_like_a_missing_answer(assessment: Assessment) -> None:
    withheld = [question for question in RULESET.questions if question.prefer_not_to_say]
    assert withheld
    before = shown(assessment)
    for question in withheld:
        give(assessment, question, AnswerState.WITHHELD.value)
    assert shown(assessment) == before


def test_opening_the_details_or_leaning_never_changes_what_is_shown(assessment: Assessment) -> None:
    before = shown(assessment)
    assessment.details_opened = True
    assessment.leaning = assessment.options.all()[1]
    assessment.save()
    assert shown(assessment) == before


def test_names_are_hidden_but_options_can_still_be_told_apart(assessment: Assessment) -> None:
    page = shown(assessment)
    for name in ("Lee", "Orchid", "Between"):
        assert name not in page
    assert "Option A (PhD)" in page
    assert "Option B (" in page
    for name in ("Lee", "Orchid", "Between"):
        assert name in shown(assessment, shows_names=True)


def test_nothing_on_a_shared_page_links_to_the_comparison(assessment: Assessment) -> None:
    grants: dict[str, Any]
    for grants in ({}, {"shows_names": True, "shows_sensitive": True}):
        page = shown(assessment, **grants)
        assert assessment.uid not in page
        assert "/a/" not in page


def test_only_the_owner_sees_the_label_of_a_link(assessment: Assessment) -> None:
    assert "Dana" not in shown(assessment, shows_names=True, shows_sensitive=True)


def test_the_page_says_that_hidden_answers_played_no_part(assessment: Assessment) -> None:
    assert "nothing here was computed from them" in shown(assessment)
    assert "nothing here was computed from them" not in shown(assessment, shows_names=True, shows_sensitive=True)


def test_an_answer_unknown_to_the_ruleset_is_not_shown(assessment: Assessment) -> None:
    before = shown(assessment)
    Answer.objects.create(assessment=assessment, question="long_gone", state=AnswerState.GIVEN, value="secret")
    assert shown(assessment) == before
