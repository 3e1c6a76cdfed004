"""The only writers of answers. Each checks the answer against the assessment's own ruleset before it writes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import NAME_LENGTH, Answer, AnswerChange, AnswerState, Assessment, Option, new_uid
from assessments.wording.form_with_faults import Refused
from assessments.wording.typed import one_line
from careerpaths.scoring.answers import (
    TIMELINE_QUESTIONS,
    Case,
    State,
    case_document,
    plain,
    read_answer,
    readable_case,
)
from careerpaths.scoring.answers import Answer as Given
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.parts.questions import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One way to read what was typed, to be confirmed with a button."""

    label: str
    typed: str  # text with only this reading


class AnswerRefused(Refused):
    """An answer that cannot be saved, with one sentence for the field, and its possible readings."""

    def __init__(self, sentence: str, readings: tuple[Reading, ...] = ()) -> None:
        self.readings = readings
        super().__init__(sentence)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAnswer:
    """An answer on its way in; `value` None clears it."""

    question: Question
    option: Option | None
    value: Given | None


def checked_answer(question: Question, value: Any, person: Mapping[str, Any]) -> Given:
    """The answer as the engine reads it. Raises `AnswerRefused`.

    `person` holds the present answers about the person: timelines may not fall.
    """
    try:
        answer = read_answer(question, value)
    except ValueError as error:
        raise AnswerRefused(str(error)) from error
    if question.id in TIMELINE_QUESTIONS and isinstance(answer, float):
        _check_timeline(question.id, answer, person)
    return answer


def _check_timeline(question: str, value: float, person: Mapping[str, Any]) -> None:
    place = TIMELINE_QUESTIONS.index(question)
    before = [person[key] for key in TIMELINE_QUESTIONS[:place] if isinstance(person.get(key), int | float)]
    after = [person[key] for key in TIMELINE_QUESTIONS[place + 1 :] if isinstance(person.get(key), int | float)]
    if before and value < max(before):
        raise AnswerRefused(
            _("Enter %(number)g or more: a longer time cannot be less likely than the shorter one.")
            % {"number": max(before)}
        )
    if after and value > min(after):
        raise AnswerRefused(
            _("Enter %(number)g or less: a shorter time cannot be more likely than the longer one.")
            % {"number": min(after)}
        )


@transaction.atomic
def save_answer(assessment: Assessment, answers: Iterable[NewAnswer]) -> None:
    """Write some answers independently: what other tabs wrote elsewhere stays."""
    for new in answers:
        about: dict[str, Any] = {"assessment": assessment, "option": new.option, "question": new.question.id}
        if new.value is None:
            Answer.objects.filter(**about).delete()
        else:
            Answer.objects.update_or_create(**about, defaults=_stored(new.value))
        AnswerChange.objects.create(**about, answer=None if new.value is None else plain(new.value))
    Assessment.objects.filter(pk=assessment.pk).update(updated_at=timezone.now())


def _stored(answer: Given) -> dict[str, Any]:
    if isinstance(answer, State):
        return {"state": AnswerState(answer.value), "value": None}
    return {"state": AnswerState.GIVEN, "value": plain(answer)}


def document_of(
    assessment: Assessment, options: Iterable[Option] | None = None, among: QuerySet[Answer] | None = None
) -> dict[str, Any]:
    """The assessment in the case format, from two queries; from one where its present `options` are known.

    `among` are the answers to read, if not all.
    """
    options = list(assessment.options.present() if options is None else options)
    person: dict[str, Any] = {}
    of_option: dict[int, dict[str, Any]] = {option.pk: {} for option in options}
    given = assessment.answers.all() if among is None else among
    for option_pk, question, state, stored in given.values_list("option", "question", "state", "value"):
        value = stored if state == AnswerState.GIVEN else state
        if option_pk is None:
            person[question] = value
        elif option_pk in of_option:
            of_option[option_pk][question] = value
    return {
        "person": person,
        "options": [
            {
                "id": option.uid,
                "seed": option.seed,
                "name": option.name,
                "path": option.path,
                "answers": of_option[option.pk],
            }
            for option in options
        ],
    }


def stored_case(assessment: Assessment, document: dict[str, Any] | None = None) -> Case:
    """The assessment as the engine reads it, without answers that its ruleset does not know."""
    return readable_case(assessment.rules, document or document_of(assessment))


@transaction.atomic
def copy_answers(source: Option, target: Option) -> None:
    """Give one option the answers of another."""
    copies = [
        Answer(assessment=target.assessment, option=target, question=a.question, state=a.state, value=a.value)
        for a in source.answers.all()
    ]
    Answer.objects.bulk_create(copies)


@transaction.atomic
def fill(assessment: Assessment, case: Case, *, keep_seeds: bool = True) -> dict[str, Option]:
    """Give an empty assessment the options and answers of a case. Returns the options by their ids in the case.

    Addresses are always new. With its seeds kept, the case has the same result here.
    """
    rows = _rows(assessment, None, case.person)
    options = {}
    for place, given in enumerate(case.options):
        seed = given.draws_as if keep_seeds else new_uid()
        name = one_line(given.name)[:NAME_LENGTH]
        option = assessment.options.create(seed=seed, name=name, path=given.path, position=place)
        options[given.id] = option
        rows += _rows(assessment, option, given.answers)
    Answer.objects.bulk_create(rows)
    return options


def _rows(assessment: Assessment, option: Option | None, answers: Mapping[str, Given]) -> list[Answer]:
    return [
        Answer(assessment=assessment, option=option, question=question, **_stored(answer))
        for question, answer in answers.items()
    ]


def memory_key(compiled: Compiled, case: Case, readers: str) -> str:
    """SHA-256 of who it is for and everything the analysis depends on."""
    document = json.dumps(case_document(case), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{readers}\n{compiled.ruleset.digest}\n{document}".encode()).hexdigest()
