"""The closed set of nodes: what each is called, what it computes, and which way each argument moves it.

A node names its arguments: other nodes, scales or numbers, all by id. Values are on 0..1 unless a field says otherwise;
arrays are (rows, 1) or (rows, draws), or (1, ...) where all rows share them. The first argument is what the node is
about; the others lift, limit or replace it. Where a node's rule is switched off, the first argument passes unchanged.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Annotated, ClassVar, Literal, Protocol

import numpy as np
from pydantic import Field

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.schema import Frozen, Label, Named, Slug, Words

THE_REST = "rest"
"""What the other shares leave over."""


class NodeContext(Protocol):
    """All that a node reads besides its arguments."""

    def number(self, key: str) -> float:
        """A constant of the method."""

    def points(self, curve: str) -> tuple[Array, Array]:
        """Where a curve bends, and how high it is there."""

    def levels(self, scale: str) -> Mapping[str, float]:
        """The numbers of a scale."""

    def is_kind(self, kinds: Sequence[str]) -> Mask:
        """Whether each option is of one of these kinds, (rows, 1)."""

    def holds(self, condition: Condition) -> Mask:
        """Where a condition holds, (rows, 1 or draws)."""

    def weights(self, node: "WeighedNode") -> Sequence[Array]:
        """What each argument weighs, (rows, 1) or (1, draws)."""

    def goal_share(self, goal: str) -> Array:
        """How far a goal is this person's, (rows, 1 or draws)."""

    def goal_values(self) -> Mapping[str, Array]:
        """The value under each goal, (rows, 1 or draws)."""

    def years_left(self, curve: str, unknown: float) -> Array:
        """A curve of the expected years that are left, (rows, 1 or draws)."""

    def still_ahead(self, years: float) -> Array:
        """The chance that so many years are left, less those that experience saves, (rows, 1)."""


class _Node(Frozen):
    """What all kinds of node share."""

    id: Slug
    label: Label = Field(default="-", description="what holds an option back, where it takes points away")
    text: Words = Field(default="", description="one sentence for readers")
    rule: Named = Field(default="", description="the rule that it is part of, and that switches it off")
    criterion: Named = Field(default="", description="the criterion that it is weighed as")
    of: tuple[Slug, ...] = Field(default=(), description="its arguments: nodes, scales or numbers")

    ARGUMENTS: ClassVar[tuple[int, int]] = (1, 99)
    """How few and how many arguments it takes."""
    DIRECTIONS: ClassVar[tuple[int, ...]] = (1,)
    """Which way each argument moves it: 1 up, -1 down, 0 either; the last counts for all further ones."""

    def constants(self) -> Sequence[str]:
        """The numbers that it names beside its arguments."""
        return ()

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        """What it computes from its arguments."""
        raise NotImplementedError


def _shares(shares: Sequence[str], count: int, context: NodeContext) -> list[float]:
    """Shares as numbers; `rest` is what the others leave over, and none given are equal ones."""
    if not shares:
        return [1 / count] * count
    given = [0.0 if share == THE_REST else context.number(share) for share in shares]
    return [1 - sum(given) if share == THE_REST else own for share, own in zip(shares, given, strict=True)]


def _sum(x: Iterable[Array], factors: Iterable[float | Array]) -> Array:
    return reduce(np.add, (factor * value for factor, value in zip(factors, x, strict=True)))


class MeanNode(_Node):
    """Weighted arithmetic mean, s1 x1 + s2 x2 + ...: one can make up for another."""

    kind: Literal["mean"]
    shares: tuple[Slug, ...] = Field(default=(), description="numbers that sum to 1, one perhaps `rest`; none: equal")

    def constants(self) -> Sequence[str]:
        return [share for share in self.shares if share != THE_REST]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return _sum(x, _shares(self.shares, len(x), context))


class TogetherNode(_Node):
    """Weighted geometric mean, x1^s1 x2^s2 ...: all must be there."""

    kind: Literal["together"]
    shares: tuple[Slug, ...] = Field(default=(), description="numbers that sum to 1, one perhaps `rest`; none: equal")

    def constants(self) -> Sequence[str]:
        return [share for share in self.shares if share != THE_REST]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        if not self.shares and len(x) == 2:
            return np.sqrt(x[0] * x[1])
        powers = zip(x, _shares(self.shares, len(x), context), strict=True)
        return reduce(np.multiply, (value**share for value, share in powers))


class SumNode(_Node):
    """min(1, base + a1 x1 + a2 x2 + ...), with amounts that need not sum to 1."""

    kind: Literal["sum"]
    base: Slug
    amounts: tuple[Slug, ...] = Field(min_length=1, description="a number for each argument")

    def constants(self) -> Sequence[str]:
        return [self.base, *self.amounts]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return np.minimum(context.number(self.base) + _sum(x, [context.number(key) for key in self.amounts]), 1)


class BestNode(_Node):
    """The greatest argument."""

    kind: Literal["best"]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return reduce(np.maximum, x)


class WeakestNode(_Node):
    """The least argument."""

    kind: Literal["weakest"]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return reduce(np.minimum, x)


class CapNode(_Node):
    """min(x, floor + (1 - floor) y): nothing makes up for a lack of y."""

    kind: Literal["cap"]
    floor: Slug
    ARGUMENTS: ClassVar[tuple[int, int]] = (2, 2)

    def constants(self) -> Sequence[str]:
        return [self.floor]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return np.minimum(x[0], _lifted(x[1], context.number(self.floor)))


class LiftNode(_Node):
    """floor + (1 - floor) x: even without x something is left."""

    kind: Literal["lift"]
    floor: Slug
    ARGUMENTS: ClassVar[tuple[int, int]] = (1, 1)

    def constants(self) -> Sequence[str]:
        return [self.floor]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return _lifted(x[0], context.number(self.floor))


def _lifted(value: Array, floor: float) -> Array:
    return floor + (1 - floor) * value


class TimesNode(_Node):
    """The product: each argument wears down the first."""

    kind: Literal["times"]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return reduce(np.multiply, x)


class MakeGoodNode(_Node):
    """1 - (1 - x) (1 - y1) (1 - y2) ...: each y replaces part of what x lacks."""

    kind: Literal["make_good"]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return 1 - reduce(np.multiply, (1 - value for value in x))


class BeyondNode(_Node):
    """min(x, kink) + max(x - kink, 0) y: beyond the kink, x counts as far as y."""

    kind: Literal["beyond"]
    kink: Slug
    ARGUMENTS: ClassVar[tuple[int, int]] = (2, 2)

    def constants(self) -> Sequence[str]:
        return [self.kink]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        kink = context.number(self.kink)
        return np.minimum(x[0], kink) + np.maximum(x[0] - kink, 0) * x[1]


class CurveNode(_Node):
    """A piecewise linear function that never falls."""

    kind: Literal["curve"]
    curve: Slug = Field(description="a scale without a question")
    ARGUMENTS: ClassVar[tuple[int, int]] = (1, 1)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return np.interp(x[0], *context.points(self.curve))


class OppositeNode(_Node):
    """1 - x."""

    kind: Literal["opposite"]
    ARGUMENTS: ClassVar[tuple[int, int]] = (1, 1)
    DIRECTIONS: ClassVar[tuple[int, ...]] = (-1,)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return 1 - x[0]


class KindOfOptionNode(_Node):
    """A number for each kind of option."""

    kind: Literal["kind_of_option"]
    scale: Slug = Field(description="a scale with a level for each kind")
    ARGUMENTS: ClassVar[tuple[int, int]] = (0, 0)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        levels = context.levels(self.scale)
        return _sum([context.is_kind([kind]).astype(np.float64) for kind in levels], levels.values())


class ByKindNode(_Node):
    """The first argument; for some kinds of option, another."""

    kind: Literal["by_kind"]
    kinds: tuple[tuple[Slug, ...], ...] = Field(min_length=1, description="the kinds of each further argument")

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        value = x[0]
        for own, kinds in zip(x[1:], self.kinds, strict=True):
            value = np.where(context.is_kind(kinds), own, value)
        return value


class WhenNode(_Node):
    """The first argument; where the condition holds, the second. The condition speaks of the option in front."""

    kind: Literal["when"]
    condition: Condition
    ARGUMENTS: ClassVar[tuple[int, int]] = (2, 2)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return np.where(context.holds(self.condition), x[1], x[0])


class YearsLeftNode(_Node):
    """A curve of the expected years that the person's own timeline leaves, after the years to get there."""

    kind: Literal["years_left"]
    curve: Slug
    unknown: Slug = Field(description="a number that stands where no timeline was given")
    ARGUMENTS: ClassVar[tuple[int, int]] = (0, 0)

    def constants(self) -> Sequence[str]:
        return [self.unknown]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return context.years_left(self.curve, context.number(self.unknown))


class StillAheadNode(_Node):
    """The chance that the person's own timeline leaves so many years, less those that experience saves; else 1."""

    kind: Literal["still_ahead"]
    years: Slug
    ARGUMENTS: ClassVar[tuple[int, int]] = (0, 0)

    def constants(self) -> Sequence[str]:
        return [self.years]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return context.still_ahead(context.number(self.years))


class WeighedNode(_Node):
    """Weighted mean by the weights of the goal: each argument weighs what the criteria below it weigh together."""

    kind: Literal["weighed"]

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        weights = context.weights(self)
        of_all: Array = reduce(np.add, weights)
        shares = [weight / np.where(of_all > 0, of_all, 1) for weight in weights]
        if shares[0].ndim > 2 and all(value.ndim == 2 for value in x):
            return _for_each_set(shares, x)
        total = shares[0] * x[0]
        for value, share in zip(x[1:], shares[1:], strict=True):
            term = share * value
            total = np.add(total, term, out=total if total.shape == term.shape else None)
        return total


def _for_each_set(shares: Sequence[Array], x: Sequence[Array]) -> Array:
    """The weighted mean for each of many sets of weights, (sets, 1, 1) each: one product of matrices."""
    values = np.stack(np.broadcast_arrays(*x))
    if any(share.shape[1:] != (1, 1) for share in shares):
        return _sum(x, shares)
    sets = np.concatenate(np.broadcast_arrays(*shares), axis=1)[:, :, 0]
    means: Array = (sets @ values.reshape(len(x), -1)).reshape(len(sets), *values.shape[1:])
    return means


class GoalsNode(_Node):
    """The values under all goals, mixed by how far each is this person's."""

    kind: Literal["goals"]
    ARGUMENTS: ClassVar[tuple[int, int]] = (0, 0)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        values = context.goal_values()
        return _sum(values.values(), [context.goal_share(goal) for goal in values])


class GoalShareNode(_Node):
    """How far a goal is this person's."""

    kind: Literal["goal_share"]
    goal: Slug
    ARGUMENTS: ClassVar[tuple[int, int]] = (0, 0)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return context.goal_share(self.goal)


class MixNode(_Node):
    """(1 - s) x + s y, with the share s as its third argument."""

    kind: Literal["mix"]
    ARGUMENTS: ClassVar[tuple[int, int]] = (3, 3)
    DIRECTIONS: ClassVar[tuple[int, ...]] = (1, 1, 0)

    def value(self, x: Sequence[Array], context: NodeContext) -> Array:
        return x[0] + x[2] * (x[1] - x[0])


AnyNode = Annotated[
    MeanNode
    | TogetherNode
    | SumNode
    | BestNode
    | WeakestNode
    | CapNode
    | LiftNode
    | TimesNode
    | MakeGoodNode
    | BeyondNode
    | CurveNode
    | OppositeNode
    | KindOfOptionNode
    | ByKindNode
    | WhenNode
    | YearsLeftNode
    | StillAheadNode
    | WeighedNode
    | GoalsNode
    | GoalShareNode
    | MixNode,
    Field(discriminator="kind"),
]
