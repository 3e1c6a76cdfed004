"""Random trees of all kinds of node over a few questions, and options that have every combination of answers."""

from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.tree.document import Tree
from careerpaths.scoring.tree.program import Program
from careerpaths.scoring.tree.run import Run, Weights

KINDS = ("one", "two", "three")
MOST_NODES, MOST_LEAVES, LEVELS = 40, 5, 3
NUMBERS = {"none": 0.0, "little": 0.2, "half": 0.5, "most": 0.8, "all_of_it": 1.0}
EVEN = {"source": ["assumption"]}


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree whose last node is its value."""
    leaves = [f"q{n}" for n in range(draw(st.integers(1, MOST_LEAVES)))]
    scales = [draw(a_scale(leaf)) for leaf in leaves]
    nodes: list[dict[str, Any]] = []
    for n in range(draw(st.integers(1, MOST_NODES))):
        nodes.append(draw(a_node(f"n{n}", [*leaves, *NUMBERS, *(node["id"] for node in nodes)])))
    return Tree.model_validate(
        {
            "numbers": [
                {"id": key, "value": v, "unit": "1", **EVEN}
                for key, v in zip(NUMBERS, (0, 0.2, 0.5, 0.8, 1), strict=True)
            ],
            "scales": [*scales, *BY_KIND, {"id": "bend", "points": [[0, 0], [0.4, 0.7], [1, 0.9]], **EVEN}],
            "nodes": nodes,
            "goals": [{"id": "only", "label": "Only", "value": nodes[-1]["id"]}],
            "weights": {"only": {"all": 1}},
            "timeline": TIMELINE,
            "value": nodes[-1]["id"],
        }
    )


BY_KIND = [
    {"id": f"by_kind{n}", "question": "kind", "levels": dict(zip(KINDS, levels, strict=True)), **EVEN}
    for n, levels in enumerate(((0, 0.5, 1), (1, 1, 0)))
]
TIMELINE = {"chances": [], "start": "s", "experience": "e", "credit": "none", "most_credit": "none"} | {
    "years": [[5, 1]],
    "horizon": "all_of_it",
}


@st.composite
def a_scale(draw: st.DrawFn, leaf: str) -> dict[str, Any]:
    """Three choices from worst to best; some scales fall."""
    heights = sorted(draw(st.lists(st.sampled_from((0, 0.1, 0.3, 0.5, 0.9, 1)), min_size=LEVELS, max_size=LEVELS)))
    if draw(st.booleans()) and draw(st.booleans()):
        heights.reverse()
    return {"id": leaf, "question": leaf, "levels": {f"c{n}": height for n, height in enumerate(heights)}, **EVEN}


@st.composite
def a_node(draw: st.DrawFn, key: str, among: list[str]) -> dict[str, Any]:
    kind, number = draw(st.sampled_from(sorted(ARGUMENTS))), st.sampled_from(tuple(NUMBERS))
    count = draw(st.integers(*ARGUMENTS[kind]))
    node: dict[str, Any] = {"id": key, "kind": kind, "of": [draw(st.sampled_from(among)) for _ in range(count)]}
    node["rule"] = draw(st.sampled_from(("", "R01", "R02")))
    match kind:
        case "cap" | "lift":
            node["floor"] = draw(number)
        case "beyond":
            node["kink"] = draw(number)
        case "sum":
            node |= {"base": draw(number), "amounts": [draw(number) for _ in range(count)]}
        case "curve":
            node["curve"] = "bend"
        case "kind_of_option":
            node["scale"] = draw(st.sampled_from([scale["id"] for scale in BY_KIND]))
        case "by_kind":
            node["kinds"] = [draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2)) for _ in range(count - 1)]
        case "mean" | "together" if count == 2 and draw(st.booleans()):
            node["shares"] = [draw(number), "rest"]
    return node


ARGUMENTS = {
    "mean": (1, 4), "together": (1, 3), "sum": (1, 3), "best": (1, 3), "weakest": (1, 3), "cap": (2, 2), "lift": (1, 1),
    "times": (1, 3), "make_good": (1, 3), "beyond": (2, 2), "curve": (1, 1), "opposite": (1, 1),
    "kind_of_option": (0, 0), "by_kind": (2, 3), "mix": (3, 3),
}  # fmt: skip


def combinations(program: Program) -> dict[str, Array]:
    """Every scale at every combination of levels, (1, combinations)."""
    scales = [scale for scale in program.tree.scales if scale.id.startswith("q")]
    levels = [[float(program.amount(level)) for level in scale.levels.values()] for scale in scales]
    columns = np.array(list(product(*levels))).T
    return {scale.id: column[None, :] for scale, column in zip(scales, columns, strict=True)}


class OneOption:
    """An option of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def is_kind(self, kinds: Any) -> Mask:
        return np.array([[self.kind in kinds]])

    holds = years_left = still_ahead = None


def computed(program: Program, leaves: dict[str, Array], kind: str) -> dict[str, Array]:
    """The value of every node."""
    weights = Weights(by_goal={"only": np.ones((1, 1, 1))})
    situation: Any = OneOption(kind)
    run = Run(program=program, situation=situation, given=weights, registers=program.registers(leaves))
    return run.through(frozenset(program.order)).registers  # none is given up
