"""Value of information: which unknown answer is worth finding out first (decision model 4.4)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from careerpaths.scoring.answers import Case, State
from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.findings.variations import (
    Cell,
    Variation,
    drawn_levels,
    leaders,
    levels_of,
    place_among,
    questions_that_count,
    winner,
)
from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.values.filling import Draws
from careerpaths.scoring.values.frame import UNANSWERED
from careerpaths.scoring.values.scores import Scores, drawn_values

WORTH_POINTS = 0.2  # below this the answer is not worth the effort for this choice (decision model 4.4)
BATCHES = 20  # of the draws, for the standard error
HARDLY_EVER = 0.01  # of the draws: an option that is best in fewer of them is out of the question
EVPI_DRAWS = 2000  # if the ceiling needs separate draws


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What it would be worth to know one unknown answer."""

    cell: Cell
    evppi: float  # expected gain in points from choosing with the answer known; never negative
    error: float  # its standard error
    chance_changes: float  # chance that the answer changes which option is first
    spread: float  # points: how far its possible answers move the comparison, as a standard deviation
    minutes: int | None  # to find it out; None for a question about oneself

    @property
    def worth_it(self) -> bool:
        return self.evppi >= max(WORTH_POINTS, 2 * self.error)

    @property
    def askable(self) -> bool:
        """Whether somebody else can tell: an answer about an option."""
        return self.cell.option is not None and self.minutes is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class ToFindOut:
    """What to ask first, and why those: one answer may change the choice, or only several together, or none."""

    first: tuple[Finding, ...]
    why: Literal["one_could", "together_could", "none_could"]

    @property
    def worth_it(self) -> int:
        """How many answers are worth finding out for the sake of the choice."""
        return 0 if self.why == "none_could" else len(self.first)


def to_find_out(found: Sequence[Finding], evpi: float) -> ToFindOut:
    """The answers to ask for, those worth most per minute first. With much unknown, no single answer changes the order,
    although all of them together may well do so: `evpi` tells. Then those come first that tell the most per minute.
    """
    askable = [finding for finding in found if finding.askable]
    if worth := tuple(finding for finding in askable if finding.worth_it):
        return ToFindOut(first=worth, why="one_could")
    telling = sorted((f for f in askable if f.spread > ALMOST), key=lambda f: -f.spread / (f.minutes or 1))
    return ToFindOut(first=tuple(telling), why="together_could" if evpi >= WORTH_POINTS else "none_could")


def findings(scores: Scores, varied: Iterable[Variation]) -> tuple[Finding, ...]:
    """The unknown answers in the order in which to find them out.

    Order: value per minute, then the chance that it changes the choice, then the order of the questions.
    Sensitive questions never take part, nor do answers about options that are out of the ranking.
    """
    ranked = ~scores.excluded
    if ranked.sum() < 2:
        return ()
    unknown = [v for v in varied if v.given is None and (v.cell.option is None or ranked[v.cell.option])]
    found = [_finding(scores, variation, ranked) for variation in unknown]
    return tuple(sorted(found, key=lambda finding: (_urgency(finding), place_among(scores, finding.cell))))


def _urgency(finding: Finding) -> tuple[float, float]:
    return (-finding.evppi / (finding.minutes or 1), -finding.chance_changes)


def _finding(scores: Scores, variation: Variation, ranked: Mask) -> Finding:
    order = leaders(scores)
    values = variation.values[:, ranked]
    chances = np.array([level.probability for level in variation.levels])
    changes = np.array([winner(level.values, order) != order[0] for level in variation.levels])
    question = scores.compiled.ruleset.questions_by_id[variation.cell.question]
    return Finding(
        cell=variation.cell,
        evppi=max(float(chances @ values.max(axis=1) - scores.mean[ranked].max()), 0.0),
        error=_standard_error(scores, variation, ranked) if changes.any() else 0.0,
        chance_changes=float(chances @ changes),
        spread=_spread(scores, variation, chances, order),
        minutes=question.find_out.minutes if question.find_out else None,
    )


def _spread(scores: Scores, variation: Variation, chances: Array, order: tuple[int, ...]) -> float:
    """Of the option's own value, none where it is hardly ever best; for an answer about the person, of the lead."""
    own = variation.cell.option
    if own is not None and (scores.draws[own] >= scores.draws[list(order)].max(axis=0)).mean() < HARDLY_EVER:
        return 0.0
    moved = variation.values[:, order[0]] - variation.values[:, order[1]] if own is None else variation.values[:, own]
    variance = float(chances @ moved**2 - (chances @ moved) ** 2)
    return math.sqrt(max(variance, 0.0))


def _standard_error(scores: Scores, variation: Variation, ranked: Mask) -> float:
    """Standard error of the EVPPI from batches of the draws."""
    levels = levels_of(scores, variation.cell)
    if levels is None or scores.draws.shape[1] == 1:
        return 0.0
    drawn = drawn_levels(scores, variation.cell, levels)
    size = scores.size // BATCHES
    values = scores.draws[ranked][:, : size * BATCHES].reshape(-1, BATCHES, size)
    at = drawn[: size * BATCHES].reshape(BATCHES, size)
    means = values.mean(axis=2)
    own = slice(None) if variation.cell.option is None else _place(ranked, variation.cell.option)
    gain = -means.max(axis=0)
    for level in range(len(levels.values)):
        inside = at == level
        count = inside.sum(axis=1)
        conditional = means.copy()
        conditional[own] = np.where(count, (values[own] * inside).sum(axis=-1) / np.maximum(count, 1), means[own])
        gain += count / size * conditional.max(axis=0)
    return float(gain.std(ddof=1) / np.sqrt(BATCHES))


def _place(ranked: Mask, option: int) -> int:
    """Position of an option among the ranked ones."""
    return int(ranked[:option].sum())


def total_evpi(scores: Scores, case: Case) -> float:
    """Expected gain in points if every unknown answer were known: the ceiling of all findings.

    What was not asked differs from option to option, although options of one path share its draws in comparisons.
    """
    ranked = ~scores.excluded
    if ranked.sum() < 2 or scores.draws.shape[1] == 1:
        return 0.0
    draws = scores.draws[ranked]
    if _share_draws(scores, ranked):
        own = Draws(scores.compiled.ruleset.sampling.stream, min(scores.size, EVPI_DRAWS))
        draws = drawn_values(scores.compiled, [_apart(scores, case)], own).draws[ranked]
    return max(float(draws.max(axis=0).mean() - draws.mean(axis=1).max()), 0.0)


def _share_draws(scores: Scores, ranked: Mask) -> bool:
    """Whether two ranked options have the same question open on the same path."""
    frame = scores.frame
    return any(
        np.bincount(frame.path[ranked & (frame.columns[question].state == UNANSWERED)], minlength=1).max() > 1
        for question in questions_that_count(scores.compiled, "option")
    )


def _apart(scores: Scores, case: Case) -> Case:
    """The case with separate draws for every open answer of an option."""
    columns, open_ones = scores.frame.columns, questions_that_count(scores.compiled, "option")
    return replace(
        case,
        options=tuple(
            replace(
                option,
                answers={
                    **option.answers,
                    **{q: State.NOT_SURE for q in open_ones if columns[q].state[n] == UNANSWERED},
                },
            )
            for n, option in enumerate(case.options)
        ),
    )
