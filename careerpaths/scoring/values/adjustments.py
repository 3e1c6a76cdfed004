"""Rules of the closed kind that an admin may add: when a condition holds, add, multiply or cap."""

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.parts.numbers import Adjustment
from careerpaths.scoring.values.frame import Frame

VALUE = "value"


def adjust_criterion(frame: Frame, criterion: str, values: Array) -> Array:
    """Apply the adjustments of a criterion, in their order; it stays on 0..1."""
    for adjustment in _enabled(frame):
        if adjustment.target == criterion:
            rows = frame.holds(adjustment.when, "option")[:, None]
            values = np.where(rows, np.clip(_act(adjustment, values), 0, 1), values)
    return values


def adjust_value(frame: Frame, values: Array) -> Array:
    """Apply the adjustments of the value, in their order; it stays on 0..100."""
    for adjustment in _enabled(frame):
        if adjustment.target == VALUE:
            rows = frame.holds(adjustment.when, "option")[:, None]
            values = np.where(rows, np.clip(_act(adjustment, values), 0, 100), values)
    return values


def _enabled(frame: Frame) -> list[Adjustment]:
    return [adjustment for adjustment in frame.compiled.ruleset.adjustments if adjustment.enabled]


def _act(adjustment: Adjustment, values: Array) -> Array:
    match adjustment.action:
        case "add":
            return values + adjustment.amount
        case "multiply":
            return values * adjustment.amount
        case "cap":
            return np.minimum(values, adjustment.amount)
