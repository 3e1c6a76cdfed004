"""A tree computed as one would by hand: one option, one number a leaf, node by node from the formula of its kind."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

from careerpaths.scoring.tree.document import Tree

Given = Mapping[str, float]
Formula = Callable[[Any, Sequence[float], Given], float]


def plain_values(tree: Tree, leaves: Given, kind: str, off: frozenset[str]) -> dict[str, float]:
    """The value of each node for an option of this kind. In these trees each node comes after its arguments."""
    numbers = {number.id: number.value for number in tree.numbers}
    found = {**numbers, **leaves}
    for node in tree.nodes:
        x = [found[part] for part in node.of]
        found[node.id] = x[0] if node.rule in off and x else _value(tree, node, x, numbers, kind)
    return found


def _value(tree: Tree, node: Any, x: Sequence[float], numbers: Given, kind: str) -> float:
    match node.kind:
        case "kind_of_option":
            return float(next(scale.levels[kind] for scale in tree.scales if scale.id == node.scale))
        case "by_kind":
            own = [x[n + 1] for n, kinds in enumerate(node.kinds) if kind in kinds]
            return own[-1] if own else x[0]
        case "curve":
            points = next(scale.points for scale in tree.scales if scale.id == node.curve)
            return between(points, x[0])
    return FORMULAS[node.kind](node, x, numbers)


def shares_of(node: Any, numbers: Given) -> list[float]:
    shares = getattr(node, "shares", ())
    if not shares:
        return [1 / len(node.of)] * len(node.of)
    rest = 1 - sum(numbers[share] for share in shares if share != "rest")
    return [rest if share == "rest" else numbers[share] for share in shares]


def between(points: Sequence[tuple[float, float]], x: float) -> float:
    if x <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return points[-1][1]


FORMULAS: Mapping[str, Formula] = {
    "mean": lambda node, x, n: sum(s * v for s, v in zip(shares_of(node, n), x, strict=True)),
    "together": lambda node, x, n: prod(v**s for s, v in zip(shares_of(node, n), x, strict=True)),
    "sum": lambda node, x, n: min(1, n[node.base] + sum(n[a] * v for a, v in zip(node.amounts, x, strict=True))),
    "best": lambda node, x, n: max(x),
    "weakest": lambda node, x, n: min(x),
    "cap": lambda node, x, n: min(x[0], n[node.floor] + (1 - n[node.floor]) * x[1]),
    "lift": lambda node, x, n: n[node.floor] + (1 - n[node.floor]) * x[0],
    "times": lambda node, x, n: prod(x),
    "make_good": lambda node, x, n: 1 - prod(1 - v for v in x),
    "beyond": lambda node, x, n: min(x[0], n[node.kink]) + max(x[0] - n[node.kink], 0) * x[1],
    "opposite": lambda node, x, n: 1 - x[0],
    "mix": lambda node, x, n: (1 - x[2]) * x[0] + x[2] * x[1],
}  # fmt: skip
