"""What the engine promises for every tree: the formulas, exact bounds, one direction, switches, a round trip."""

import numpy as np
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.tree.bounds import EITHER, Bounds
from careerpaths.scoring.tree.document import Tree
from careerpaths.scoring.tree.program import Program
from tests.scoring.tree.plain import plain_values
from tests.scoring.tree.random_trees import KINDS, combinations, computed, trees

ORDER = {f"q{n}": ("c0", "c1", "c2") for n in range(12)}
SOME = settings(max_examples=30, deadline=None, derandomize=True)
kinds = st.sampled_from(KINDS)
switches = st.sets(st.sampled_from(("R01", "R02"))).map(frozenset)


@SOME
@given(trees(), kinds, switches)
def test_every_node_is_what_its_formula_says(tree: Tree, kind: str, off: frozenset[str]) -> None:
    program = Program(tree=tree, off=off)
    leaves = combinations(program)
    registers = computed(program, leaves, kind)
    for column in {0, leaves["q0"].shape[1] // 2, leaves["q0"].shape[1] - 1}:
        one = {key: float(values[0, column]) for key, values in leaves.items()}
        expected = plain_values(tree, one, kind, off)
        for node in tree.nodes:
            value = np.broadcast_to(registers[node.id], (1, leaves["q0"].shape[1]))[0, column]
            assert abs(value - expected[node.id]) <= ALMOST


@SOME
@given(trees(), kinds)
def test_no_node_leaves_its_bounds(tree: Tree, kind: str) -> None:
    program = Program(tree=tree)
    registers, spans = computed(program, combinations(program), kind), Bounds(program=program, order=ORDER).spans()
    for node in tree.nodes:
        assert spans[node.id][0, 0] - ALMOST <= registers[node.id].min()
        assert registers[node.id].max() <= spans[node.id][0, 1] + ALMOST


@SOME
@given(trees(), kinds)
def test_a_better_answer_moves_the_value_the_way_that_was_worked_out(tree: Tree, kind: str) -> None:
    program = Program(tree=tree)
    leaves = combinations(program)
    ways = Bounds(program=program, order=ORDER).of_value()
    value = np.broadcast_to(computed(program, leaves, kind)[tree.value], (1, leaves["q0"].shape[1]))
    grid = value.reshape((3,) * len(leaves))
    for axis, question in enumerate(leaves):
        steps = np.diff(grid, axis=axis)
        allowed = ways.get(question, frozenset())
        assert 1 in allowed or steps.max() <= ALMOST
        assert -1 in allowed or steps.min() >= -ALMOST


@SOME
@given(trees(), kinds)
def test_the_worst_and_the_best_answers_give_the_least_and_the_greatest_value(tree: Tree, kind: str) -> None:
    program = Program(tree=tree)
    ways = Bounds(program=program, order=ORDER).of_value()
    assume(EITHER not in ways.values())
    leaves = combinations(program)
    values = computed(program, leaves, kind)[tree.value]
    for end, least in ((0, True), (-1, False)):
        at_end = {}
        for key in leaves:
            heights = [program.amount(level) for level in program.scales[key].levels.values()]
            at_end[key] = np.array([[heights[end if 1 in ways.get(key, {1}) else -1 - end]]], dtype=np.float64)
        reached = computed(program, at_end, kind)[tree.value].item()
        assert abs(reached - (values.min() if least else values.max())) <= ALMOST


@SOME
@given(trees(), kinds)
def test_computing_only_what_a_leaf_moves_gives_the_same(tree: Tree, kind: str) -> None:
    program = Program(tree=tree)
    leaves = combinations(program)
    before = computed(program, leaves, kind)
    moved = program.above("q0")
    changed = leaves | {"q0": np.flip(leaves["q0"], axis=1)}
    after = computed(program, changed, kind)
    for node in tree.nodes:
        if node.id not in moved:
            assert np.array_equal(before[node.id], after[node.id])


@SOME
@given(trees())
def test_a_tree_is_the_same_after_a_round_trip_through_yaml(tree: Tree) -> None:
    text = yaml.safe_dump(tree.model_dump(mode="json", exclude_defaults=True))
    assert Tree.model_validate(yaml.safe_load(text)) == tree
