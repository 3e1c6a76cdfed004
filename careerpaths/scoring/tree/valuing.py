"""The value of every option: the tree for the option itself, and for what may follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from careerpaths.scoring.compiled import Array
from careerpaths.scoring.tree.document import FollowedBy
from careerpaths.scoring.tree.options import Options
from careerpaths.scoring.tree.program import Program
from careerpaths.scoring.tree.run import GoalWeights, Run

MOST = 100.0
"""The greatest value of an option, in points."""


@dataclass(frozen=True, kw_only=True)
class After:
    """What may follow the options."""

    follower: FollowedBy
    run: Run
    share: Array  # (rows, 1 or draws): what it counts, if it is the better
    chance: Array  # (rows, 1 or draws)


@dataclass(frozen=True, kw_only=True)
class Valued:
    """The options with the value of each node of the tree."""

    options: Options
    own: Run
    after: tuple[After, ...]

    @property
    def program(self) -> Program:
        return self.own.program

    @cached_property
    def values(self) -> Array:
        """The value of each option on 0..100, (rows, 1) or (rows, draws)."""
        return self._joined([self.own, *(after.run for after in self.after)])

    def values_with(self, weights: GoalWeights) -> Array:
        """The same with other weights. Only the nodes that weights move are computed again."""
        return self._joined([self._again(run, weights) for run in (self.own, *(after.run for after in self.after))])

    def _again(self, run: Run, weights: GoalWeights) -> Run:
        again = replace(run, weights_given=weights, registers=dict(run.registers))
        return again.through(self.program.above_weights)

    def _joined(self, runs: list[Run]) -> Array:
        """V + s max(W - V, 0)"""
        root = self.program.tree.value
        value = runs[0].registers[root]
        for after, run in zip(self.after, runs[1:], strict=True):
            value = value + after.share * np.maximum(run.registers[root] - value, 0)
        shape = np.broadcast_shapes(value.shape, (self.options.frame.rows, 1))
        return MOST * np.broadcast_to(value, shape)


def value(options: Options, weights: GoalWeights) -> Valued:
    """Compute every node, for the options and for what may follow them."""
    program = options.program
    own = Run(program=program, situation=options, weights_given=weights, registers=program.registers(options.leaves))
    own.through()
    after = tuple(_after(options, own, follower) for follower in program.followers if _goes_on(own, follower))
    return Valued(options=options, own=own, after=after)


def _goes_on(own: Run, follower: FollowedBy) -> bool:
    return bool((own.registers[follower.years] > 0).any())


def _after(options: Options, own: Run, follower: FollowedBy) -> After:
    """Typical options of the kind that follows. They begin with what the first one leads to."""
    program, before = options.program, own.registers[follower.years]
    typical = options.followed_by(follower, before)
    begun = {scale: own.registers[node] for scale, node in follower.begins_with.items()}
    run = Run(
        program=program,
        situation=typical,
        weights_given=own.weights_given,
        registers=program.registers(typical.leaves | begun),
    )
    chance = own.registers[follower.chance]
    left = np.where(before > 0, 1 - before / program.numbers[follower.horizon], 0)
    return After(follower=follower, run=run.through(), share=left * chance, chance=chance)


def weights_of_people(options: Options) -> GoalWeights:
    """What each criterion weighs for the person of each option, (rows, 1) each."""
    program = options.program
    return GoalWeights(by_goal={goal.id: _of_person(options, goal.weights) for goal in program.tree.goals})


def _of_person(options: Options, weights: Mapping[str, float]) -> Mapping[str, Array]:
    """Weights with the person's emphasis, rescaled to sum 1. An emphasis of 1 gives them back unchanged."""
    own = {criterion: np.full((1, 1), weight) for criterion, weight in weights.items()}
    for emphasis in options.program.emphases:
        factor = options.leaves[emphasis.by]
        own[emphasis.criterion] = own[emphasis.criterion] * factor
        total = np.sum([np.broadcast_to(weight, factor.shape) for weight in own.values()], axis=0)
        scale = np.where(factor == 1, 1.0, total)
        own = {criterion: weight / scale for criterion, weight in own.items()}
    return own
