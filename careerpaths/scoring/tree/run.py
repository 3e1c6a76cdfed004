"""One pass through a program: from the leaves to the value of every node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from careerpaths.scoring.compiled import Array, Mask
from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.tree.nodes import THE_REST, AnyNode, WeighedNode
from careerpaths.scoring.tree.program import Program, Registers


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
class GoalWeights:
    """What each criterion weighs for each goal, (rows, 1) or (1, draws), and how far each goal is the person's if that
    is given from outside."""

    by_goal: Mapping[str, Mapping[str, Array]]
    goal_shares: Mapping[str, Array] | None = None


@dataclass(kw_only=True)
class Run:
    """The registers of a pass, and the context that its nodes read."""

    program: Program
    situation: Situation
    weights_given: GoalWeights
    registers: Registers

    def through(self, only: frozenset[str] | None = None) -> "Run":
        """Compute every node, or only these; the values of the others are there already."""
        for node in self.program.steps:
            if only is None or node.id in only:
                self.registers[node.id] = self._value(node)
        return self

    def _value(self, node: AnyNode) -> Array:
        if self.program.is_off(node):
            return self.registers[node.of[0]]
        return node.value([self.registers[key] for key in node.of], self)

    # -- what nodes read ------------------------------------------------------------------------------------------

    def number(self, key: str) -> float:
        return self.program.numbers[key]

    def points(self, curve: str) -> tuple[Array, Array]:
        return self.program.curves[curve]

    def is_kind(self, kinds: Sequence[str]) -> Mask:
        return self.situation.is_kind(kinds)

    def holds(self, condition: Condition) -> Mask:
        return self.situation.holds(condition)

    def years_left(self, curve: str, unknown: float) -> Array:
        return self.situation.years_left(self.points(curve), unknown)

    def still_ahead(self, years: float) -> Array:
        return self.situation.still_ahead(years)

    def weights(self, node: WeighedNode) -> Sequence[Array]:
        of_goal = self.weights_given.by_goal[self.program.goal_of[node.id]]
        below = self.program.criteria_below
        return [reduce(np.add, [of_goal[criterion] for criterion in below[key]]) for key in node.of]

    def goal_share(self, goal: str) -> Array:
        if self.weights_given.goal_shares is not None:
            return self.weights_given.goal_shares[goal]
        share = self.program.goals[goal].share
        if share != THE_REST:
            return self.registers[share]
        return 1 - reduce(np.add, [self.registers[key] for key in self.program.shares], np.zeros((1, 1)))

    def goal_values(self) -> Mapping[str, Array]:
        return {goal.id: self.registers[goal.value] for goal in self.program.tree.goals}
