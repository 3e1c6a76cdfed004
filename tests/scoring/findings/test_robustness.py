"""Rank acceptability, pairwise winning, weights and closeness (decision model 4.1), and the engine's independence."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.findings.robustness import Acceptability, Setting, acceptability, closeness_of, drawn_weights
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import Scores
from harness.cases import PERSON, Answers, case, compiled, known, option, scored

ROOT = Path(__file__).parents[3]
DRAWS = 1000
TYPICAL = [option(path, path) for path in PATHS]
RANKING = ["sustainability", "safety", "execution", "people", "own_ideas", "communication"]
CONTRIBUTOR: Answers = {**PERSON, "goal_role": "research_contributor"}


def accepted(
    *options: dict[str, Any], person: Answers = PERSON, setting: Setting = "headline", draws: int = DRAWS
) -> Acceptability:
    scores = scored(*options, person=person, draws=draws)
    return acceptability(scores, case(options, person), setting, confidence=True)


def weights(person: Answers, setting: Setting, draws: int = DRAWS) -> dict[str, np.ndarray]:
    """Drawn weights of each goal, (draws, 7)."""
    drawn = drawn_weights(scored(known("phd"), person=person, draws=draws), case([known("phd")], person), setting)
    return {goal: own[0] for goal, own in drawn.by_goal.items()}


# Ranks


@pytest.mark.parametrize("setting", ["headline", "none", "ranking"])
def test_each_option_has_some_rank_and_each_rank_some_option(setting: Setting) -> None:
    person = {**PERSON, "criteria_ranking": RANKING}
    ranks = accepted(*TYPICAL, person=person, setting=setting).ranks
    assert ranks.shape == (5, 5)
    assert ranks.sum(axis=0) == pytest.approx(np.ones(5))
    assert ranks.sum(axis=1) == pytest.approx(np.ones(5))
    assert ((ranks >= 0) & (ranks <= 1)).all()


def test_first_places_are_counted_draw_by_draw() -> None:
    """Two jobs under the contributor goal that differ in one criterion each: who wins depends on two weights alone."""
    engineer = known("rc_industry", "a", opt_execution="great", opt_safety_peers="none")
    insider = known("rc_industry", "b", opt_execution="little", opt_safety_peers="most")
    scores = scored(engineer, insider, person=CONTRIBUTOR, draws=DRAWS)
    given = case([engineer, insider], CONTRIBUTOR)
    drawn = drawn_weights(scores, given, "headline").by_goal["contributor"][0]
    level = (1 - 0.4) * (1 - 0.15)
    safety = 0.4 * (1 - 0.5 * 0.6)
    wins = drawn[:, CRITERIA.index("execution")] * level > drawn[:, CRITERIA.index("safety")] * safety
    found = acceptability(scores, given)
    assert 0.6 < found.first("a") < 1
    assert found.first("a") == pytest.approx(wins.mean())
    assert found.pairwise[1, 0] == pytest.approx(1 - wins.mean())


def test_a_better_option_in_everything_is_first_whatever_the_weights() -> None:
    worse = {"opt_peers": "average", "opt_income": "tight", "opt_publish": "rarely", "opt_structure": "hands_off"}
    for setting in ("headline", "none"):
        found = accepted(known("phd", "a", **worse), known("phd", "b"), setting=setting)
        assert found.ranks.tolist() == [[0, 1], [1, 0]]
        assert found.pairwise.tolist() == [[0.5, 0], [1, 0.5]]


def test_pairwise_shares_of_two_options_complete_each_other() -> None:
    pairwise = accepted(*TYPICAL).pairwise
    assert pairwise + pairwise.T == pytest.approx(np.ones((5, 5)))


def test_ties_are_split_evenly() -> None:
    """4.1: unlike a program that gives both the better rank."""
    twins = accepted(known("phd", "a"), known("phd", "b"))
    assert twins.ranks.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert twins.pairwise.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_three_that_tie_behind_a_better_one_share_the_places_two_to_four() -> None:
    worse = [known("phd", key, opt_peers="weak") for key in "abc"]
    ranks = accepted(*worse, known("phd", "best")).ranks
    assert ranks[3].tolist() == [1, 0, 0, 0]
    assert ranks[:3] == pytest.approx(np.tile([0, 1 / 3, 1 / 3, 1 / 3], (3, 1)))


def test_a_clone_takes_half_of_the_first_places_and_none_of_the_others() -> None:
    """MX04, E96."""
    one, other = known("phd", "a", opt_peers="weak", opt_publish="never"), option("rc_industry", "b")
    before = accepted(one, other)
    after = accepted(one, other, {**one, "id": "clone"})
    assert 0 < before.first("a") < 1
    assert after.first("a") == after.first("clone") == pytest.approx(before.first("a") / 2)
    assert after.first("b") == before.first("b")


def test_excluded_options_take_no_part() -> None:
    """V01, E10."""
    barred = known("phd", "barred", opt_dealbreaker="yes")
    found = accepted(barred, known("phd", "a", opt_peers="weak"), known("rc_ra", "b"))
    alone = accepted(known("phd", "a", opt_peers="weak"), known("rc_ra", "b"))
    assert found.option_ids == ("a", "b")
    assert (found.ranks == alone.ranks).all()
    assert found.confidence == alone.confidence


@pytest.mark.parametrize("barred", [0, 1])
def test_with_no_ranked_option_or_one_there_is_nothing_to_compare(barred: int) -> None:
    options = [known("phd", "a", opt_dealbreaker="yes"), known("rc_ra", "b", opt_dealbreaker="no")][: barred + 1]
    scores = scored(*options)
    found = acceptability(scores, case(options))
    assert found.ranks.shape == (barred, barred)
    assert found.ranks.sum() == barred
    assert closeness_of(scores, found) == "not_ranked"


def test_where_the_ranks_are_equal_the_lead_is_too_close_to_call() -> None:
    """R24."""
    options = [known("phd", key) for key in "abc"]
    scores = scored(*options)
    assert closeness_of(scores, acceptability(scores, case(options))) == "too_close"


# Weights


def test_the_headline_varies_the_weights_of_the_post_around_their_mean() -> None:
    """4.1 (i): Dirichlet(30 w), for example 0.34 plus or minus 0.085."""
    drawn = weights(PERSON, "headline", 10_000)
    assert drawn.keys() == {"lead", "contributor"}
    for goal, central in compiled().weights.items():
        assert drawn[goal].sum(axis=1) == pytest.approx(np.ones(10_000))
        assert drawn[goal].mean(axis=0) == pytest.approx(central, abs=0.004)
        assert drawn[goal].std(axis=0) == pytest.approx(np.sqrt(central * (1 - central) / 31), abs=0.004)
    assert drawn["lead"][:, 0].std() == pytest.approx(0.085, abs=0.002)


def test_a_stated_risk_moves_the_centre_of_the_drawn_weights() -> None:
    """R16."""
    at_risk = weights({**PERSON, "mental_health_risk": "high"}, "headline", 10_000)["lead"]
    assert at_risk[:, CRITERIA.index("sustainability")].mean() == pytest.approx(0.11 * 1.9 / 1.099, abs=0.005)


def test_the_own_ranking_draws_weights_in_that_order_and_leaves_timing_its_weight() -> None:
    """4.1 (ii): the mean is the rank-order centroid."""
    drawn = weights({**PERSON, "criteria_ranking": RANKING}, "ranking", 10_000)["lead"]
    ordered = drawn[:, [CRITERIA.index(name) for name in RANKING]]
    centroid = np.array([sum(1 / k for k in range(place, 7)) / 6 for place in range(1, 7)])
    assert (np.diff(ordered, axis=1) <= 0).all()
    assert ordered.mean(axis=0) == pytest.approx(0.93 * centroid, abs=0.005)
    assert drawn[:, CRITERIA.index("timing")] == pytest.approx(np.full(10_000, 0.07))


def test_without_a_ranking_there_are_no_weights_that_follow_it() -> None:
    with pytest.raises(ValueError, match="none was given"):
        accepted(known("phd"), setting="ranking")


def test_no_weights_at_all_is_uniform_over_the_criteria_that_the_goal_uses() -> None:
    """4.1 (iii): the contributor goal has no weight for timing."""
    drawn = weights(PERSON, "none", 10_000)
    assert drawn["lead"].mean(axis=0) == pytest.approx(np.full(7, 1 / 7), abs=0.005)
    assert drawn["contributor"][:, :6].mean(axis=0) == pytest.approx(np.full(6, 1 / 6), abs=0.005)
    assert (drawn["contributor"][:, CRITERIA.index("timing")] == 0).all()


def test_weights_are_drawn_from_streams_of_their_own() -> None:
    """4.1: an answer more or less leaves them in place."""
    one, other = (drawn_weights(scored(item), case([item]), "headline") for item in (known("phd"), option("rc_ra")))
    assert all((own == other.by_goal[goal]).all() for goal, own in one.by_goal.items())


def test_central_weights_say_who_typically_chooses_an_option() -> None:
    """4.1: whoever picks the engineer weighs execution more, and with those weights the engineer is first."""
    engineer = known("rc_industry", "a", opt_execution="great", opt_safety_peers="none")
    insider = known("rc_industry", "b", opt_execution="little", opt_safety_peers="most")
    found = accepted(engineer, insider, person=CONTRIBUTOR, setting="none", draws=4000)
    first, second = found.central_weights
    assert first is not None
    assert second is not None
    assert first["execution"] > 1 / 6 > second["execution"]
    assert second["safety"] > 1 / 6 > first["safety"]
    assert sum(first.values()) == pytest.approx(1)
    assert found.confidence == (1, 1)


def test_a_central_weight_from_few_winning_draws_is_not_shown() -> None:
    """4.1: not shown if N a < 400."""
    found = accepted(known("phd", "a"), known("phd", "b", opt_peers="weak"), draws=399)
    assert found.central_weights == (None, None)
    enough = accepted(known("phd", "a"), known("phd", "b", opt_peers="weak"), draws=400)
    assert enough.central_weights[0] is not None
    assert enough.central_weights[1] is None
    assert enough.confidence == (1, None)


def test_the_shares_of_ten_thousand_draws_are_good_to_a_percent() -> None:
    """4.1: half-width 0.0098; two halves of the draws agree to about twice that."""

    def first(scores: Scores) -> float:
        return acceptability(scores, case(PAIR)).first("a")

    assert first(scored(*PAIR, draws=10_000)) == pytest.approx(first(scored(*PAIR, draws=5_000)), abs=0.02)


PAIR = [option("phd", "a"), option("rc_nonprofit", "b")]


# The engine stands alone

ENTRANCES = ("parsing", "questionnaire", "values.evaluation", "findings.analysis", "findings.report")


def test_the_engine_knows_no_django_and_reads_no_files_of_the_site() -> None:
    forbidden = ("django", "ninja", "yaml", "assessments", "careerpaths.settings", "careerpaths.rulesets")
    modules = ", ".join(f"careerpaths.scoring.{name}" for name in ENTRANCES)
    code = f"import sys, {modules}; print([m for m in {forbidden} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"


def test_importing_and_using_the_engine_leaves_the_global_random_state_alone() -> None:
    """4.1: pin the generator, not the global seed."""
    np.random.seed(7)
    expected = np.random.random()
    np.random.seed(7)
    accepted(*TYPICAL, draws=100)
    assert np.random.random() == expected
