"""Rules of the closed kind that an admin may add: when a condition holds, add, multiply or cap."""

from dataclasses import replace

import numpy as np

from careerpaths.scoring.compiled import Array
from careerpaths.scoring.parts.numbers import Adjustment
from careerpaths.scoring.values.criteria import Criteria
from careerpaths.scoring.values.frame import Frame

VALUE = "value"


def adjust_criteria(frame: Frame, criteria: Criteria) -> Criteria:
    """Apply the adjustments of criteria, in their order; a criterion stays on 0..1."""
    for adjustment in _enabled(frame):
        if adjustment.target == VALUE:
            continue
        rows = frame.holds(adjustment.when, "option")[:, None]
        for name in _fields(adjustment.target):
            before = getattr(criteria, name)
            after = np.where(rows, np.clip(_act(adjustment, before), 0, 1), before)
            criteria = replace(criteria, **{name: after})
    return criteria


def adjust_value(frame: Frame, values: Array) -> Array:
    """Apply the adjustments of the value, in their order; it stays on 0..100."""
    for adjustment in _enabled(frame):
        if adjustment.target == VALUE:
            rows = frame.holds(adjustment.when, "option")[:, None]
            values = np.where(rows, np.clip(_act(adjustment, values), 0, 100), values)
    return values


def _enabled(frame: Frame) -> list[Adjustment]:
    return [adjustment for adjustment in frame.compiled.ruleset.adjustments if adjustment.enabled]


def _fields(target: str) -> tuple[str, ...]:
    """Execution counts in two ways, as the level reached and through its curve; both are adjusted."""
    return ("execution", "level") if target == "execution" else (target,)


def _act(adjustment: Adjustment, values: Array) -> Array:
    match adjustment.action:
        case "add":
            return values + adjustment.amount
        case "multiply":
            return values * adjustment.amount
        case "cap":
            return np.minimum(values, adjustment.amount)
