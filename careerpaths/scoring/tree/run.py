"""One pass through a program: from the leaves to the value of every node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol

import numpy as np

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.tree.nodes import THE_REST, AnyNode, WeighedNode
from careerpaths.scoring.tree.program import Program, Registers

Adjusting = Callable[[str, Array], Array]
"""What an editor's adjustments make of a criterion's values."""


class Situation(Protocol):
    """The options that are valued: what they are, and what the person's timeline says of them."""

    def is_kind(self, kinds: Sequence[str]) -> Mask:
        """Whether each is valued as one of these kinds, (rows, 1)."""

    def holds(self, condition: Condition) -> Mask:
        """Where a condition holds, (rows, 1 or draws)."""

    def years_left(self, curve: tuple[Array, Array], unknown: float) -> Array:
        """A curve of the expected years that are left, (rows, 1 or draws)."""

    def still_ahead(self, years: float) -> Array:
        """The chance that so many years are left, less those that experience saves, (rows, 1)."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each criterion weighs for each goal, (rows, 1, criteria) or (1, draws, criteria).

    `goal_shares` says how far each goal is the person's, if that is given from outside.
    """

    by_goal: Mapping[str, Array]
    goal_shares: Mapping[str, Array] | None = None

    def part(self, draws: slice) -> "Weights":
        """The weights of some of the draws."""
        return replace(self, by_goal={goal: part_of_draws(own, draws) for goal, own in self.by_goal.items()})


def part_of_draws(values: Array, draws: slice) -> Array:
    """Some of the draws; what is the same in all of them stays as it is."""
    return values if values.shape[1] == 1 else values[:, draws]


@dataclass(kw_only=True)
class Run:
    """The registers of a pass, and the context that its nodes read."""

    program: Program
    situation: Situation
    given: Weights
    registers: Registers
    adjusting: Adjusting | None = None

    def through(self, only: frozenset[str] | None = None) -> "Run":
        """Compute every node, or only these; the values of the others are there already.

        A register that no further node needs is given up at once: with eight options each has up to a megabyte.
        """
        for node in self.program.steps:
            if only is None or node.id in only:
                self.registers[node.id] = self._value(node)
            if only is None:
                for key in self.program.done_after.get(node.id, ()):
                    self.registers.pop(key, None)
        return self

    def again(self, weights: Weights) -> "Run":
        """The same with other weights. Only the nodes that weights move are computed again."""
        return replace(self, given=weights, registers=dict(self.registers)).through(self.program.above_weights)

    def part(self, draws: slice) -> "Run":
        """The same with some of the draws."""
        return replace(self, registers={key: part_of_draws(own, draws) for key, own in self.registers.items()})

    def _value(self, node: AnyNode) -> Array:
        if self.program.is_off(node):
            return self.read(node, node.of[0])
        return node.value([self.read(node, key) for key in node.of], self)

    def read(self, node: AnyNode, key: str) -> Array:
        """An argument of a node. What is weighed, and what limits it, sees the criteria as they were adjusted."""
        if self.adjusting is not None and node.id in self.program.above_weights:
            return self.adjusted(key)
        return self.registers[key]

    def adjusted(self, key: str) -> Array:
        """A register after an editor's adjustments of its criterion."""
        node = self.program.nodes.get(key)
        if self.adjusting is None or node is None or not node.criterion:
            return self.registers[key]
        return self.adjusting(node.criterion, self.registers[key])

    # -- what nodes read ------------------------------------------------------------------------------------------

    def number(self, key: str) -> float:
        return self.program.numbers[key]

    def points(self, curve: str) -> tuple[Array, Array]:
        return self.program.curves[curve]

    def levels(self, scale: str) -> Mapping[str, float]:
        return self.program.levels(scale)

    def is_kind(self, kinds: Sequence[str]) -> Mask:
        return self.situation.is_kind(kinds)

    def holds(self, condition: Condition) -> Mask:
        return self.situation.holds(condition)

    def years_left(self, curve: str, unknown: float) -> Array:
        return self.situation.years_left(self.points(curve), unknown)

    def still_ahead(self, years: float) -> Array:
        return self.situation.still_ahead(years)

    def weights(self, node: WeighedNode) -> Sequence[Array]:
        goal, below = self.program.goal_of[node.id], self.program.criteria_below
        return [reduce(np.add, [self.weight(goal, criterion) for criterion in below[key]]) for key in node.of]

    def weight(self, goal: str, criterion: str) -> Array:
        """What a criterion weighs, (rows, 1) or (1, draws)."""
        weight: Array = self.given.by_goal[goal][..., self.program.criteria.index(criterion)]
        return weight

    def goal_share(self, goal: str) -> Array:
        if self.given.goal_shares is not None:
            return self.given.goal_shares[goal]
        share = self.program.goals[goal].share
        if share != THE_REST:
            return self.registers[share]
        return 1 - reduce(np.add, [self.registers[key] for key in self.program.shares], np.zeros((1, 1)))

    def goal_values(self) -> Mapping[str, Array]:
        return {goal.id: self.registers[goal.value] for goal in self.program.tree.goals}
