"""A hidden answer changes nothing for people who cannot see it: no byte, no header, no step on the way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.exports import as_pdf
from assessments.exports.bundle import Bundle
from assessments.models import AnswerState, Assessment
from assessments.questionnaire.answers import NewAnswer, checked_answer, save_answer
from assessments.sharing import links
from assessments.sharing.redaction import redacted_case
from careerpaths import rulesets
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import digest_of
from harness.factories import RulesetVersionFactory
from harness.stored import address, browser_of, store
from tests.assessments.sharing.recipients import (
    Recipient,
    advisor,
    forget_everything,
    holder,
    second_opinion,
    seen_by,
    work,
)

SENSITIVE = [question for question in parse(rulesets.shipped()).questions if question.sensitive]
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead", "tai_p10": 30},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {"opt_mentor_hours": 4}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "not_sure"}},
    ],
}


@pytest.fixture
def version(db: None) -> RulesetVersion:
    """The shipped rules with few draws: these comparisons do not depend on the number of draws."""
    made = RulesetVersionFactory.build(live=True, version="1.0")
    made.document["sampling"]["draws"] = 100
    made.digest = digest_of(made.document)
    made.save()
    return made


@pytest.fixture
def assessment(version: RulesetVersion) -> Assessment:
    made = store(version, CASE)
    _ = made.compiled  # rules are public, and cached from here on
    return made


def values_of(question: Question) -> list[Any]:
    """No answer, two definite answers, and "prefer not to say", which is an answer too."""
    given = question.choice_ids[:: len(question.choice_ids) - 1] if question.choices else (0, 24)
    return [None, *given, AnswerState.WITHHELD.value]


def give(assessment: Assessment, question: Question, value: Any) -> None:
    given = None if value is None else checked_answer(question, value, {})
    option = assessment.options.all()[0] if question.scope == "option" else None
    save_answer(assessment, [NewAnswer(question=question, option=option, value=given)])


def recipient_of(kind: str, assessment: Assessment, version: RulesetVersion) -> Recipient:
    made: dict[str, Callable[[], Recipient]] = {
        "holder": lambda: holder(assessment),
        "advisor": lambda: advisor(assessment, store(version, CASE)),
        "second opinion": lambda: second_opinion(assessment),
    }
    return made[kind]()


@pytest.mark.parametrize("question", SENSITIVE, ids=lambda question: question.id)
@pytest.mark.parametrize("kind", ["holder", "advisor", "second opinion"])
def test_no_byte_header_or_step_depends_on_a_hidden_answer(
    kind: str, question: Question, assessment: Assessment, version: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        recipient = recipient_of(kind, assessment, version)
        start, seen = timezone.now(), []
        seen_by(recipient, monkeypatch)  # the first visit of a day is recorded
        for value in values_of(question):
            clock.shift(timedelta(minutes=7))
            give(assessment, question, value)
            clock.move_to(start)
            seen.append(seen_by(recipient, monkeypatch))
    for visits in seen[1:]:
        assert [one.differs_in(other) for one, other in zip(visits, seen[0], strict=True)] == [""] * len(visits)


def test_the_record_of_a_visit_does_show_an_answer_that_is_not_hidden(
    assessment: Assessment, version: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    peers = assessment.rules.questions_by_id["opt_peers"]
    recipient = recipient_of("holder", assessment, version)
    before = seen_by(recipient, monkeypatch)
    give(assessment, peers, "weak")
    after = seen_by(recipient, monkeypatch)
    assert [visit.body for visit in after] != [visit.body for visit in before]
    assert [visit.steps for visit in after] != [visit.steps for visit in before]


@pytest.mark.parametrize("question", SENSITIVE, ids=lambda question: question.id)
def test_nobody_can_find_a_hidden_answer_by_trying_each_in_a_copy(
    question: Question, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the owner said, each try in the copy costs the same work: the cache of the owner's pages is no help."""
    tries, names = values_of(question)[:3], ("check", "result")
    owner, (_, token) = browser_of(assessment), links.make(assessment, label="Dana", days=30, shows_names=True)
    by_owner = []
    for said in tries[1:]:
        forget_everything()
        give(assessment, question, said)
        visit(owner, assessment, names, question, monkeypatch)
        thief = Client()
        thief.post(reverse("assessments:shared-copy", args=[token]))
        copy = Assessment.objects.latest("pk")
        tried = []
        for value in tries:
            give(copy, question, value)
            tried.append(visit(thief, copy, names, question, monkeypatch))
        assert all("analyse" in steps for steps in tried)
        by_owner.append(tried)
    assert by_owner[0] == by_owner[1]


def visit(
    client: Client, case: Assessment, names: tuple[str, ...], question: Question, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Open these pages and the question's page. Return the kinds of work that took, in order."""
    with work(monkeypatch) as steps:
        for where in (*(address(case, name) for name in names), address(case, "question", question.id)):
            assert client.get(where).status_code == 200
    return [step.partition(" ")[0] for step in steps]


def test_a_pdf_of_the_same_content_is_drawn_again_for_somebody_else(
    assessment: Assessment, version: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(as_pdf, "is_possible", lambda: True)

    def draw(html: str) -> bytes:
        drawn.append(html)
        return b"%PDF"

    monkeypatch.setattr(as_pdf, "pdf_of", draw)
    for case in (assessment, store(version, CASE), assessment):
        as_pdf.write_pdf(Bundle(case))
    assert len(drawn) == 2
    assert drawn[0] == drawn[1]


def test_the_desk_counts_sorts_and_dates_by_what_is_shown(assessment: Assessment, version: RulesetVersion) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mentee = advisor(assessment, store(version, CASE))
        before = mentee.client().get(mentee.addresses[0]).context["lines"]
        clock.shift(timedelta(hours=1))
        for question in SENSITIVE:
            give(assessment, question, AnswerState.WITHHELD.value)
        hidden = mentee.client().get(mentee.addresses[0]).context["lines"]
        give(assessment, assessment.rules.questions_by_id["opt_peers"], "weak")
        shown = mentee.client().get(mentee.addresses[0]).context["lines"]
    assert hidden == before
    assert {line.answered for line in hidden} == {2}
    assert shown[0].consent.assessment == assessment
    assert shown[0].last_answer - before[0].last_answer == timedelta(hours=1)


def test_no_hidden_answer_is_even_read(assessment: Assessment) -> None:
    link, _ = links.make(assessment, label="Dana", days=30)
    assessment.answers.create(question=SENSITIVE[0].id, state=AnswerState.GIVEN, value={"of": "no form"})
    assert redacted_case(assessment, link).person.keys() == CASE["person"].keys()
