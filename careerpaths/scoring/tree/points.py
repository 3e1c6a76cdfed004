"""A value taken apart: points of each criterion, what caps and multipliers take away, and the author's default.

The parts of an option add up to its value. Only their means are computed: most factors are the same in all draws.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np

from careerpaths.scoring.arrays import Array, row_means
from careerpaths.scoring.tree.nodes import GoalsNode, MixNode, WeighedNode
from careerpaths.scoring.tree.run import Run
from careerpaths.scoring.tree.valuing import MOST_VALUE, Valued

HELD, ROUTE = "held by ", "route"
"""Parts beside the criteria: what a cap or a multiplier takes away, and what is mixed in."""

PointsByPart = Mapping[str, Array]
"""Part -> points of each option, (rows,)"""


def held_by(node: str) -> str:
    """The part that a cap or a multiplier takes away, never positive."""
    return HELD + node


def points_of(valued: Valued) -> PointsByPart:
    """The mean points of each part. What follows an option counts for it where it is the better."""
    root, found = valued.program.tree.value, dict[str, Array]()
    for run, counts in _counting(valued):
        taken = _Taken(run=run, mean=partial(_mean, counts))
        _add(found, taken.apart(root, np.full((1, 1), MOST_VALUE)))
    return {key: np.broadcast_to(part, (valued.options.frame.rows, 1))[:, 0] for key, part in found.items()}


def most_points(valued: Valued) -> PointsByPart:
    """The points that the best level of each criterion would bring."""
    found: dict[str, Array] = {}
    taken = _Taken(run=valued.own, mean=lambda factor, _: row_means(factor)[:, None])
    _add(found, taken.apart(valued.program.tree.value, np.full((1, 1), MOST_VALUE)))
    rows = valued.options.frame.rows
    return {key: np.broadcast_to(found[key], (rows, 1))[:, 0] for key in valued.program.criteria if key in found}


def _counting(valued: Valued) -> Iterator[tuple[Run, Array]]:
    """The runs, and how much each counts in each draw; together 1."""
    root = valued.program.tree.value
    value, counts = valued.own.registers[root], [np.ones((1, 1))]
    for after in valued.after:
        other = after.run.registers[root]
        own = after.share * (other > value)
        value = value + own * (other - value)
        counts = [*(count * (1 - own) for count in counts), own]
    return zip([valued.own, *(after.run for after in valued.after)], counts, strict=True)


def _mean(counts: Array, factor: Array, values: Array) -> Array:
    """Mean of the product over the draws, each counted so much, (rows, 1).

    Nothing is taken out that all draws share but the factor: so the mean of a row is the same among any others.
    """
    if factor.shape[1] == 1:
        return factor * row_means(counts * values)[:, None]
    return row_means(counts * (factor * values))[:, None]


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """The parts of the nodes of one run."""

    run: Run
    mean: Callable[[Array, Array], Array]  # of a factor times values, (rows, 1)

    def apart(self, key: str, factor: Array) -> Iterator[tuple[str, Array]]:
        """The parts of a node, times a factor. It is about its first argument; what it does to that is a limit."""
        node = self.run.program.nodes[key]
        if node.criterion:
            yield node.criterion, self.mean(factor, self.run.adjusted(key))
        elif self.run.program.is_off(node):
            yield from self.apart(node.of[0], factor)
        elif isinstance(node, WeighedNode):
            yield from self._weighed(node, factor)
        elif isinstance(node, GoalsNode):
            for goal in self.run.program.tree.goals:
                yield from self.apart(goal.value, factor * self.run.goal_share(goal.id))
        elif isinstance(node, MixNode):
            share = self.run.registers[node.of[2]]
            yield from self.apart(node.of[0], factor * (1 - share))
            yield ROUTE, self.mean(factor * share, self.run.registers[node.of[1]])
        else:
            yield from self.apart(node.of[0], factor)
            yield held_by(key), self.mean(factor, self.run.registers[key])
            yield held_by(key), -self.mean(factor, self.run.registers[node.of[0]])

    def _weighed(self, node: WeighedNode, factor: Array) -> Iterator[tuple[str, Array]]:
        weights = self.run.weights(node)
        of_all: Array = reduce(np.add, weights)
        whole = np.where(of_all > 0, of_all, 1)
        for weight, key in zip(weights, node.of, strict=True):
            yield from self.apart(key, factor * (weight / whole))


def _add(found: dict[str, Array], parts: Iterator[tuple[str, Array]]) -> None:
    for key, part in parts:
        found[key] = found[key] + part if key in found else part
