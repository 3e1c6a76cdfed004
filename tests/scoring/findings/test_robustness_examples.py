"""The counting of SMAA against a published example and against areas that can be worked out by hand."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.findings import smaa
from careerpaths.scoring.findings.robustness import Acceptability, Setting, acceptability
from careerpaths.scoring.parts.numbers import CRITERIA
from harness.cases import PERSON, Answers, case, compiled, known, scored

DRAWS = 40_000
PUBLISHED_DRAWS = 10_000
ERRORS = 4  # Monte Carlo standard errors that an estimate may be off


def stream() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(20261123))


def uniform(criteria: int, draws: int = DRAWS) -> Array:
    return smaa.dirichlet_weights(stream(), np.ones(criteria), draws)


def additive(table: list[list[float]], weights: Array) -> Array:
    """Values of options with fixed criteria values, (options, draws)."""
    return np.array(table) @ weights


def error_of(share: float, *draws: int) -> float:
    """Allowed error of a share between estimates from so many draws."""
    return ERRORS * float(np.sqrt(sum(share * (1 - share) / n for n in draws)))


# A published example

EVENTS = {"Heparin": (20, 40, 1), "Enoxaparin": (8, 32, 5)}
PATIENTS = {"Heparin": 136, "Enoxaparin": 129}
BEST, WORST = (0.0, 0.15, 0.0), (0.25, 0.4, 0.1)  # share of patients with proximal, distal thrombosis, major bleeding
PUBLISHED_FIRST = {"Heparin": 0.3504, "Enoxaparin": 0.6496}
PUBLISHED_WEIGHTS = {"Heparin": (0.1865, 0.2772, 0.5363), "Enoxaparin": (0.4073, 0.3641, 0.2285)}
PUBLISHED_CONFIDENCE = {"Heparin": 0.6682, "Enoxaparin": 0.8956}
PUBLISHED_AT_FIXED_WEIGHTS = {"Heparin": 0.1279, "Enoxaparin": 0.8721}  # of first place at 0.5, 0.2, 0.3
DRUGS = tuple(EVENTS)


def measured(draws: int = DRAWS) -> Array:
    """Partial values of heparin and enoxaparin, (2, 3, draws).

    Events and patients are those of `thrombolytics.json` of drugis/mcda-elicitation-web: each share of patients is
    Beta(events, patients without); its value falls evenly from the best to the worst end of the scale.
    """
    random = stream()
    shares = np.array(
        [[random.beta(events, PATIENTS[drug] - events, draws) for events in EVENTS[drug]] for drug in DRUGS]
    )
    best, worst = (np.array(ends)[None, :, None] for ends in (BEST, WORST))
    partial: Array = (worst - shares) / (worst - best)
    return partial


def thrombolytics(weights: Array) -> Array:
    values: Array = np.einsum("okn,kn->on", measured(weights.shape[1]), weights)
    return values


@pytest.mark.parametrize("drug", DRUGS)
def test_published_rank_acceptabilities_come_out_within_monte_carlo_error(drug: str) -> None:
    """R package smaa, smaa/tests/Examples/smaa-Ex.Rout.save: uniform weights, 10,000 iterations."""
    ranks = smaa.standing(thrombolytics(uniform(3))).rank_shares()[DRUGS.index(drug)]
    first = PUBLISHED_FIRST[drug]
    assert ranks == pytest.approx([first, 1 - first], abs=error_of(first, DRAWS, PUBLISHED_DRAWS))


@pytest.mark.parametrize("drug", DRUGS)
def test_published_central_weights_come_out_within_monte_carlo_error(drug: str) -> None:
    """Same source. A weight has standard error sd / sqrt(N a) (decision model 4.1)."""
    weights = uniform(3)
    won = smaa.standing(thrombolytics(weights)).place_shares(0)[DRUGS.index(drug)]
    centre = smaa.central_weights(weights, won)
    first = PUBLISHED_FIRST[drug]
    spread = weights[:, won > 0].std(axis=1)
    allowed = ERRORS * spread * np.sqrt(1 / (DRAWS * first) + 1 / (PUBLISHED_DRAWS * first))
    assert (np.abs(centre - PUBLISHED_WEIGHTS[drug]) < allowed).all()


@pytest.mark.parametrize("drug", DRUGS)
def test_published_confidence_factors_come_out_within_monte_carlo_error(drug: str) -> None:
    """Same source: how often a drug is first if its published central weights were the weights."""
    at_centre = np.repeat(np.array(PUBLISHED_WEIGHTS[drug])[:, None], DRAWS, axis=1)
    found = smaa.standing(thrombolytics(at_centre)).rank_shares()[DRUGS.index(drug), 0]
    published = PUBLISHED_CONFIDENCE[drug]
    assert found == pytest.approx(published, abs=error_of(published, DRAWS, PUBLISHED_DRAWS))


def test_published_acceptabilities_at_fixed_weights_come_out_within_monte_carlo_error() -> None:
    """Same source, weights 0.5, 0.2 and 0.3. With two options the pairwise index is the first-rank share."""
    fixed = np.repeat(np.array([[0.5], [0.2], [0.3]]), DRAWS, axis=1)
    values = thrombolytics(fixed)
    published = [PUBLISHED_AT_FIXED_WEIGHTS[drug] for drug in DRUGS]
    allowed = error_of(published[0], DRAWS, PUBLISHED_DRAWS)
    assert smaa.standing(values).rank_shares()[:, 0] == pytest.approx(published, abs=allowed)
    assert smaa.pairwise_shares(values)[0, 1] == pytest.approx(published[0], abs=allowed)


# Areas of the weight simplex, worked out by hand


def test_two_options_and_two_criteria_split_the_weights_at_their_crossing() -> None:
    """(0.9, 0.3) beats (0.5, 0.5) where 0.4 w > 0.2 (1 - w), that is w > 1/3: two thirds of the uniform weights."""
    weights = uniform(2)
    ranks = smaa.standing(additive([[0.9, 0.3], [0.5, 0.5]], weights)).rank_shares()
    assert ranks == pytest.approx(np.array([[2, 1], [1, 2]]) / 3, abs=error_of(1 / 3, DRAWS))


def test_central_weights_lie_in_the_middle_of_the_stretch_that_an_option_wins() -> None:
    """Same two options: the first wins on (1/3, 1), the second on (0, 1/3)."""
    weights = uniform(2)
    places = smaa.standing(additive([[0.9, 0.3], [0.5, 0.5]], weights)).place_shares(0)
    assert smaa.central_weights(weights, places[0]) == pytest.approx([2 / 3, 1 / 3], abs=0.005)
    assert smaa.central_weights(weights, places[1]) == pytest.approx([1 / 6, 5 / 6], abs=0.005)


def test_three_specialists_in_three_criteria_are_first_in_a_third_each_and_have_every_rank_alike() -> None:
    ranks = smaa.standing(uniform(3)).rank_shares()
    assert ranks == pytest.approx(np.full((3, 3), 1 / 3), abs=error_of(1 / 3, DRAWS))


def test_three_options_with_uneven_areas_have_the_shares_of_those_areas() -> None:
    """Two criteria: (1, 0), (0.7, 0.6), (0, 1). They cross at w = 2/3, 4/11 and 1/2.

    First is the third below 4/11, the second up to 2/3, then the first. Last is the first below 1/2, then the third.
    """
    ranks = smaa.standing(additive([[1, 0], [0.7, 0.6], [0, 1]], uniform(2))).rank_shares()
    expected = [[1 / 3, 1 / 6, 1 / 2], [2 / 3 - 4 / 11, 1 / 3 + 4 / 11, 0], [4 / 11, 1 / 2 - 4 / 11, 1 / 2]]
    assert ranks == pytest.approx(np.array(expected), abs=error_of(1 / 2, DRAWS))


def test_three_criteria_give_the_area_of_a_corner_of_the_triangle() -> None:
    """(1, 0, 0) beats a sure 1/2 where w1 > 1/2: a corner with half the side, hence a quarter of the area."""
    pairwise = smaa.pairwise_shares(additive([[1, 0, 0], [0.5, 0.5, 0.5]], uniform(3)))
    assert pairwise[0, 1] == pytest.approx(1 / 4, abs=error_of(1 / 4, DRAWS))


def test_uncertain_values_are_counted_with_the_weights() -> None:
    """One option is worth 1/2; the other x w + y (1 - w) with x, y even on 0..1: by symmetry each is first in half."""
    random, weights = stream(), uniform(2)
    values = np.stack([np.full(DRAWS, 0.5), (random.random((2, DRAWS)) * weights).sum(axis=0)])
    assert smaa.standing(values).rank_shares()[0, 0] == pytest.approx(1 / 2, abs=error_of(1 / 2, DRAWS))


# Weights


def centroid(criteria: int) -> list[float]:
    return [sum(1 / k for k in range(place, criteria + 1)) / criteria for place in range(1, criteria + 1)]


@pytest.mark.parametrize("criteria", [2, 3, 6])
def test_the_mean_of_ranked_weights_is_the_rank_order_centroid(criteria: int) -> None:
    weights = smaa.ranked_weights(stream(), criteria, DRAWS)
    allowed = ERRORS * weights.std(axis=1) / np.sqrt(DRAWS)
    assert (np.diff(weights, axis=0) <= 0).all()
    assert weights.sum(axis=0) == pytest.approx(np.ones(DRAWS))
    assert (np.abs(weights.mean(axis=1) - centroid(criteria)) < allowed).all()


def test_ranked_weights_of_two_criteria_are_uniform_on_the_half_that_agrees() -> None:
    """The greater of two even shares is even between 1/2 and 1: its quartiles are 5/8, 6/8 and 7/8."""
    greater = smaa.ranked_weights(stream(), 2, DRAWS)[0]
    assert np.quantile(greater, [0, 0.25, 0.5, 0.75, 1]) == pytest.approx([1 / 2, 5 / 8, 3 / 4, 7 / 8, 1], abs=0.005)


@pytest.mark.parametrize("shape", [(1, 1, 1), (10.2, 6, 3, 3, 1.5, 3.3, 3), (0.5, 2)])
def test_dirichlet_weights_have_the_moments_of_their_shape(shape: tuple[float, ...]) -> None:
    """Mean a / A, variance a (A - a) / (A^2 (A + 1)), covariance - a b / (A^2 (A + 1))."""
    a, total = np.array(shape), sum(shape)
    weights = smaa.dirichlet_weights(stream(), a, DRAWS)
    covariance = (np.diag(a * total) - np.outer(a, a)) / (total**2 * (total + 1))
    assert (np.abs(weights.mean(axis=1) - a / total) < ERRORS * np.sqrt(np.diag(covariance) / DRAWS)).all()
    assert np.cov(weights) == pytest.approx(covariance, abs=0.05 * float(np.diag(covariance).max()))


def test_a_shape_of_zero_gives_no_weight_and_leaves_the_rest_whole() -> None:
    weights = smaa.dirichlet_weights(stream(), np.array([2.0, 0.0, 1.0]), 100)
    assert (weights[1] == 0).all()
    assert weights.sum(axis=0) == pytest.approx(np.ones(100))


# Ties

levels = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=5)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(levels)
def test_ties_share_their_places_as_if_every_order_of_equals_were_as_likely(table: list[list[int]]) -> None:
    """Against the mean over all orders in which equals can be put, for four draws of small whole values."""
    values = np.array(table, dtype=float)
    count = len(values)
    expected = np.zeros((count, count))
    orders = list(permutations(range(count)))
    for column in values.T:
        for order in orders:
            for place, n in enumerate(sorted(range(count), key=lambda n: (-column[n], order[n]))):
                expected[n, place] += 1 / len(orders) / len(values.T)
    assert smaa.standing(values).rank_shares() == pytest.approx(expected)
    assert smaa.first_shares(values).mean(axis=1) == pytest.approx(expected[:, 0])


def test_values_that_differ_in_their_last_bits_tie() -> None:
    ranks = smaa.standing(np.array([[0.1 + 0.2], [0.3]])).rank_shares()
    assert ranks.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_no_option_has_no_ranks() -> None:
    assert smaa.standing(np.empty((0, 5))).rank_shares().shape == (0, 0)


# The engine on a case that comes down to two weights

CONTRIBUTOR: Answers = {**PERSON, "goal_role": "research_contributor"}
ENGINEER = known("rc_industry", "a", opt_execution="great", opt_safety_peers="none")
INSIDER = known("rc_industry", "b", opt_execution="little", opt_safety_peers="most")
EXECUTION = (1 - 0.4) * (1 - 0.15)  # the level that the engineer reaches above the insider's
SAFETY = 0.4 * (1 - 0.5 * 0.6)  # what the insider's safety is above the engineer's


def engine(setting: Setting) -> Acceptability:
    """Two jobs that differ in execution and safety alone, both known, under the contributor goal."""
    scores = scored(ENGINEER, INSIDER, person=CONTRIBUTOR, draws=10_000)
    return acceptability(scores, case([ENGINEER, INSIDER], CONTRIBUTOR), setting, confidence=True)


def test_the_engine_counts_a_two_criteria_case_like_its_closed_form() -> None:
    """With weights uniform on a simplex two weights stand as u to 1 - u, u even on 0..1, so a wins where
    u > SAFETY / (SAFETY + EXECUTION)."""
    first = EXECUTION / (SAFETY + EXECUTION)
    assert engine("none").first("a") == pytest.approx(first, abs=error_of(first, 10_000))


def test_the_engines_central_weights_are_those_of_the_closed_form() -> None:
    """Of six even weights two sum to 1/3 on average; given u > c their shares are (1 + c) / 2 and (1 - c) / 2 of it."""
    c = SAFETY / (SAFETY + EXECUTION)
    first, second = engine("none").central_weights
    assert first is not None
    assert second is not None
    own = (first["execution"], first["safety"], second["execution"], second["safety"])
    assert own == pytest.approx(((1 + c) / 6, (1 - c) / 6, c / 6, (2 - c) / 6), abs=0.01)
    for criterion in set(CRITERIA) - {"execution", "safety", "timing"}:
        assert first[criterion] == pytest.approx(1 / 6, abs=0.01)


def test_with_all_answers_known_each_option_is_sure_at_its_own_central_weights() -> None:
    assert engine("none").confidence == (1, 1)


def test_the_engines_shares_under_varied_weights_follow_the_beta_distribution() -> None:
    """Headline: the share of execution among the two weights is Beta(30 w1, 30 w2)."""
    shape = 30 * compiled().weights["contributor"]
    one, other = shape[CRITERIA.index("execution")], shape[CRITERIA.index("safety")]
    beta = stream().beta(one, other, 200_000)
    expected = float((beta > SAFETY / (SAFETY + EXECUTION)).mean())
    assert engine("headline").first("a") == pytest.approx(expected, abs=error_of(expected, 10_000, 200_000))
