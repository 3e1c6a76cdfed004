"""What a ruleset really reads, found by trying it out: many made-up people, one answer or one table changed at a time.
Nothing here trusts what a ruleset says about itself. A part that moves no value, no exclusion, no warning, no wording,
no step of the plan and no other question has no effect.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.answers import Answer, Case, OptionCase, State
from careerpaths.scoring.arrays import row_means
from careerpaths.scoring.checks.conditions import every_condition
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.conditions import AnswerIn, AnswerWithin
from careerpaths.scoring.findings.robustness import acceptability
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.advice import raise_flags
from careerpaths.scoring.values.filling import Draws
from careerpaths.scoring.values.frame import Frame, raw_frame
from careerpaths.scoring.values.scores import drawn_values, excluded_rows, score

FEW, MANY = 20, 1000  # made-up people: at first, and where among the few nothing moved
GIVEN = 0.85  # chance that one of them answers a question
DRAWS, RANKED_DRAWS = 2, 100

Effect = list[npt.NDArray[np.generic]]
Possible = Mapping[str, Sequence[Answer]]
Tried = tuple[Sequence[Case], Effect]
Trial = Callable[[Compiled, Sequence[Case]], Iterable[Effect]]


def made_up(ruleset: Ruleset, count: int) -> list[Case]:
    """People with three options who answer at random, always the same ones."""
    chance, possible = random.Random(0), answers_to_all(ruleset)  # noqa: S311 - no secret: the same people each time
    return [_person(ruleset, possible, chance) for _ in range(count)]


@dataclass(frozen=True)
class Probe:
    """A ruleset to try out. Its unchanged results are computed once."""

    compiled: Compiled

    def idle_questions(self) -> list[str]:
        """Questions whose answer changes nothing. What a condition asks for is read by it."""
        places = every_condition(self.compiled.ruleset)
        read = {place.condition.question for place in places if isinstance(place.condition, AnswerIn | AnswerWithin)}
        others = [q for q in self.compiled.ruleset.questions if q.tier != "setup" and q.id not in read]
        return [question.id for question in others if not self._moves(partial(_answered, question))]

    def idle_tables(self) -> list[str]:
        """Tables whose numbers nothing reads."""
        return [table for table in self.compiled.ruleset.tables_by_id if not self._moves(partial(_other_scale, table))]

    def idle_curves(self) -> list[str]:
        """Curves whose points nothing reads."""
        return [curve for curve in self.compiled.ruleset.curves_by_id if not self._moves(partial(_other_scale, curve))]

    def differs_from(self, other: Compiled) -> bool:
        """Whether another ruleset with the same questions comes to anything else."""
        return self._moves(lambda _, cases: [effect_of(other, cases)])

    def _moves(self, trial: Trial) -> bool:
        """Whether a change shows: among few people, or else among many."""
        return any(_differ(before, after) for cases, before in self._tries() for after in trial(self.compiled, cases))

    def _tries(self) -> Iterator[Tried]:
        yield self._few
        yield self._many

    @cached_property
    def _few(self) -> Tried:
        return self._tried(FEW)

    @cached_property
    def _many(self) -> Tried:
        return self._tried(MANY)

    def _tried(self, count: int) -> Tried:
        cases = made_up(self.compiled.ruleset, count)
        return cases, effect_of(self.compiled, cases)


# --- one change at a time -------------------------------------------------------------------------------------------


def _answered(question: Question, compiled: Compiled, cases: Sequence[Case]) -> Iterator[Effect]:
    """What comes out if everybody gives one and the same answer to the question."""
    if question.type == "ranking":
        yield from _ranked(question, compiled, cases)
        return
    for answer in answers_to_all(compiled.ruleset)[question.id]:
        yield effect_of(compiled, [_with(case, question, answer) for case in cases])


def _ranked(question: Question, compiled: Compiled, cases: Sequence[Case]) -> Iterator[Effect]:
    """An order of the criteria moves what comes first by that order: it is compared with its reverse."""
    orders = question.choice_ids, question.choice_ids[::-1]
    for case in cases[:FEW]:
        first, last = (replace(case, person={**case.person, question.id: order}) for order in orders)
        scores = score(compiled, [first], RANKED_DRAWS)
        try:
            ranks = [acceptability(scores, each, "ranking").ranks for each in (first, last)]
        except ValueError:  # the engine asks for an order under another name
            return
        if not np.array_equal(ranks[0], ranks[1]):
            yield []  # differs from every effect


def _other_scale(scale: str, compiled: Compiled, cases: Sequence[Case]) -> Iterator[Effect]:
    """What comes out if all its numbers are half of what they are."""
    yield effect_of(replace(compiled, program=compiled.program.with_half(scale)), cases)


def effect_of(compiled: Compiled, cases: Sequence[Case]) -> Effect:
    """Everything that answers can move: values, exclusion, warnings and their wording, the plan, what is asked."""
    drawn = drawn_values(compiled, cases, Draws(compiled.ruleset.sampling.stream, DRAWS))
    frame, ruleset = drawn.frame, compiled.ruleset
    raise_flags(frame)
    frame.facts["open_questions"] = np.ones(frame.cases)
    said = [frame.holds(variant.when, flag.scope) for flag in ruleset.flags for variant in flag.variants]
    planned = [frame.holds(item.when, "option") for item in ruleset.plan]
    return [
        row_means(drawn.draws),
        excluded_rows(frame),
        *frame.flags.values(),
        *said,
        *planned,
        *_asked(compiled, cases),
    ]


def _asked(compiled: Compiled, cases: Sequence[Case]) -> Iterator[npt.NDArray[np.bool_]]:
    frame: Frame = raw_frame(compiled, cases, details=True)
    return (frame.holds(question.show_if, question.scope) for question in compiled.ruleset.questions)


def _differ(before: Effect, after: Effect) -> bool:
    return len(before) != len(after) or not all(map(np.array_equal, before, after))


# --- the made-up people ---------------------------------------------------------------------------------------------


def _person(ruleset: Ruleset, possible: Possible, chance: random.Random) -> Case:
    options = [
        OptionCase(id=str(n), path=path, answers=_answers(ruleset, possible, chance, path))
        for n, path in enumerate(chance.sample(PATHS, 3))
    ]
    return Case(person=_answers(ruleset, possible, chance), options=tuple(options))


def _answers(ruleset: Ruleset, possible: Possible, chance: random.Random, path: str = "") -> Mapping[str, Answer]:
    """About an option of this kind, or without one about the person."""
    scope = "option" if path else "person"
    return {
        question.id: chance.choice(possible[question.id])
        for question in ruleset.questions
        if question.scope == scope and question.id in possible and (not path or question.has_path(path))
        if chance.random() < GIVEN
    }


def _with(case: Case, question: Question, answer: Answer) -> Case:
    if question.scope == "person":
        return replace(case, person={**case.person, question.id: answer})
    options = [
        replace(option, answers={**option.answers, question.id: answer}) if question.has_path(option.path) else option
        for option in case.options
    ]
    return replace(case, options=tuple(options))


def answers_to_all(ruleset: Ruleset) -> Possible:
    """What may be answered: each choice, or numbers on either side of every bound that a condition names."""
    bounds: dict[str, set[float]] = {}
    for place in every_condition(ruleset):
        if isinstance(said := place.condition, AnswerWithin):
            named = {bound for bound in (said.below, said.at_least, said.at_most) if bound is not None}
            bounds.setdefault(said.question, set()).update(named)
    asked = (question for question in ruleset.questions if question.type != "ranking" and question.id != "opt_path")
    return {question.id: _possible(question, bounds.get(question.id, set())) for question in asked}


def _possible(question: Question, bounds: set[float]) -> list[Answer]:
    given: list[Answer] = list(question.choice_ids)
    if not given:
        low, high = question.min or 0.0, question.max or 0.0
        marks = sorted({low, high, *(bound for bound in bounds if low <= bound <= high)})
        given = [*marks, *((one + other) / 2 for one, other in pairwise(marks))]
    return [*given, State.NOT_SURE] if question.not_sure else given
