"""What each node can reach, and which way each question moves it: worked out once, for every person.

Each kind of node is monotone in each argument, so the least value of a node comes from the least of those that move it
up and the greatest of those that move it down. For the same reason a question moves the value one way only, and what is
unknown can be bounded exactly, unless a tree uses a question both ways.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.conditions import AnswerIn, AnswerWithin, walk
from careerpaths.scoring.tree.document import FollowedBy, Scale
from careerpaths.scoring.tree.nodes import (
    AnyNode,
    ByKindNode,
    GoalShareNode,
    GoalsNode,
    KindOfOptionNode,
    MixNode,
    NodeContext,
    StillAheadNode,
    WeighedNode,
    WhenNode,
    YearsLeftNode,
)
from careerpaths.scoring.tree.program import Program

ChoiceOrder = Mapping[str, Sequence[str]]
"""Question id -> its choices from the worst to the best. A number is better the greater it is."""
Directions = dict[str, frozenset[int]]
"""Question id -> the ways in which a better answer moves something: 1 up, -1 down."""

EITHER = frozenset({1, -1})
_SPAN = np.array([[0.0, 1.0]])


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Of every node of a program whose references are sound."""

    program: Program
    order: ChoiceOrder

    def spans(self) -> Mapping[str, Array]:
        """The least and the greatest value of every node, scale and number, (1, 2)."""
        found = {key: np.full((1, 2), value) for key, value in self.program.numbers.items()}
        found |= {scale.id: self._span_of_scale(scale) for scale in self.program.tree.scales}
        for node in self.program.steps:
            found[node.id] = self._span(node, [found[key] for key in node.of], found)
        return found

    def _span_of_scale(self, scale: Scale) -> Array:
        """A question that does not exist for an option counts as 0."""
        heights = [height for _, height in scale.points] or [self.program.amount(v) for v in scale.levels.values()]
        stands_in = [self.program.amount(scale.unknown)] if scale.unknown is not None else [0.0]
        absent = stands_in if scale.question and scale.unknown is not None else [0.0]
        return np.array([[min(heights + absent), max(heights + absent)]])

    def _span(self, node: AnyNode, x: Sequence[Array], found: Mapping[str, Array]) -> Array:
        if self.program.is_off(node):
            return x[0]
        match node:
            case KindOfOptionNode():
                return found[node.scale]
            case YearsLeftNode():
                return _around([found[node.curve], found[node.unknown]])
            case StillAheadNode() | GoalShareNode():
                return _SPAN
            case GoalsNode():
                return _around([found[goal.value] for goal in self.program.tree.goals])
            case ByKindNode() | WeighedNode() | WhenNode():
                return _around(x)
            case MixNode():
                return _around(x[:2])
        turned = [own if direction > 0 else own[:, ::-1] for own, direction in zip(x, _ways(node), strict=True)]
        return node.value(turned, cast("NodeContext", _Constants(self.program)))

    # -- which way ------------------------------------------------------------------------------------------------

    def directions(self) -> Mapping[str, Directions]:
        """For every node, which way each question moves it."""
        spans = self.spans()
        found: dict[str, Directions] = {
            key: {str(scale.question): self._of_scale(scale)} for key, scale in self.program.answered.items()
        }
        for node in self.program.steps:
            parts = [*self._of_arguments(node, found), *self._of_condition(node, spans)]
            found[node.id] = _joined(parts)
        return found

    def of_value(self) -> Directions:
        """Which way each question moves the value of an option, what may follow it included."""
        found = self.directions()
        parts = [found.get(self.program.tree.value, {})]
        for follower in self.program.followers:
            parts += [found.get(follower.chance, {}), self._of_years(follower)]
            parts += [found.get(node, {}) for node in follower.begins_with.values()]
        return _joined(parts)

    def _of_arguments(self, node: AnyNode, found: Mapping[str, Directions]) -> Iterator[Directions]:
        for key, direction in zip(self.program.reads(node), _ways(node, len(self.program.reads(node))), strict=True):
            for question, ways in found.get(key, {}).items():
                yield {question: frozenset(direction * way for way in ways) if direction else EITHER}

    def _of_condition(self, node: AnyNode, spans: Mapping[str, Array]) -> Iterator[Directions]:
        """Where a better answer makes the condition hold, it moves the node as the second argument is better or not."""
        if not isinstance(node, WhenNode) or self.program.is_off(node):
            return
        first, second = (spans[key][0] for key in node.of)
        for leaf in walk(node.condition):
            if isinstance(leaf, AnswerIn | AnswerWithin):
                if second[0] >= first[1]:
                    yield {leaf.question: self._of_leaf(leaf)}
                elif second[1] <= first[0]:
                    yield {leaf.question: frozenset(-way for way in self._of_leaf(leaf))}
                else:
                    yield {leaf.question: EITHER}

    def _of_leaf(self, leaf: AnswerIn | AnswerWithin) -> frozenset[int]:
        """Whether a better answer makes a condition hold (1) or fail (-1)."""
        if isinstance(leaf, AnswerWithin):
            rises, falls = leaf.at_least is not None, leaf.below is not None or leaf.at_most is not None
            return EITHER if rises and falls else frozenset({1 if rises else -1})
        return _slope([float(choice in leaf.choices) for choice in self.order.get(leaf.question, ())])

    def _of_scale(self, scale: Scale) -> frozenset[int]:
        heights = [height for _, height in scale.points]
        choices = self.order.get(str(scale.question), ())
        return _slope(heights or [self.program.amount(scale.levels[c]) for c in choices if c in scale.levels])

    def _of_years(self, follower: FollowedBy) -> Directions:
        """The earlier what follows begins, the more it counts; where nothing follows, it counts nothing."""
        numbers, horizon = self.program.numbers, self.program.numbers[follower.horizon]
        choices = self.order.get(follower.question, ())
        counts = [1 - numbers[follower.years[c]] / horizon if c in follower.years else 0.0 for c in choices]
        return {follower.question: _slope(counts)}


@dataclass(frozen=True)
class _Constants:
    """The context of nodes that read nothing but their arguments and constants."""

    program: Program

    def number(self, key: str) -> float:
        return self.program.numbers[key]

    def points(self, curve: str) -> tuple[Array, Array]:
        return self.program.curves[curve]


def _ways(node: AnyNode, count: int | None = None) -> list[int]:
    """The direction of each argument; the last that is given counts for all further ones."""
    own = node.DIRECTIONS
    return [own[min(n, len(own) - 1)] for n in range(len(node.of) if count is None else count)]


def _around(spans: Sequence[Array]) -> Array:
    return np.array([[min(span[0, 0] for span in spans), max(span[0, 1] for span in spans)]])


def _slope(heights: Sequence[float]) -> frozenset[int]:
    """The ways in which heights move from one to the next; none where all are the same."""
    steps = {int(np.sign(after - before)) for before, after in pairwise(heights)}
    return frozenset(steps - {0})


def _joined(parts: Iterable[Directions]) -> Directions:
    found: Directions = {}
    for part in parts:
        for question, ways in part.items():
            found[question] = found.get(question, frozenset()) | ways
    return found
