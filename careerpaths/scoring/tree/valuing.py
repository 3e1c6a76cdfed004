"""The value of every option: the tree for the option itself, and for what may follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.tree.document import FollowedBy
from careerpaths.scoring.tree.options import Options
from careerpaths.scoring.tree.program import Program, Registers
from careerpaths.scoring.tree.run import Adjusting, Run, Weights, part_of_draws

FLOATS_AT_A_TIME = 16_000  # few enough to stay in the processor's cache
MOST_VALUE = 100.0
"""The greatest value of an option, in points."""


@dataclass(frozen=True, kw_only=True)
class After:
    """What may follow the options."""

    follower: FollowedBy
    options: Options
    run: Run
    share: Array  # (rows, 1 or draws): what it counts, if it is the better
    chance: Array  # (rows, 1 or draws)


@dataclass(frozen=True, kw_only=True)
class Valued:
    """The options with the values of the tree's nodes."""

    options: Options
    own: Run
    after: tuple[After, ...]

    @property
    def program(self) -> Program:
        return self.own.program

    @cached_property
    def values(self) -> Array:
        """The value of each option on 0..100, (rows, 1) or (rows, draws), V + s max(W - V, 0)."""
        root = self.program.tree.value
        value = self.own.registers[root]
        for after in self.after:
            value = value + after.share * np.maximum(after.run.registers[root] - value, 0)
        rows = self.options.frame.rows
        return MOST_VALUE * (value if value.shape[-2] == rows else np.broadcast_to(value, (rows, value.shape[-1])))

    def again(self, weights: Weights) -> "Valued":
        """The same with other weights."""
        after = tuple(replace(one, run=one.run.again(weights)) for one in self.after)
        return replace(self, own=self.own.again(weights), after=after)

    def values_with(self, weights: Weights) -> Array:
        """The values with other weights. Some draws at a time: such arrays stay in the processor's cache."""
        draws = max(weight.shape[1] for weight in (*weights.by_goal.values(), self.values))
        some = max(1, FLOATS_AT_A_TIME // max(1, self.options.frame.rows))
        if draws <= some:
            return self.again(weights).values
        parts = [slice(start, start + some) for start in range(0, draws, some)]
        return np.concatenate([self.part(own).again(weights.part(own)).values for own in parts], axis=1)

    def part(self, draws: slice) -> "Valued":
        """The same with some of the draws."""
        after = tuple(
            replace(
                one,
                run=one.run.part(draws),
                share=part_of_draws(one.share, draws),
                chance=part_of_draws(one.chance, draws),
            )
            for one in self.after
        )
        return replace(self, own=self.own.part(draws), after=after)

    def first(self, draws: int) -> "Valued":
        """The same with no more than so many of the draws."""
        return self.part(slice(0, draws))


def value(options: Options, weights: Weights, adjusting: Adjusting | None = None) -> Valued:
    """Compute every node, for the options and for what may follow them."""
    own = _run(options, options.leaves, weights, adjusting).through()
    followers = [one for one in options.program.followers if (own.registers[one.id] > 0).any()]
    return Valued(options=options, own=own, after=tuple(_after(options, own, one) for one in followers))


def _run(options: Options, leaves: Registers, weights: Weights, adjusting: Adjusting | None = None) -> Run:
    registers = options.program.registers(leaves)
    return Run(program=options.program, situation=options, given=weights, registers=registers, adjusting=adjusting)


def _after(options: Options, own: Run, follower: FollowedBy) -> After:
    """Typical options of the kind that follows. They begin with what the first one leads to."""
    years = own.registers[follower.id]
    typical = options.followed_by(follower, years)
    begun = {scale: own.adjusted(node) for scale, node in follower.begins_with.items()}
    left = np.where(years > 0, 1 - years / options.program.numbers[follower.horizon], 0)
    chance = own.registers[follower.chance]
    return After(
        follower=follower,
        options=typical,
        run=_run(typical, typical.leaves | begun, own.given).through(),
        share=left * chance,
        chance=chance,
    )


def weights_of_people(options: Options, by_goal: Mapping[str, Array]) -> Weights:
    """What each criterion weighs for the person of each option, (rows, 1, criteria).

    `by_goal` holds central weights, (criteria,). The person's emphasis multiplies some; then all are rescaled to sum 1.
    An emphasis of 1 gives them back unchanged.
    """
    found = {goal: weights[None, None, :] for goal, weights in by_goal.items()}
    for emphasis in options.program.emphases:
        factor = options.leaf(options.program.scales[emphasis.by])
        place = options.program.criteria.index(emphasis.criterion)
        found = {goal: _emphasised(weights, factor, place) for goal, weights in found.items()}
    rows = options.frame.rows
    return Weights(by_goal={goal: np.broadcast_to(own, (rows, *own.shape[1:])) for goal, own in found.items()})


def _emphasised(weights: Array, factor: Array, place: int) -> Array:
    shifted = np.broadcast_to(weights, (len(factor), 1, weights.shape[-1])).copy()
    shifted[:, 0, place] *= factor[:, 0]
    changed = factor[:, 0] != 1
    shifted[changed] /= shifted[changed].sum(axis=-1, keepdims=True)
    return shifted


def goal_shares_of_people(options: Options) -> Mapping[str, Array]:
    """How far each goal is each person's, (cases,). Only answers about the person move it."""
    frame = options.frame
    people = replace(
        options,
        frame=replace(
            frame,
            case_of_row=np.arange(frame.cases),
            option_ids=("",) * frame.cases,
            option_seeds=("",) * frame.cases,
            path=np.zeros(frame.cases, dtype=np.int8),
        ),
    )
    program = options.program
    of_people = {key: one for key, one in program.answered.items() if frame.scope_of(str(one.question)) == "person"}
    leaves = {key: people.leaf(scale) for key, scale in of_people.items()}
    run = _run(people, leaves, Weights(by_goal={})).through(program.below(program.shares))
    return {goal.id: np.broadcast_to(run.goal_share(goal.id), (frame.cases, 1))[:, 0] for goal in program.tree.goals}
