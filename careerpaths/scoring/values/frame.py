"""Cases as columns: every answer of every person and option, ready for array operations.

Options of all cases are stacked as rows. A column holds, for each person or each option row, the
state of one answer and its value: the position of the choice, or the number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import methodcaller
from typing import Any

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.answers import Answer, Case, State
from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.conditions import (
    PERSON_FACTS,
    AllOf,
    Always,
    AnswerIn,
    AnswerWithin,
    AnyOf,
    AnyOptionAnswer,
    AnyOptionPath,
    AtLeastOf,
    Condition,
    DetailsOpened,
    FactWithin,
    FlagHolds,
    PathIn,
)
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import PATHS, Scope

ABSENT, UNANSWERED, NOT_SURE, WITHHELD, GIVEN = range(5)
"""States of an answer. Absent: the question does not exist for this option or has become irrelevant.

What lies between absent and given is unknown.
"""

SAID_UNKNOWN = {"not_sure": (NOT_SURE,), "unanswered": (UNANSWERED, WITHHELD), "answered": (GIVEN,)}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One question's answers."""

    state: npt.NDArray[np.int8]  # (n,)
    value: Array  # (n,) choice position or number; NaN where there is none

    @cached_property
    def given(self) -> Mask:
        return np.equal(self.state, GIVEN)

    @cached_property
    def unknown(self) -> Mask:
        """Where the answer has to be assumed."""
        return np.logical_and(self.state > ABSENT, self.state < GIVEN)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """All answers of some cases."""

    compiled: Compiled
    cases: int
    case_of_row: npt.NDArray[np.intp]  # (rows,)
    option_ids: tuple[str, ...]
    option_seeds: tuple[str, ...]  # what draws and ties depend on
    path: npt.NDArray[np.int8]  # (rows,) position in PATHS
    columns: Mapping[str, Column]  # question id -> column over cases (person) or rows (option)
    facts: dict[str, Array] = field(default_factory=dict)  # figures for conditions, over cases or rows
    flags: dict[str, Mask] = field(default_factory=dict)
    details: bool = False  # whether the person opened the detailed questions

    @property
    def rows(self) -> int:
        return len(self.option_ids)

    @cached_property
    def seed_of_row(self) -> npt.NDArray[np.intp]:
        """A number for each row, the same where the option's seed is the same, (rows,)."""
        numbers = {seed: n for n, seed in enumerate(dict.fromkeys(self.option_seeds))}
        return np.array([numbers[seed] for seed in self.option_seeds], dtype=np.intp)

    @cached_property
    def draws_of_row(self) -> npt.NDArray[np.intp]:
        """A number for each row, the same where answers that are not sure have the same draws, (rows,)."""
        return (1 + self.seed_of_row) * len(PATHS) + self.path

    def scope_of(self, question: str) -> Scope:
        return self.compiled.ruleset.questions_by_id[question].scope

    def on_path(self, *paths: str) -> Mask:
        """Rows whose option is of one of these kinds."""
        return np.array([path in paths for path in PATHS])[self.path]

    def holds_choice(self, question: str, choice: str) -> Mask:
        """Where this choice was given."""
        return self._answer_in(AnswerIn(question=question, choices=(choice,)))

    def number(self, question: str) -> Array:
        """The numbers given, with the neutral number where one is defined, else NaN."""
        column = self.columns[question]
        neutral = self.compiled.neutrals.get(question, np.nan)
        return np.where(column.given, column.value, neutral)

    def any_in_case(self, rows: Mask) -> Mask:
        """Cases that have such a row."""
        return np.bincount(self.case_of_row, weights=rows, minlength=self.cases) > 0

    def holds(self, condition: Condition, scope: Scope) -> Mask:  # noqa: C901 - one case for each kind of condition
        """Where the condition holds: shape (cases,) for the scope person, (rows,) for option."""
        match condition:
            case Always():
                return self._all_true(scope)
            case DetailsOpened():
                return self._all_true(scope) & self.details
            case AllOf():
                return reduce(np.logical_and, (self.holds(part, scope) for part in condition.all))
            case AnyOf():
                return reduce(np.logical_or, (self.holds(part, scope) for part in condition.any))
            case AtLeastOf():
                return np.sum([self.holds(part, scope) for part in condition.of], axis=0) >= condition.count
            case PathIn():
                return self.on_path(*condition.path)
            case AnyOptionPath():
                return self._spread(self.any_in_case(self.on_path(*condition.any_option_path)), "person", scope)
            case AnyOptionAnswer():
                return self._spread(self.any_in_case(self.holds(condition.any_option, "option")), "person", scope)
            case FlagHolds():
                held = self.flags[condition.flag]
                return self._spread(held, self.compiled.ruleset.flags_by_id[condition.flag].scope, scope)
            case FactWithin():
                return self._fact(condition, scope)
            case AnswerIn():
                return self._spread(self._answer_in(condition), self.scope_of(condition.question), scope)
            case AnswerWithin():
                return self._spread(self._answer_within(condition), self.scope_of(condition.question), scope)

    def _all_true(self, scope: Scope) -> Mask:
        return np.ones(self.cases if scope == "person" else self.rows, dtype=bool)

    def _spread(self, mask: Mask, own: Scope, wanted: Scope) -> Mask:
        """A person's mask repeated for each of their options; an option's mask gathered per person."""
        if own == wanted:
            return mask
        return mask[self.case_of_row] if own == "person" else self.any_in_case(mask)

    def _answer_in(self, condition: AnswerIn) -> Mask:
        column = self.columns[condition.question]
        question = self.compiled.ruleset.questions_by_id[condition.question]
        mask = np.zeros(column.state.shape, dtype=bool)
        for choice in condition.choices:
            if choice in SAID_UNKNOWN and choice not in question.choice_ids:
                for state in SAID_UNKNOWN[choice]:
                    mask |= column.state == state
            else:
                mask |= column.given & (column.value == question.choice_ids.index(choice))
        return mask

    def _answer_within(self, condition: AnswerWithin) -> Mask:
        column = self.columns[condition.question]
        return column.given & within(condition, column.value)

    def _fact(self, condition: FactWithin, scope: Scope) -> Mask:
        values = self.facts[condition.fact]
        mask = np.ones(values.shape, dtype=bool)
        if condition.below is not None:
            mask &= values < condition.below
        if condition.at_least is not None:
            mask &= values >= condition.at_least
        own: Scope = "person" if condition.fact in PERSON_FACTS else "option"
        return self._spread(mask, own, scope)


def within(condition: AnswerWithin, values: Array) -> Mask:
    """Which of these numbers keep the condition's bounds; NaN, where there is none, keeps no bound."""
    mask = np.ones(values.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        if condition.below is not None:
            mask &= values < condition.below
        if condition.at_most is not None:
            mask &= values <= condition.at_most
        if condition.at_least is not None:
            mask &= values >= condition.at_least
    return mask


def frame_of(compiled: Compiled, cases: Sequence[Case]) -> Frame:
    """The cases as columns, with the answers that became irrelevant set aside."""
    frame = raw_frame(compiled, cases)
    columns = dict(frame.columns)
    current = replace(frame, columns=columns)
    for question_id in compiled.asking_order:
        question = compiled.ruleset.questions_by_id[question_id]
        if isinstance(question.applies_if, Always) and not question.paths:
            continue
        applies = current.holds(question.applies_if, question.scope) & has_question(current, question)
        if not applies.all():
            column = columns[question_id]
            columns[question_id] = Column(state=np.where(applies, column.state, np.int8(ABSENT)), value=column.value)
    return current


def raw_frame(compiled: Compiled, cases: Sequence[Case], details: bool = False) -> Frame:
    """The cases as columns, every answer as it was given."""
    options = [(n, option) for n, case in enumerate(cases) for option in case.options]
    people = [case.person for case in cases]
    rows = [option.answers for _, option in options]
    return Frame(
        compiled=compiled,
        cases=len(cases),
        case_of_row=np.array([n for n, _ in options], dtype=np.intp),
        option_ids=tuple(option.id for _, option in options),
        option_seeds=tuple(option.draws_as for _, option in options),
        path=np.array([PATHS.index(option.path) for _, option in options], dtype=np.int8),
        columns={**_columns(compiled, "person", people), **_columns(compiled, "option", rows)},
        details=details,
    )


def has_question(frame: Frame, question: Question) -> Mask:
    """Persons, or option rows whose kind of option has the question."""
    if question.scope == "person" or not question.paths:
        return np.ones(frame.cases if question.scope == "person" else frame.rows, dtype=bool)
    return frame.on_path(*question.paths)


_MARK = -1e300  # times a state marks an answer without a number, far below any possible number
MARKS: Mapping[Answer | None, float] = {
    None: _MARK * UNANSWERED,
    State.NOT_SURE: _MARK * NOT_SURE,
    State.WITHHELD: _MARK * WITHHELD,
}


def _columns(compiled: Compiled, scope: Scope, answers: Sequence[Mapping[str, Answer]]) -> dict[str, Column]:
    """The columns of all questions of one scope, made in one array: for one person the calls are what costs."""
    questions = [question for question in compiled.ruleset.questions if question.scope == scope]
    marked = np.array([_marked(question, answers) for question in questions], dtype=np.float64)
    has_number = marked > _MARK / 2
    state = np.where(has_number, GIVEN, marked / _MARK).astype(np.int8)
    value = np.where(has_number, marked, np.nan)
    return {question.id: Column(state=state[n], value=value[n]) for n, question in enumerate(questions)}


def _marked(question: Question, answers: Sequence[Mapping[str, Answer]]) -> list[Any]:
    """One look-up for each answer: with many cases most of the time goes by here."""
    found = map(methodcaller("get", question.id), answers)
    if question.type == "ranking":
        return [MARKS.get(answer, _MARK * GIVEN) for answer in found]
    if question.choices:
        number: dict[Answer | None, float] = {choice: float(n) for n, choice in enumerate(question.choice_ids)}
        number |= MARKS
        return [number[answer] for answer in found]
    return [MARKS.get(answer, answer) for answer in found]
