"""From criteria to one value on 0..100, and back into parts that add up to it (decision model 3.4)."""

from dataclasses import dataclass

import numpy as np

from careerpaths.scoring.compiled import Array, Compiled
from careerpaths.scoring.parts.numbers import CRITERIA, GROWTH
from careerpaths.scoring.values import rules
from careerpaths.scoring.values.criteria import Criteria

GROWTH_COUNT = len(GROWTH)
POINT_PARTS = (*CRITERIA, "limits", "route", "adjustments")
"""What a value is made of: points of each criterion, what caps and multipliers take away, the author's
default, and the adjustments that an admin added."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """Weights under the two goals and the mix of the goals.

    `lead` and `contributor` hold the weights of the seven criteria in their last axis: (rows, 1, 7) for one
    set per row, (1, n, 7) for one per draw. `lead_weight` (rows, 1) is the person's lambda on 0..1.
    """

    lead: Array
    contributor: Array
    lead_weight: Array
    route: float  # R20's weight before lambda; 0 when the rule is off

    def route_share(self) -> Array:
        """What the author's default weighs for this person."""
        return self.route * self.lead_weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """An option as it is and, for a job, the PhD that may follow it (R13)."""

    option: Criteria
    phd_after: Criteria | None = None
    phd_share: Array | None = None  # weight of the PhD in the compound, if it is the better

    def first(self, draws: int) -> "Prospect":
        """The same with no more than so many of the draws."""
        share = self.phd_share
        return Prospect(
            option=self.option.first(draws),
            phd_after=self.phd_after.first(draws) if self.phd_after else None,
            phd_share=share[:, :draws] if share is not None else None,
        )

    def value(self, compiled: Compiled, weights: Weights) -> Array:
        """The value on 0..100, (rows, n), before an admin's adjustments of the value."""
        value = value_of(compiled, self.option, weights)
        if self.phd_after is None or self.phd_share is None:
            return value
        after = value_of(compiled, self.phd_after, weights)
        return value + self.phd_share * np.maximum(after - value, 0)

    def parts(self, compiled: Compiled, weights: Weights) -> Array:
        """Points by part, (9, rows, n) in the order of PARTS without adjustments; they add up to `value`."""
        parts = points_of(compiled, self.option, weights)
        if self.phd_after is None or self.phd_share is None:
            return parts
        after = points_of(compiled, self.phd_after, weights)
        share = np.where(total_of(after) > total_of(parts), self.phd_share, 0)
        after -= parts  # in place: with eight options each of these arrays has 6 MB
        after *= share
        after += parts
        return after


def total_of(parts: Array) -> Array:
    """The parts of each row and draw added up, one after the other.

    NumPy's own sum changes the order of addition with the shape of the array. Then the last bits of an option's value
    would depend on how many other options there are.
    """
    total: Array = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def value_of(compiled: Compiled, criteria: Criteria, weights: Weights) -> Array:
    """V = 100 [(1 - r) (lambda U_lead + (1 - lambda) U_contributor) + r B] with r the route's share."""
    lead, route = weights.lead_weight, weights.route_share()
    growth, limited, rest = _lead_terms(compiled, criteria, weights.lead)
    del growth
    contributor = _weighted(weights.contributor, criteria.contributor())
    return 100 * ((1 - route) * (lead * (limited + rest) + (1 - lead) * contributor) + route * criteria.route)


def _lead_terms(compiled: Compiled, criteria: Criteria, weights: Array) -> tuple[Array, Array, Array]:
    """Weighted growth before and after caps and multipliers, and the other criteria."""
    values = criteria.lead()
    growth = _weighted(weights[..., :GROWTH_COUNT], values[:GROWTH_COUNT])
    rest = _weighted(weights[..., GROWTH_COUNT:], values[GROWTH_COUNT:])
    total = weights[..., :GROWTH_COUNT].sum(axis=-1)
    mean = growth / np.where(total > 0, total, 1)
    if "R12" in compiled.on:
        mean = rules.growth_caps(compiled.constants, mean, criteria.usable_freedom, criteria.people)
    return growth, total * mean * criteria.multiplier, rest


def _weighted(weights: Array, values: tuple[Array, ...]) -> Array:
    shape = np.broadcast_shapes(weights.shape[:-1], *(value.shape for value in values))
    total, term = np.empty(shape), np.empty(shape)  # written again and again: such arrays have up to 2 MB
    np.multiply(weights[..., 0], values[0], out=total)
    for k in range(1, len(values)):
        total += np.multiply(weights[..., k], values[k], out=term)
    return total


def points_of(compiled: Compiled, criteria: Criteria, weights: Weights) -> Array:
    """Points of the seven criteria, the limits (never positive) and the route, each (rows, n)."""
    lead, route = weights.lead_weight, weights.route_share()
    base = 100 * (1 - route)
    growth, limited, _ = _lead_terms(compiled, criteria, weights.lead)
    points = [
        base * (lead * weights.lead[..., k] * as_lead + (1 - lead) * weights.contributor[..., k] * as_contributor)
        for k, (as_lead, as_contributor) in enumerate(zip(criteria.lead(), criteria.contributor(), strict=True))
    ]
    points.append(base * lead * np.minimum(limited - growth, 0))
    points.append(100 * route * criteria.route)
    return np.stack(np.broadcast_arrays(*points))


def most_points(weights: Weights) -> Array:
    """Points that each criterion could bring at most, (7, rows, 1)."""
    lead = weights.lead_weight[..., None]
    mixed = lead * weights.lead + (1 - lead) * weights.contributor
    return np.moveaxis(100 * (1 - weights.route_share())[..., None] * mixed, -1, 0)
