"""What would change the order: tornado, tipping points, weights and switches (decision model 4.2, 4.3, 4.5)."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.variations import Cell, Value, Variation, leaders, place_among, values_with, winner
from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.values.adjustments import adjust_value
from careerpaths.scoring.values.scores import FEWER_DRAWS, Scores, expected_values

MOST_TIPPING_POINTS = 3
USUAL_STEP = 0.1  # hours and years: how exactly the tipping point of a number is found (decision model 4.3)
STEP_OF = {"%": 1.0, "months": 1.0}  # finer would look exact


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """How far one answer moves the lead of the first option over the second."""

    cell: Cell
    given: Value | None
    low: float  # least lead in points over the levels tried
    high: float  # greatest lead
    low_answer: Value
    high_answer: Value

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def crosses(self) -> bool:
        """Whether the order of the two turns somewhere on the bar."""
        return self.low < 0 < self.high


@dataclass(frozen=True, kw_only=True, slots=True)
class TippingPoint:
    """The smallest change of one answer that puts another option first."""

    cell: Cell
    before: Value
    after: Value
    steps: int  # levels between the two
    first: str  # id of the option that would then be first


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightTippingPoint:
    """The smallest change of one weight, the others rescaled, that puts another option first."""

    criterion: str
    before: float
    after: float
    first: str


SwitchName = Literal["route_off", "caps_off", "equal_weights", "contributor_view"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """What comes out first when one part of the method is switched."""

    name: SwitchName
    first: str
    changes: bool
    values: tuple[float, ...]


def tornado(scores: Scores, varied: Iterable[Variation]) -> tuple[Bar, ...]:
    """Bars of the difference between first and second, widest first.

    An unknown answer spans all its levels, a given one a step either way. Bars of no width are left out.
    """
    order = leaders(scores)
    if len(order) < 2:
        return ()
    bars = (_bar(variation, order[0], order[1]) for variation in varied)
    wide = (bar for bar in bars if bar.width > ALMOST)
    return tuple(sorted(wide, key=lambda bar: (-bar.width, place_among(scores, bar.cell))))


def _bar(variation: Variation, first: int, second: int) -> Bar:
    levels = variation.levels
    if variation.position is not None:
        levels = levels[max(variation.position - 1, 0) : variation.position + 2]
    leads = [float(level.values[first] - level.values[second]) for level in levels]
    least, most = int(np.argmin(leads)), int(np.argmax(leads))
    return Bar(
        cell=variation.cell,
        given=variation.given,
        low=leads[least],
        high=leads[most],
        low_answer=levels[least].answer,
        high_answer=levels[most].answer,
    )


def tipping_points(scores: Scores, case: Case, varied: Iterable[Variation]) -> tuple[TippingPoint, ...]:
    """The nearest single-answer changes that put another option first; empty when no single answer does.

    Only answers that were given are changed; what unknown ones could do is the matter of `information`.
    """
    order = leaders(scores)
    if len(order) < 2:
        return ()
    given = (variation for variation in varied if variation.position is not None)
    found = [point for variation in given for point in _tips(scores, order, variation)]
    nearest = sorted(found, key=lambda point: (point.steps, place_among(scores, point.cell)))[:MOST_TIPPING_POINTS]
    return tuple(_sharpened(scores, case, point) for point in nearest)


def _tips(scores: Scores, order: tuple[int, ...], variation: Variation) -> Iterator[TippingPoint]:
    """The nearest level of one answer at which another option is first, if there is one."""
    here, before = variation.position, variation.given
    if here is None or before is None:
        return
    away = sorted(range(len(variation.levels)), key=lambda n: abs(n - here))
    for n in away:
        first = winner(variation.levels[n].values, order)
        if first != order[0]:
            yield TippingPoint(
                cell=variation.cell,
                before=before,
                after=variation.levels[n].answer,
                steps=abs(n - here),
                first=scores.frame.option_ids[first],
            )
            return


def _sharpened(scores: Scores, case: Case, point: TippingPoint) -> TippingPoint:
    """For a number, the nearest whole step that puts another option first, found by bisection."""
    order = leaders(scores)
    near, far = point.before, point.after
    if not isinstance(near, float) or not isinstance(far, float):
        return point
    unit = scores.compiled.ruleset.questions_by_id[point.cell.question].unit
    tries = _between(near, far, STEP_OF.get(unit, USUAL_STEP))
    still, found = -1, len(tries) - 1
    first = point.first
    while found - still > 1:
        middle = (still + found) // 2
        best = winner(values_with(scores, case, [(point.cell, tries[middle])])[0], order)
        if best == order[0]:
            still = middle
        else:
            found, first = middle, scores.frame.option_ids[best]
    return replace(point, after=tries[found], first=first)


def _between(near: float, far: float, step: float) -> list[float]:
    """The whole steps between two numbers, from near to far, and the far one itself."""
    low, high = sorted((near, far))
    inside = [round(n * step, 1) for n in range(math.floor(low / step), math.ceil(high / step) + 1)]
    inside = [value for value in inside if low < value < high]
    return [*(inside if near < far else reversed(inside)), far]


WEIGHT_STEPS = 101
FLOATS_A_GROUP = 64_000  # of weights tried together: shares the effort, and stays near the processor
FEW_DRAWS = 200  # per weight; the difference to the present weights is added to the full mean


def weight_tipping_points(scores: Scores) -> tuple[WeightTippingPoint, ...]:
    """For each criterion the nearest weight at which another option is first, nearest first.

    The weights are those of the goal that counts more for the person; the others keep their proportions.
    """
    order = leaders(scores)
    if len(order) < 2:
        return ()
    goal = max(scores.goal_shares, key=lambda goal: scores.goal_shares[goal][0])
    central = scores.weights.by_goal[goal][order[0], 0]
    grid = np.linspace(0, 1, WEIGHT_STEPS)
    points = []
    for k, criterion in enumerate(scores.compiled.program.criteria):
        values = _values_by_weight(scores, goal, _moved(central, k, np.array([central[k], *grid])))
        change = _nearest_change(values[1:], grid, float(central[k]), order)
        if change is not None:
            weight, first = change
            points.append(
                WeightTippingPoint(
                    criterion=criterion,
                    before=float(central[k]),
                    after=weight,
                    first=scores.frame.option_ids[first],
                )
            )
    return tuple(sorted(points, key=lambda point: abs(point.after - point.before)))


def _moved(weights: Array, k: int, tries: Array) -> Array:
    """A set for each weight tried, (sets, criteria): the others scaled so that the sum is 1; evenly if all were 0."""
    others = np.delete(weights, k)
    rest = others.sum()
    shares = others / rest if rest > 0 else np.full(len(others), 1 / len(others))
    return np.insert(shares * (1 - tries[:, None]), k, tries, axis=1)


def _values_by_weight(scores: Scores, goal: str, sets: Array) -> Array:
    """Expected values for each set of weights, (sets, rows), corrected to the full number of draws."""
    few, central = scores.valued.first(FEW_DRAWS), {own: w[None] for own, w in scores.weights.by_goal.items()}
    some = max(1, FLOATS_A_GROUP // max(1, scores.frame.rows * FEW_DRAWS))
    groups = [sets[n : n + some, None, None, :] for n in range(0, len(sets), some)]
    each = [few.again(replace(scores.weights, by_goal={**central, goal: group})).values for group in groups]
    values = np.concatenate([adjust_value(scores.frame, own).mean(axis=2) for own in each])
    corrected: Array = values + (scores.mean - values[0])
    return corrected


def _nearest_change(values: Array, grid: Array, present: float, order: tuple[int, ...]) -> tuple[float, int] | None:
    firsts = [winner(row, order) for row in values]
    changed = [(abs(w - present), float(w), first) for w, first in zip(grid, firsts, strict=True) if first != order[0]]
    if not changed:
        return None
    _, weight, first = min(changed)
    return weight, first


def switches(scores: Scores, case: Case) -> tuple[Switch, ...]:
    """The comparison with one part of the method switched at a time (decision model 4.5)."""
    order = leaders(scores)
    if len(order) < 2:
        return ()
    compiled = scores.compiled
    variants: list[tuple[SwitchName, Compiled | None]] = [
        ("route_off", compiled.without("R20")),
        ("caps_off", compiled.without("R07", "R12")),
        ("equal_weights", _with_equal_weights(compiled)),
        ("contributor_view", None),
    ]
    return tuple(_switch(scores, case, order, name, variant) for name, variant in variants)


def _with_equal_weights(compiled: Compiled) -> Compiled:
    """Every criterion that a goal uses weighs the same; what it does not use stays out."""
    return replace(compiled, weights={goal: (own > 0) / (own > 0).sum() for goal, own in compiled.weights.items()})


def _switch(scores: Scores, case: Case, order: tuple[int, ...], name: SwitchName, variant: Compiled | None) -> Switch:
    values = scores.value_under("contributor") if variant is None else _values_under(scores, case, variant)
    first = winner(values, order)
    return Switch(
        name=name,
        first=scores.frame.option_ids[first],
        changes=first != order[0],
        values=tuple(float(value) for value in values),
    )


def _values_under(scores: Scores, case: Case, variant: Compiled) -> Array:
    """Expected values under changed rules, (m,): a difference from fewer, common draws, added to the full mean."""
    after = expected_values(variant, [case], min(scores.size, FEWER_DRAWS))
    return scores.mean + (after - scores.mean_of_fewer)
