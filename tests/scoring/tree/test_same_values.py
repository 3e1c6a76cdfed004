"""The rules 1.0 as a tree give the values of their old form: to a billionth, draw by draw."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Array, Compiled
from careerpaths.scoring.findings.robustness import drawn_weights
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.tree.options import Options
from careerpaths.scoring.tree.run import GoalWeights
from careerpaths.scoring.tree.valuing import Valued, value, weights_of_people
from careerpaths.scoring.values.attributes import Draws, Extremes
from careerpaths.scoring.values.scores import Scores, score
from harness.cases import compiled, edited
from tests.scoring.recorded.test_recorded import written_cases
from tests.scoring.tree.as_tree import program_of

DRAWS = 100
EVERY = 1 if os.environ.get("RECORDED") == "all" else 40
SWITCHED = [f"R{n:02}" for n in (2, 3, *range(5, 18), 20)]


def some_cases() -> Iterator[tuple[int, Case]]:
    return ((n, case) for n, case in enumerate(written_cases()) if n % EVERY == 0 and case.options)


def valued(rules: Compiled, scores: Scores) -> Valued:
    """The same options through the tree."""
    options = Options(
        program=program_of(rules.ruleset), frame=scores.frame, filler=Draws(rules.ruleset.sampling.stream, scores.size)
    )
    return value(options, weights_of_people(options))


def same(found: Array, expected: Array) -> bool:
    found, expected = np.broadcast_arrays(found, expected)
    return bool(np.abs(found - expected).max() <= 1e-9)


def test_values_ranges_and_goals_are_the_same(subtests: pytest.Subtests) -> None:
    for n, case in some_cases():
        with subtests.test(str(n)):
            scores = score(compiled(), [case], DRAWS)
            tree = valued(compiled(), scores)
            assert same(tree.values, scores.draws)
            ends = replace(tree.options, filler=Extremes())
            reached = value(ends, weights_of_people(ends)).values
            assert same(reached.min(axis=1), scores.lowest)
            assert same(reached.max(axis=1), scores.highest)
            for share, expected in ((1.0, scores.value_under(1.0)), (0.0, scores.value_under(0.0))):
                only = {"lead": np.full((1, 1), share), "contributor": np.full((1, 1), 1 - share)}
                under = tree.values_with(replace(tree.own.weights_given, goal_shares=only))
                assert same(under.mean(axis=1), expected)


def test_values_under_drawn_weights_are_the_same(subtests: pytest.Subtests) -> None:
    for n, case in some_cases():
        with subtests.test(str(n)):
            scores = score(compiled(), [case], DRAWS)
            drawn = drawn_weights(scores, case, "headline")
            by_goal: dict[str, dict[str, Array]] = {
                goal: {criterion: weights[..., k] for k, criterion in enumerate(CRITERIA)}
                for goal, weights in (("lead", drawn.lead), ("contributor", drawn.contributor))
            }
            found = valued(compiled(), scores).values_with(GoalWeights(by_goal=by_goal))
            assert same(found, scores.prospect.value(compiled(), drawn))


@pytest.mark.parametrize("rule", SWITCHED)
def test_each_rule_switches_off_the_same(rule: str) -> None:
    rules = edited(switched_off(rule))
    for n, case in some_cases():
        if n % (EVERY * 5) == 0:
            scores = score(rules, [case], DRAWS)
            assert same(valued(rules, scores).values, scores.draws)


def switched_off(rule: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        next(item for item in document["rules"] if item["id"] == rule)["enabled"] = False

    return change


def test_many_people_at_once_are_valued_as_each_alone() -> None:
    cases = [case for _, case in some_cases()]
    together = score(compiled(), cases, DRAWS)
    tree = valued(compiled(), together)
    assert same(tree.values, together.draws)
