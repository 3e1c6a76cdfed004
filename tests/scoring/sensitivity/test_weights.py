"""Weights that would change which option comes first."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.parts.numbers import CRITERIA
from harness.cases import FULL, PERSON, case, compiled, edited, known
from tests.scoring.sensitivity.rescoring import CLOSE, QUESTIONS, first_of, weight_tips


def with_lead_weights(rules: Compiled, weights: Array) -> Compiled:
    return replace(rules, weights={**rules.weights, "lead": weights})


def reweighted(k: int, weight: float) -> Compiled:
    """The ruleset with the lead weight of one criterion set, the others rescaled."""
    central = compiled().weights["lead"]
    weights = central * (1 - weight) / (1 - central[k])
    weights[k] = weight
    return with_lead_weights(compiled(), weights)


@pytest.mark.parametrize("seed", range(2))
def test_weights_tip_where_scoring_with_changed_weights_does(seed: int) -> None:
    """4.3: against another grid of 34 weights for each criterion, all answers known."""
    chance = random.Random(seed)
    given = case([random_option(chance, "a", "phd"), random_option(chance, "b", "rc_nonprofit")])
    now = first_of(given)
    found = {point.criterion: point for point in weight_tips(given)}
    for k, criterion in enumerate(CRITERIA):
        present = compiled().weights["lead"][k]
        turning = [w for w in np.linspace(0, 1, 34) if first_of(given, reweighted(k, float(w)), holder=now) != now]
        if criterion not in found:
            assert turning == []
            continue
        nearest = min(turning, key=lambda w: abs(w - present))
        assert abs(found[criterion].after - nearest) <= 1 / 33
        assert found[criterion].before == pytest.approx(present)
        assert first_of(given, reweighted(k, found[criterion].after)) == found[criterion].first


def random_option(chance: random.Random, key: str, path: str) -> dict[str, Any]:
    answers = {name: chance.choice(QUESTIONS[name].choice_ids) for name in FULL if QUESTIONS[name].choices}
    return known(path, key, **answers)


def test_the_nearest_weight_stands_first() -> None:
    points = weight_tips(case(CLOSE))
    changes = [abs(point.after - point.before) for point in points]
    assert len(changes) > 1
    assert changes == sorted(changes)


def test_no_weight_turns_an_order_that_is_the_same_in_every_criterion() -> None:
    worse = {"opt_peers": "average", "opt_income": "tight", "opt_publish": "rarely", "opt_structure": "hands_off"}
    assert weight_tips(case([known("phd", "a", **worse), known("phd", "b")])) == ()


def test_weights_tip_under_the_goal_that_counts_more() -> None:
    """The contributor's weights for a contributor."""
    person = {**PERSON, "goal_role": "research_contributor"}
    jobs = [
        known("rc_industry", "a", opt_execution="great", opt_safety_peers="none"),
        known("rc_industry", "b", opt_execution="little", opt_safety_peers="most"),
    ]
    points = {point.criterion: point for point in weight_tips(case(jobs, person))}
    assert points["safety"].before == pytest.approx(compiled().weights["contributor"][CRITERIA.index("safety")])
    # 0.51 w_e < 0.28 w_s with the other weights in proportion
    w = compiled().weights["contributor"]
    execution, safety = w[CRITERIA.index("execution")], w[CRITERIA.index("safety")]
    ratio = 0.51 * execution / 0.28 / (1 - safety)
    assert points["safety"].after == pytest.approx(ratio / (1 + ratio), abs=0.01)


def test_an_admins_adjustment_counts_at_every_weight() -> None:
    """Half the value of a job, recomputed at each weight: the order turns where scoring with that weight turns it."""

    def halve(document: dict[str, Any]) -> None:
        document["adjustments"] = [
            {
                "id": "halve",
                "name": "Halve",
                "rationale": "For a test.",
                "source": ["assumption"],
                "target": "value",
                "action": "multiply",
                "amount": 0.5,
                "when": {"path": ["rc_nonprofit"]},
            }
        ]

    halved = edited(halve)
    poor = {"opt_mentor_hours": 0, "opt_mentor_research": "none", "opt_peers": "none", "opt_publish": "never"}
    given = case([known("phd", "a", **poor, opt_idea_freedom="assigned", opt_execution="little"), CLOSE[1]])
    points = weight_tips(given, halved)
    assert points
    for point in points:
        k = CRITERIA.index(point.criterion)
        step = 0.01 if point.after > point.before else -0.01
        turned, still = (
            with_lead_weights(halved, reweighted(k, w).weights["lead"]) for w in (point.after, point.after - step)
        )
        assert first_of(given, turned, holder=first_of(given, halved)) == point.first
        assert first_of(given, still, holder=first_of(given, halved)) != point.first
