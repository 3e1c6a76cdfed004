"""A ruleset turned into read-only arrays, once.

Everything that the formulas look up - tables, curves, priors, weights, constants, switches - by name and as
NumPy arrays. Nothing here depends on a case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.conditions import FlagHolds, questions_in, walk
from careerpaths.scoring.parts.advice import Flag
from careerpaths.scoring.parts.numbers import LevelTable
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.tree.program import Program


@dataclass(frozen=True, kw_only=True, eq=False)
class Levels:
    """The possible answers to an unknown question, from worst to best, with their probabilities.

    `values` holds choice positions or numbers. Answers with prior probability 0 are left out: they cannot occur.
    Each is only equal to itself, so that its draws can be cached.
    """

    values: Array
    probabilities: Array

    @cached_property
    def cumulative(self) -> Array:
        """Upper ends of the levels on the unit interval, without the last, which is 1."""
        return np.cumsum(self.probabilities)[:-1]


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A ruleset ready for evaluation."""

    ruleset: Ruleset
    program: Program
    weights: Mapping[str, Array]  # goal -> what each criterion weighs, (criteria,), sum 1
    priors: Mapping[tuple[str, str], Levels]  # (question id, path or "person") -> levels
    worst_first: Mapping[str, tuple[int, ...]]  # question id -> positions of its choices, worst first
    neutrals: Mapping[str, float]  # question id -> stand-in for an unknown number
    dependence: float  # correlation of the unknown answers of one place, 0 for none
    site_questions: frozenset[str]  # the answers that go together
    asking_order: tuple[str, ...]  # question ids, each after the questions that its conditions read
    raising_order: tuple[str, ...]  # flag ids, each after the flags that its condition reads

    @property
    def numbers(self) -> Mapping[str, float]:
        """Every constant by its id. Units and sources are in the ruleset."""
        return self.program.numbers

    def without(self, *rules: str) -> "Compiled":
        """The same with these rules switched off."""
        return replace(self, program=self.program.without(*rules))


def compile_ruleset(ruleset: Ruleset) -> Compiled:
    """Turn a ruleset into arrays. The result is read-only and safe to share between threads."""
    program = Program(tree=ruleset.tree, off=frozenset(rule.id for rule in ruleset.rules if not rule.enabled))
    return Compiled(
        ruleset=ruleset,
        program=program,
        weights={goal: _frozen(weights) for goal, weights in program.weights.items()},
        priors={
            key: levels for question in ruleset.questions for key, levels in _priors(question, ruleset.tables_by_id)
        },
        worst_first={
            question.id: tuple(worst_first(question, ruleset.tables_by_id))
            for question in ruleset.questions
            if question.prior and question.prior.choices
        },
        neutrals={question.id: question.neutral.value for question in ruleset.questions if question.neutral},
        dependence=ruleset.sampling.dependence.strength.value,
        site_questions=frozenset(ruleset.sampling.dependence.questions),
        asking_order=_asking_order(ruleset.questions),
        raising_order=_raising_order(ruleset.flags),
    )


def _frozen(values: Iterable[float]) -> Array:
    array = np.array(list(values), dtype=np.float64)
    array.flags.writeable = False
    return array


def _priors(question: Question, tables: Mapping[str, LevelTable]) -> Iterable[tuple[tuple[str, str], Levels]]:
    """The levels of a question for each path that has it, or for every person.

    A person's choice question without a prior is uniform over its choices (decision model 3.8).
    """
    prior = question.prior
    if prior is None:
        if question.scope == "person" and question.id in tables and question.type == "single_choice":
            even = (1 / len(question.choices),) * len(question.choices)
            yield (question.id, "person"), _levels(worst_first(question, tables), even)
        return
    for key, pairs in prior.numbers.items():
        ordered = sorted(pair for pair in pairs if pair[1] > 0)
        yield (
            (question.id, key),
            Levels(values=_frozen(v for v, _ in ordered), probabilities=_frozen(p for _, p in ordered)),
        )
    for key, probabilities in prior.choices.items():
        yield (question.id, key), _levels(worst_first(question, tables), probabilities)


def _levels(positions: list[int], probabilities: Iterable[float]) -> Levels:
    by_position = list(probabilities)
    possible = [position for position in positions if by_position[position] > 0]
    return Levels(values=_frozen(possible), probabilities=_frozen(by_position[position] for position in possible))


def worst_first(question: Question, tables: Mapping[str, LevelTable]) -> list[int]:
    """Positions of the choices from worst to best; equal ones keep the order in which they are listed."""
    if question.worst_to_best:
        return [question.choice_ids.index(choice) for choice in question.worst_to_best]
    table = tables[question.id]
    values = [table.levels[choice] for choice in question.choice_ids]
    sign = 1.0 if table.ordering == "higher_is_better" else -1.0
    return sorted(range(len(values)), key=lambda position: sign * values[position])


def _asking_order(questions: Iterable[Question]) -> tuple[str, ...]:
    graph = {q.id: questions_in(q.show_if) | questions_in(q.applies_if) for q in questions}
    return tuple(TopologicalSorter(graph).static_order())


def _raising_order(flags: Iterable[Flag]) -> tuple[str, ...]:
    graph = {flag.id: {leaf.flag for leaf in walk(flag.when) if isinstance(leaf, FlagHolds)} for flag in flags}
    return tuple(TopologicalSorter(graph).static_order())


def with_emphasis(compiled: Compiled, factors: Mapping[str, float]) -> Compiled:
    """The same ruleset with the weights of some criteria multiplied, then rescaled to sum 1.

    Raises `ValueError` when nothing is left to weigh.
    """
    factor = np.array([factors.get(criterion, 1.0) for criterion in compiled.program.criteria])
    weights = {goal: own * factor for goal, own in compiled.weights.items()}
    if any(own.sum() <= 0 for own in weights.values()):
        raise ValueError("Leave at least one criterion with some weight.")
    return replace(compiled, weights={goal: own / own.sum() for goal, own in weights.items()})


def with_ranking(compiled: Compiled, ranking: Sequence[str]) -> Compiled:
    """The same ruleset with the mean weights of a person's own order of the criteria (rank-order centroid).

    Criteria that nobody is asked to rank keep their weight.
    """
    count = len(ranking)
    centroid = {c: sum(1 / k for k in range(place, count + 1)) / count for place, c in enumerate(ranking, start=1)}

    def ranked(weights: Array) -> Array:
        own = dict(zip(compiled.program.criteria, weights.tolist(), strict=True))
        left = 1 - sum(weight for criterion, weight in own.items() if criterion not in centroid)
        return np.array([centroid[c] * left if c in centroid else weight for c, weight in own.items()])

    return replace(compiled, weights={goal: ranked(own) for goal, own in compiled.weights.items()})
