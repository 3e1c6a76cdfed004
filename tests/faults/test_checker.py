"""The checker finds the problems it is for."""

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import Answer, AnswerChange, AnswerState, Assessment
from careerpaths.models import RulesetVersion
from tests.faults.checker import half_published, lost_answers, tasks_left
from tests.faults.ledger import Ledger

CELL = ("known", "track_record")


@pytest.fixture
def stored(live_ruleset: RulesetVersion) -> Assessment:
    """Somebody whose stored answer is "some", which they had also given once before."""
    assessment = Assessment.objects.create(ruleset=live_ruleset, uid="known")
    assessment.answers.create(question="track_record", state=AnswerState.GIVEN, value="some")
    assessment.changes.create(question="track_record", answer="some")
    return assessment


def told(*sent: tuple[str, bool]) -> list[dict[str, Any]]:
    ledger = Ledger()
    for value, told in sent:
        ledger.note(CELL, value, told=told)
    return ledger.sent


@pytest.mark.parametrize(
    "sent",
    [
        [("some", True)],
        [("none", False), ("some", True)],
        [("some", True), ("none", False)],
        [("some", False)],
    ],
)
@pytest.mark.usefixtures("stored")
def test_the_last_saved_or_possibly_saved_answer_is_not_a_loss(sent: list[tuple[str, bool]]) -> None:
    assert list(lost_answers(told(*sent))) == []


@pytest.mark.parametrize(
    "before", [[("none", True)], [("some", True), ("none", True)], [("some", False), ("none", True)]]
)
@pytest.mark.usefixtures("stored")
def test_any_answer_other_than_the_last_saved_one_is_a_loss(before: list[tuple[str, bool]]) -> None:
    assert any("'some' is stored" in line for line in lost_answers(told(*before, ("none", True))))


def test_a_missing_answer_is_a_loss(stored: Assessment) -> None:
    stored.answers.all().delete()
    assert any("None is stored" in line for line in lost_answers(told(("some", True))))


def test_a_change_missing_from_the_history_is_a_loss(stored: Assessment) -> None:
    AnswerChange.objects.filter(assessment=stored).delete()
    assert any("is 0 times in the history" in line for line in lost_answers(told(("some", True))))


def test_not_sure_is_an_answer_too(stored: Assessment) -> None:
    Answer.objects.filter(assessment=stored).update(state=AnswerState.NOT_SURE, value=None)
    stored.changes.create(question="track_record", answer="not_sure")
    assert list(lost_answers(told(("not_sure", True)))) == []


def test_two_live_versions_or_a_changed_document_are_half_published(live_ruleset: RulesetVersion) -> None:
    assert list(half_published()) == []
    RulesetVersion.objects.filter(pk=live_ruleset.pk).delete()
    assert list(half_published()) == ["0 versions of the rules are live"]


@pytest.mark.django_db
def test_a_task_that_never_ended_or_was_started_twice_is_reported() -> None:
    for status, workers in (("RUNNING", ["one"]), ("SUCCESSFUL", ["one", "two"]), ("FAILED", ["one"])):
        DBTaskResult.objects.create(
            task_path="a.task",
            args_kwargs={"args": [], "kwargs": {}},
            status=status,
            worker_ids=workers,
            started_at=timezone.now(),
            backend_name="default",
        )
    assert sorted(tasks_left()) == ["task a.task is RUNNING", "task a.task was started 2 times"]
