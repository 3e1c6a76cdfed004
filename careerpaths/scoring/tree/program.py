"""A tree turned into steps, once: the nodes in an order in which each comes after what it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.tree.document import Emphasis, FollowedBy, Goal, Scale, Tree
from careerpaths.scoring.tree.nodes import (
    THE_REST,
    AnyNode,
    CurveNode,
    GoalShareNode,
    GoalsNode,
    KindOfOptionNode,
    WeighedNode,
    YearsLeftNode,
)

Registers = dict[str, Array]
"""The value of every node, scale and number by its id, (rows, 1), (rows, draws) or (1, ...)."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """The steps of a tree. `off` holds the rules that are switched off."""

    tree: Tree
    off: frozenset[str] = frozenset()

    def without(self, *rules: str) -> "Program":
        """The same with these rules switched off, too."""
        return replace(self, off=self.off | set(rules))

    def with_half(self, scale: str) -> "Program":
        """The same with half of every number of one scale."""
        scales = tuple(self._half(own) if own.id == scale else own for own in self.tree.scales)
        return replace(self, tree=self.tree.model_copy(update={"scales": scales}))

    def _half(self, scale: Scale) -> Scale:
        levels = {choice: self.amount(level) / 2 for choice, level in scale.levels.items()}
        return scale.model_copy(update={"levels": levels, "points": tuple((x, y / 2) for x, y in scale.points)})

    @cached_property
    def nodes(self) -> Mapping[str, AnyNode]:
        return {node.id: node for node in self.tree.nodes}

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        return {scale.id: scale for scale in self.tree.scales}

    @cached_property
    def goals(self) -> Mapping[str, Goal]:
        return {goal.id: goal for goal in self.tree.goals}

    @cached_property
    def numbers(self) -> Mapping[str, float]:
        return {number.id: number.value for number in self.tree.numbers}

    def amount(self, value: float | str) -> float:
        """A number, or the one of this id."""
        return self.numbers[value] if isinstance(value, str) else value

    @cached_property
    def curves(self) -> Mapping[str, tuple[Array, Array]]:
        """Where each curve bends, and how high it is there."""
        return {scale.id: (_column(scale, 0), _column(scale, 1)) for scale in self.tree.scales if scale.points}

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """The criteria, in the order of the ruleset."""
        return tuple(dict.fromkeys(criterion for weights in self.tree.weights.values() for criterion in weights))

    @cached_property
    def weights(self) -> Mapping[str, Array]:
        """What each criterion weighs for each goal, (criteria,)."""
        return {
            goal: np.array([weights.get(criterion, 0.0) for criterion in self.criteria])
            for goal, weights in self.tree.weights.items()
        }

    @cached_property
    def answered(self) -> Mapping[str, Scale]:
        """The scales of answers, those of when something follows included."""
        by_kind = {node.scale for node in self.tree.nodes if isinstance(node, KindOfOptionNode)}
        own = {scale.id: scale for scale in self.tree.scales if scale.question and scale.id not in by_kind}
        return own | {follower.id: self._years_of(follower) for follower in self.tree.followed_by}

    def _years_of(self, follower: FollowedBy) -> Scale:
        """Years before what follows begins; 0 for the choices with which nothing does."""
        return Scale(id=follower.id, question=follower.question, levels=follower.years, source=("assumption",))

    def levels(self, scale: str) -> Mapping[str, float]:
        """The numbers of a scale by choice."""
        return {choice: self.amount(level) for choice, level in self.scales[scale].levels.items()}

    @cached_property
    def constants(self) -> Registers:
        """The registers of the numbers."""
        return {key: np.full((1, 1), value) for key, value in self.numbers.items()}

    # -- the order ------------------------------------------------------------------------------------------------

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of all nodes, each after those that it reads. Raises `CycleError`."""
        graph = {node.id: [key for key in self.reads(node) if key in self.nodes] for node in self.tree.nodes}
        return tuple(TopologicalSorter(graph).static_order())

    def reads(self, node: AnyNode) -> Sequence[str]:
        """Ids of the nodes, scales and numbers that a node is computed from."""
        if self.is_off(node):
            return node.of[:1]
        match node:
            case GoalsNode():
                return [*(goal.value for goal in self.tree.goals), *self.shares]
            case GoalShareNode():
                return self.shares
        return node.of

    def is_off(self, node: AnyNode) -> bool:
        """Whether its first argument passes through."""
        return node.rule in self.off and bool(node.of)

    @cached_property
    def shares(self) -> Sequence[str]:
        """The nodes that say how far each goal is a person's."""
        return [goal.share for goal in self.tree.goals if goal.share != THE_REST]

    @cached_property
    def steps(self) -> tuple[AnyNode, ...]:
        return tuple(self.nodes[key] for key in self.order)

    def registers(self, leaves: Registers) -> Registers:
        """What a run begins with."""
        return {**self.constants, **leaves}

    def above(self, leaf: str) -> frozenset[str]:
        """The nodes that a scale, a number or a node moves."""
        moved = {leaf}
        for node in self.steps:
            if not moved.isdisjoint(self.reads(node)):
                moved.add(node.id)
        return frozenset(moved - {leaf})

    @property
    def followers(self) -> Sequence[FollowedBy]:
        """What may follow, unless its rule is switched off."""
        return [follower for follower in self.tree.followed_by if follower.rule not in self.off]

    @property
    def emphases(self) -> Sequence[Emphasis]:
        """The answers that move a weight, unless their rule is switched off."""
        return [emphasis for emphasis in self.tree.emphasis if emphasis.rule not in self.off]

    # -- weights --------------------------------------------------------------------------------------------------

    @cached_property
    def criteria_below(self) -> Mapping[str, tuple[str, ...]]:
        """The criteria that an argument of `weighed` stands for: its own, or those of what it is about."""
        found: dict[str, tuple[str, ...]] = {}
        for node in self.steps:
            if node.criterion:
                found[node.id] = (node.criterion,)
            elif isinstance(node, WeighedNode):
                found[node.id] = tuple(criterion for part in node.of for criterion in found[part])
            else:
                found[node.id] = found.get(node.of[0], ()) if node.of else ()
        return found

    def node_of(self, goal: str, criterion: str) -> str:
        """The node that a goal weighs as this criterion, not those that it is made of; empty where it weighs none."""
        waiting = [self.goals[goal].value]
        while waiting:
            node = self.nodes.get(waiting.pop())
            if node is None:
                continue
            if node.criterion == criterion:
                return node.id
            if not node.criterion:
                waiting += self.reads(node) if isinstance(node, WeighedNode) else node.of[:1]
        return ""

    def below(self, keys: Sequence[str]) -> frozenset[str]:
        """The nodes that these are computed from, themselves included."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in self.nodes and key not in found:
                found.add(key)
                waiting += self.reads(self.nodes[key])
        return frozenset(found)

    @cached_property
    def read(self) -> frozenset[str]:
        """The nodes, scales and numbers that the value, a goal or what may follow is computed from."""
        tree, found = self.tree, set[str]()
        waiting = [tree.value, *(goal.value for goal in tree.goals), *self.shares, *(one.by for one in tree.emphasis)]
        for follower in tree.followed_by:
            waiting += [follower.id, follower.chance, *follower.begins_with.values()]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                node = self.nodes.get(key)
                waiting += [*node.of, *self.reads(node), *_scales_named_in(node)] if node else []
        return frozenset(found)

    @cached_property
    def kept(self) -> frozenset[str]:
        """The registers that weighing again needs; all others go once no further node reads them."""
        kept = {self.tree.value, *self.above_weights, *(node.id for node in self.tree.nodes if node.criterion)}
        kept |= {key for node in self.steps if node.id in self.above_weights for key in self.reads(node)}
        for follower in self.tree.followed_by:
            kept |= {follower.id, follower.chance, *follower.begins_with.values()}
        return frozenset(kept)

    @cached_property
    def done_after(self) -> Mapping[str, Sequence[str]]:
        """The registers that no node after this one reads, and that need not be kept."""
        last = {key: node.id for node in self.steps for key in self.reads(node)}
        done: dict[str, list[str]] = {}
        for key, node in last.items():
            if key not in self.kept and key not in self.numbers:
                done.setdefault(node, []).append(key)
        return done

    @cached_property
    def above_weights(self) -> frozenset[str]:
        """The nodes that the weights of criteria or the shares of goals move."""
        moved: set[str] = set()
        for node in self.steps:
            if isinstance(node, WeighedNode | GoalsNode | GoalShareNode) or not moved.isdisjoint(self.reads(node)):
                moved.add(node.id)
        return frozenset(moved)

    @cached_property
    def goal_of(self) -> Mapping[str, str]:
        """The goal whose weights a `weighed` node uses: that of the value above it."""
        found: dict[str, str] = {}
        for goal in self.tree.goals:
            waiting = [goal.value]
            while waiting:
                key = waiting.pop()
                if key in self.nodes:
                    if isinstance(self.nodes[key], WeighedNode):
                        found[key] = goal.id
                    waiting += self.nodes[key].of
        return found


def _column(scale: Scale, place: int) -> Array:
    return np.array([point[place] for point in scale.points], dtype=np.float64)


def _scales_named_in(node: AnyNode) -> list[str]:
    match node:
        case CurveNode() | YearsLeftNode():
            return [node.curve]
        case KindOfOptionNode():
            return [node.scale]
    return []
