"""A ruleset turned into read-only arrays, once.

Everything that the formulas look up - tables, curves, priors, weights, constants, switches - by name and as
NumPy arrays. Nothing here depends on a case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.conditions import FlagHolds, questions_in, walk
from careerpaths.scoring.parts.advice import Flag
from careerpaths.scoring.parts.numbers import CRITERIA, Curve, LevelTable
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import Quantity

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Constants:
    """Every scalar of the rules, the criteria and the timeline. Units and sources are in the ruleset."""

    # composition of the criteria (decision model 3.4)
    mentor_share: float
    safety_core_mentor: float
    publish_share: float
    sus_structure: float
    sus_company: float
    sus_income: float
    timing_unknown: float
    # rules (decision model 3.6)
    lead_view_from: float
    contributor_view_below: float
    short_horizon_years: float
    agenda_unknown: float
    surround_floor: float
    freedom_kink: float
    freedom_floor: float
    structure_sub: float
    runway_floor: float
    practice_floor: float
    supplement_max: float
    cap_own: float
    cap_people: float
    stage_within_2y: float
    stage_later: float
    stage_horizon: float
    stage_time_penalty: float
    phd_after_base: float
    phd_after_publish: float
    phd_after_letter: float
    phd_after_track: float
    phd_after_cap: float
    motivation_floor: float
    readiness_floor: float
    route_weight: float
    first_from: float
    leans_from: float
    # timeline (decision model 5)
    credit_per_year: float
    credit_max: float
    horizon_years: float


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A piecewise linear function; flat beyond its ends."""

    xs: Array
    ys: Array

    def __call__(self, x: Array) -> Array:
        return np.interp(x, self.xs, self.ys)


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A ruleset ready for evaluation."""

    ruleset: Ruleset
    constants: Constants
    lead_weights: Array  # (7,) in the order of CRITERIA, sum 1
    contributor_weights: Array  # (7,)
    tables: Mapping[str, Array]  # table id -> value by choice position
    lines: Mapping[str, _Line]  # curve id -> function
    priors: Mapping[tuple[str, str], Levels]  # (question id, path or "person") -> levels
    worst_first: Mapping[str, tuple[int, ...]]  # question id -> positions of its choices, worst first
    neutrals: Mapping[str, float]  # question id -> stand-in for an unknown number
    on: frozenset[str]  # ids of the rules that are switched on
    dependence: float  # correlation of the unknown answers of one place, 0 for none
    site_questions: frozenset[str]  # the answers that go together
    asking_order: tuple[str, ...]  # question ids, each after the questions that its conditions read
    raising_order: tuple[str, ...]  # flag ids, each after the flags that its condition reads
    lead_years: tuple[Array, Array]  # years to become a lead and their probabilities


def compile_ruleset(ruleset: Ruleset) -> Compiled:
    """Turn a ruleset into arrays. The result is read-only and safe to share between threads."""
    tables = {table.id: _by_position(ruleset, table) for table in ruleset.tables}
    return Compiled(
        ruleset=ruleset,
        constants=_constants(ruleset),
        lead_weights=_frozen([ruleset.criteria_by_id[k].weights.lead for k in CRITERIA]),
        contributor_weights=_frozen([ruleset.criteria_by_id[k].weights.contributor for k in CRITERIA]),
        tables=tables,
        lines={curve.id: _line(curve) for curve in ruleset.curves},
        priors={
            key: levels for question in ruleset.questions for key, levels in _priors(question, ruleset.tables_by_id)
        },
        worst_first={
            question.id: tuple(worst_first(question, ruleset.tables_by_id))
            for question in ruleset.questions
            if question.prior and question.prior.choices
        },
        neutrals={question.id: question.neutral.value for question in ruleset.questions if question.neutral},
        on=frozenset(rule.id for rule in ruleset.rules if rule.enabled),
        dependence=ruleset.sampling.dependence.strength.value,
        site_questions=frozenset(ruleset.sampling.dependence.questions),
        asking_order=_asking_order(ruleset.questions),
        raising_order=_raising_order(ruleset.flags),
        lead_years=(
            _frozen([years for years, _ in ruleset.timeline.lead_years]),
            _frozen([probability for _, probability in ruleset.timeline.lead_years]),
        ),
    )


def _frozen(values: Iterable[float]) -> Array:
    array = np.array(list(values), dtype=np.float64)
    array.flags.writeable = False
    return array


def _constants(ruleset: Ruleset) -> Constants:
    owners: list[Mapping[str, Quantity]] = [criterion.constants for criterion in ruleset.criteria]
    owners += [rule.constants for rule in ruleset.rules]
    owners.append(ruleset.timeline.constants)
    values = {name: quantity.value for owner in owners for name, quantity in owner.items()}
    return Constants(**{field.name: values[field.name] for field in fields(Constants)})


def _by_position(ruleset: Ruleset, table: LevelTable) -> Array:
    return _frozen(table.levels[choice] for choice in ruleset.questions_by_id[table.question].choice_ids)


def _line(curve: Curve) -> _Line:
    return _Line(xs=_frozen(x for x, _ in curve.points), ys=_frozen(y for _, y in curve.points))


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
    factor = np.array([factors.get(criterion, 1.0) for criterion in CRITERIA])
    lead, contributor = compiled.lead_weights * factor, compiled.contributor_weights * factor
    if lead.sum() <= 0 or contributor.sum() <= 0:
        raise ValueError("Leave at least one criterion with some weight.")
    return replace(compiled, lead_weights=lead / lead.sum(), contributor_weights=contributor / contributor.sum())


def with_ranking(compiled: Compiled, ranking: Sequence[str]) -> Compiled:
    """The same ruleset with the mean weights of a person's own order of the criteria (rank-order centroid).

    Timing, which nobody is asked to rank, keeps its weight.
    """
    count = len(ranking)
    centroid = {c: sum(1 / k for k in range(place, count + 1)) / count for place, c in enumerate(ranking, start=1)}

    def ranked(weights: Array) -> Array:
        timing = weights[CRITERIA.index("timing")]
        return np.array([timing if c == "timing" else centroid[c] * (1 - timing) for c in CRITERIA])

    lead, contributor = ranked(compiled.lead_weights), ranked(compiled.contributor_weights)
    return replace(compiled, lead_weights=lead, contributor_weights=contributor)
