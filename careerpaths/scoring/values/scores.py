"""The arithmetic: values, intervals and parts of every option of any number of cases.

`score` keeps the draws for the analysis; `expected_values` keeps only the means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array, Mask, row_means
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.tree.nodes import StillAheadNode
from careerpaths.scoring.tree.options import Options
from careerpaths.scoring.tree.points import HELD, ROUTE, most_points, points_of
from careerpaths.scoring.tree.run import Weights
from careerpaths.scoring.tree.valuing import Valued, goal_shares_of_people, value, weights_of_people
from careerpaths.scoring.values.adjustments import adjust_criterion, adjust_value
from careerpaths.scoring.values.filling import Draws, Extremes, Filler
from careerpaths.scoring.values.frame import Frame, frame_of

FEWER_DRAWS = 500  # enough for a difference under common draws; the headline uses the full number
ADJUSTMENTS = "adjustments"


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The values of all option rows of some cases, with their draws."""

    compiled: Compiled
    frame: Frame
    size: int  # how many ways of filling the unknown answers were tried
    valued: Valued
    draws: Array  # (rows, n) values; n is 1 where no row has an unknown answer
    parts: Mapping[str, Array]  # part of the value -> mean points, (rows,); with `held_back` they add up to the mean
    held_back: Mapping[str, Array]  # node -> points that it takes away, (rows,), never positive
    most: Mapping[str, Array]  # criterion -> points that its best level would bring, (rows,)
    lowest: Array  # (rows,) everything unknown at its worst
    highest: Array  # (rows,) and at its best
    goal_shares: Mapping[str, Array]  # goal -> how far it is each person's, (cases,)
    chance_too_late: Array  # (cases,) P(no time left to lead); 0 where no timeline was given

    @property
    def weights(self) -> Weights:
        """Of each row."""
        return self.valued.own.given

    @cached_property
    def mean(self) -> Array:
        """Expected value of each row, (rows,)."""
        return row_means(self.draws)

    @cached_property
    def mean_of_fewer(self) -> Array:
        """What `expected_values` says of the same rows with `FEWER_DRAWS`: fewer draws are the first of many."""
        return row_means(adjust_value(self.frame, self.valued.first(FEWER_DRAWS).values))

    @cached_property
    def excluded(self) -> Mask:
        """Rows with a deal-breaker (V01)."""
        return excluded_rows(self.frame)

    def values_with(self, weights: Weights) -> Array:
        """The values if these were the weights, (rows, n)."""
        return adjust_value(self.frame, self.valued.values_with(weights))

    def value_under(self, goal: str) -> Array:
        """Expected values if this were the only goal, (rows,)."""
        return self._under_each_goal[goal]

    @cached_property
    def _under_each_goal(self) -> Mapping[str, Array]:
        goals = self.compiled.program.goals
        only = {goal: {own: np.full((1, 1), float(own == goal)) for own in goals} for goal in goals}
        return {goal: row_means(self.values_with(replace(self.weights, goal_shares=only[goal]))) for goal in goals}


def excluded_rows(frame: Frame) -> Mask:
    """Rows with a deal-breaker (V01)."""
    held = [frame.holds(veto.when, "option") for veto in frame.compiled.ruleset.vetoes]
    return np.logical_or.reduce(held) if held else np.zeros(frame.rows, dtype=bool)


def score(compiled: Compiled, cases: Sequence[Case], draws: int | None = None) -> Scores:
    """Score every option of every case.

    `draws` is how many ways of filling the unknown answers are tried (default: the ruleset's number).
    """
    frame = frame_of(compiled, cases)
    size = draws or compiled.ruleset.sampling.draws
    valued = valued_options(frame, Draws(compiled.ruleset.sampling.stream, size))
    ends = adjust_value(frame, valued_options(frame, Extremes()).values)
    values = adjust_value(frame, valued.values)
    points = points_of(valued)
    return Scores(
        compiled=compiled,
        frame=frame,
        size=size,
        valued=valued,
        draws=values,
        parts={key: points.get(key, np.zeros(frame.rows)) for key in (*compiled.program.criteria, ROUTE)}
        | {ADJUSTMENTS: row_means(values - valued.values)},
        held_back={key.removeprefix(HELD): part for key, part in points.items() if key.startswith(HELD)},
        most=most_points(valued),
        lowest=ends.min(axis=1),
        highest=ends.max(axis=1),
        goal_shares=goal_shares_of_people(valued.options),
        chance_too_late=frame.facts["chance_too_late"],
    )


def _chance_too_late(options: Options) -> Array:
    """The chance that no time is left to lead, (cases,)."""
    program = options.program
    asked = [node.years for node in program.tree.nodes if isinstance(node, StillAheadNode)]
    return 1 - options.chance_ahead(program.numbers[asked[0]]) if asked else np.zeros(options.frame.cases)


def valued_options(frame: Frame, filler: Filler) -> Valued:
    """The options of a frame through the tree, with the gaps in their answers filled."""
    options = Options(program=frame.compiled.program, frame=frame, filler=filler)
    frame.facts["chance_too_late"] = _chance_too_late(options)
    adjusting = partial(adjust_criterion, frame) if frame.compiled.ruleset.adjustments else None
    return value(options, weights_of_people(options, frame.compiled.weights), adjusting)


def expected_values(compiled: Compiled, cases: Sequence[Case], draws: int) -> Array:
    """The expected value of every option row, (rows,), and nothing else: for comparing many cases quickly."""
    return row_means(drawn_values(compiled, cases, Draws(compiled.ruleset.sampling.stream, draws)).draws)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """The values of all option rows with what it takes to weigh them again: `Scores` without its parts and ends."""

    frame: Frame
    valued: Valued
    draws: Array  # (rows, n) values; n is 1 where no row has an unknown answer

    def values_with(self, weights: Weights) -> Array:
        """The values if these were the weights, (rows, n)."""
        return adjust_value(self.frame, self.valued.values_with(weights))


def drawn_values(compiled: Compiled, cases: Sequence[Case], draws: Draws) -> Drawn:
    """The values of every option row with these draws."""
    frame = frame_of(compiled, cases)
    valued = valued_options(frame, draws)
    return Drawn(frame=frame, valued=valued, draws=adjust_value(frame, valued.values))
