"""Unknown answers that go together: the copula of `places` (open question 5 of the decision model)."""

from dataclasses import replace
from functools import cache
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled, worst_first
from careerpaths.scoring.findings.information import findings
from careerpaths.scoring.findings.variations import Cell, drawn_levels, levels_of, variations
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import Scores, score
from careerpaths.scoring.values.site_factor import level_indices_at, site_factor_of
from harness.cases import FULL, PERSON, case, compiled, edited, option, ruleset

DRAWS = 10_000
FEW = 400
ERRORS = 4  # Monte Carlo standard errors
UNSURE = "not_sure"
NORMAL = NormalDist()
QUESTIONS = ruleset().questions_by_id
OF_PLACE = sorted(compiled().site_questions)

examples = settings(deadline=None, max_examples=10, derandomize=True)


@cache
def dependent(strength: float) -> Compiled:
    """The shipped ruleset with this correlation of the unknown answers of a place."""
    return replace(compiled(), dependence=strength)


def scored(*options: dict[str, Any], strength: float, draws: int = DRAWS) -> Scores:
    return score(dependent(strength), [case(options, PERSON)], draws)


def levels_drawn(scores: Scores, question: str, row: int = 0) -> tuple[Array, Array]:
    """Which level each draw has, worst first, and the prior."""
    cell = Cell(question=question, option=row)
    prior = levels_of(scores, cell)
    assert prior is not None
    return drawn_levels(scores, cell, prior).astype(float), prior.probabilities


def best_and_worst(question: str, path: str) -> tuple[Any, Any]:
    """The extreme answers that a path admits."""
    levels = compiled().priors[question, path].values
    ids = QUESTIONS[question].choice_ids
    first, last = (ids[int(raw)] if ids else float(raw) for raw in (levels[0], levels[-1]))
    return last, first


def test_the_strength_is_a_number_of_the_ruleset_and_off_as_shipped() -> None:
    def put(document: dict[str, Any]) -> None:
        document["sampling"]["dependence"]["strength"]["value"] = 0.3

    assert compiled().dependence == 0
    assert edited(put).dependence == 0.3
    assert len(OF_PLACE) > 2


# Off


@pytest.mark.parametrize("path", PATHS)
def test_at_strength_0_nothing_depends_on_which_answers_are_of_a_place(path: str) -> None:
    """Bit for bit: the same draws as without the copula, known answers or not."""
    items = [option(path, "a"), option(path, "b", **dict.fromkeys(OF_PLACE, UNSURE) | {"opt_peers": "strong"})]
    off = scored(*items, strength=0.0, draws=FEW)
    bare = score(replace(compiled(), site_questions=frozenset()), [case(items)], FEW)
    assert (off.draws == bare.draws).all()
    assert (off.lowest == bare.lowest).all()
    assert (off.highest == bare.highest).all()


# Draws


@pytest.mark.parametrize("strength", [0.3, 0.6])
@pytest.mark.parametrize("path", PATHS)
def test_each_answer_alone_keeps_its_prior(path: str, strength: float) -> None:
    """Whether not asked or not sure: a copula changes what goes together, not how often each level comes."""
    scores = scored(option(path, "a"), option(path, "b", **dict.fromkeys(OF_PLACE, UNSURE)), strength=strength)
    for question in OF_PLACE:
        if (question, path) not in compiled().priors:
            continue
        for row in (0, 1):
            drawn, prior = levels_drawn(scores, question, row)
            shares = np.bincount(drawn.astype(int), minlength=len(prior)) / DRAWS
            assert (np.abs(shares - prior) < ERRORS * np.sqrt(prior * (1 - prior) / DRAWS) + 1e-9).all()


def joint(first: Array, second: Array, rho: float) -> float:
    """P(both latent numbers lie in the upper level), by integrating over the place's quality."""
    edges = [NORMAL.inv_cdf(1 - float(prior[-1])) for prior in (first, second)]
    z = np.linspace(-8, 8, 4001)
    density = np.exp(-(z**2) / 2) / sqrt(2 * np.pi) * (z[1] - z[0])
    above = [np.array([1 - NORMAL.cdf((edge - sqrt(rho) * x) / sqrt(1 - rho)) for x in z]) for edge in edges]
    return float((density * above[0] * above[1]).sum())


@pytest.mark.parametrize("strength", [0.3, 0.6])
def test_two_answers_are_at_their_best_together_as_often_as_normal_numbers_so_correlated(strength: float) -> None:
    scores = scored(option("phd", "a"), strength=strength)
    (one, prior), (two, other) = (levels_drawn(scores, q) for q in ("opt_mentor_research", "opt_peers"))
    both = float(((one == len(prior) - 1) & (two == len(other) - 1)).mean())
    expected = joint(prior, other, strength)
    assert expected > 1.5 * float(prior[-1] * other[-1])
    assert both == pytest.approx(expected, abs=ERRORS * sqrt(expected * (1 - expected) / DRAWS))


@pytest.mark.parametrize("strength", [0.3, 0.6])
def test_latent_numbers_of_a_place_have_the_strength_as_their_correlation(strength: float) -> None:
    """With very many levels the level is the latent number's rank, so its normal score is the latent number."""
    fine = replace(compiled().priors["opt_peers", "phd"], values=np.arange(100.0), probabilities=np.full(100, 0.01))
    random = np.random.Generator(np.random.PCG64(1))
    z = random.standard_normal(DRAWS)
    middles = np.array([NORMAL.inv_cdf((n + 0.5) / 100) for n in range(100)])
    one, two = (middles[level_indices_at(fine, z, strength, random.standard_normal(DRAWS))] for _ in range(2))
    assert float(np.corrcoef(one, two)[0, 1]) == pytest.approx(strength, abs=0.03)


def test_places_of_two_kinds_have_nothing_to_do_with_each_other() -> None:
    scores = scored(option("phd", "a"), option("rc_nonprofit", "b"), strength=0.6)
    one, two = (levels_drawn(scores, "opt_peers", row)[0] for row in (0, 1))
    assert abs(float(np.corrcoef(one, two)[0, 1])) < ERRORS / sqrt(DRAWS)


def test_two_places_that_one_is_not_sure_about_are_two_places() -> None:
    unsure = dict.fromkeys(OF_PLACE, UNSURE)
    scores = scored(option("phd", "a", **unsure), option("phd", "b", **unsure), strength=0.6)
    one, two = (levels_drawn(scores, "opt_peers", row)[0] for row in (0, 1))
    assert abs(float(np.corrcoef(one, two)[0, 1])) < ERRORS / sqrt(DRAWS)


# What is known of a place


def test_what_is_known_moves_the_belief_about_a_place_by_conjugacy() -> None:
    """Latent x at the middle of its level, x = sqrt(r) Z + sqrt(1 - r) e: precision 1 + r / (1 - r), mean likewise."""
    rho = 0.4
    scores = scored(option("phd", "a", opt_peers="outstanding"), strength=rho, draws=FEW)
    prior = compiled().priors["opt_peers", "phd"].probabilities
    x = NORMAL.inv_cdf(1 - float(prior[-1]) / 2)
    place = site_factor_of(scores.frame, 0)
    # For a pair of normal numbers with correlation sqrt(r): E[Z | x] = sqrt(r) x, Var[Z | x] = 1 - r.
    assert place.mean == pytest.approx(sqrt(rho) * x)
    assert place.deviation == pytest.approx(sqrt(1 - rho))


def test_of_a_place_of_which_nothing_is_known_nothing_is_believed() -> None:
    place = site_factor_of(scored(option("phd", "a"), strength=0.5, draws=FEW).frame, 0)
    assert (place.mean, place.deviation) == (0, 1)


@pytest.mark.parametrize("path", PATHS)
def test_a_good_known_answer_raises_what_is_expected_of_unknown_ones(path: str) -> None:
    good, bad = best_and_worst("opt_mentor_research", path)
    items = [option(path, key, opt_mentor_research=answer) for key, answer in (("a", bad), ("b", good))]
    means = {}
    for strength in (0.0, 0.5):
        scores = scored(*items, strength=strength)
        means[strength] = [levels_drawn(scores, "opt_peers", row)[0].mean() for row in (0, 1)]
    assert means[0.0][0] == means[0.0][1]
    assert means[0.5][0] < means[0.0][0] < means[0.5][1]


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """An option of any kind, some answers known, the rest not."""
    path = draw(st.sampled_from(PATHS))
    answers: dict[str, Any] = {}
    for question in sorted(FULL):
        if (question, path) in compiled().priors and draw(st.booleans()):
            values = compiled().priors[question, path].values
            ids = QUESTIONS[question].choice_ids
            raw = draw(st.sampled_from(values.tolist()))
            answers[question] = ids[int(raw)] if ids else raw
    return option(path, "a", **answers)


def better(item: dict[str, Any], question: str, draw: st.DataObject) -> tuple[dict[str, Any], dict[str, Any]]:
    """The option with two answers to one question, the worse and the better."""
    values = compiled().priors[question, item["path"]].values
    ids = QUESTIONS[question].choice_ids
    if ids:
        order = [ids[n] for n in worst_first(QUESTIONS[question], ruleset().tables_by_id)]
        tried = [answer for answer in order if ids.index(answer) in values]
    else:
        tried = values.tolist()
    places = sorted(draw.draw(st.lists(st.integers(0, len(tried) - 1), min_size=2, max_size=2, unique=True)))
    low, high = ({**item, "answers": {**item["answers"], question: tried[n]}} for n in places)
    return low, high


@examples
@given(
    places(),
    st.sampled_from(["opt_mentor_hours", "opt_mentor_research", "opt_mentor_mentoring", "opt_peers"]),
    st.data(),
)
def test_mp01_mp02_more_mentoring_and_better_people_never_hurt_at_strength_one_half(
    item: dict[str, Any], question: str, data: st.DataObject
) -> None:
    """Draw by draw: what is better known is better, and so is all that is expected of the place."""
    assume((question, item["path"]) in compiled().priors)
    low, high = better(item, question, data)
    before, after = (scored(one, strength=0.5, draws=FEW).draws for one in (low, high))
    assert (after >= before - 1e-9).all()


@examples
@given(places(), st.sampled_from([0.2, 0.5, 0.8]))
def test_what_is_possible_at_all_does_not_depend_on_the_strength(item: dict[str, Any], strength: float) -> None:
    off, on = (scored(item, strength=rho, draws=FEW) for rho in (0.0, strength))
    assert (off.lowest == on.lowest).all()
    assert (off.highest == on.highest).all()
    assert (on.draws >= on.lowest[:, None] - 1e-9).all()
    assert (on.draws <= on.highest[:, None] + 1e-9).all()


@pytest.mark.parametrize("path", PATHS)
def test_the_spread_of_a_typical_option_grows_with_the_strength(path: str) -> None:
    """Open question 5: independent draws understate the spread within a path."""
    spreads = [float(scored(option(path, "a"), strength=rho).draws.std()) for rho in (0.0, 0.3, 0.6)]
    assert spreads[0] < spreads[1] < spreads[2]


@examples
@given(places(), places())
def test_an_answer_is_still_worth_something_or_nothing_and_never_less(one: dict[str, Any], two: dict[str, Any]) -> None:
    """4.4 with dependent answers: the draws of a level carry what it says about the place."""
    items = case([one, {**two, "id": "b"}])
    scores = score(dependent(0.5), [items], FEW)
    for finding in findings(scores, variations(scores, items)):
        assert finding.evppi >= 0
        assert np.isfinite([finding.evppi, finding.error, finding.chance_changes]).all()


def test_one_answer_about_a_dependent_place_is_worth_more_than_about_an_independent_one() -> None:
    """It also tells about what one did not ask."""
    items = case([option("phd", "a"), option("rc_nonprofit", "b", **FULL)])
    worth = {}
    for strength in (0.0, 0.6):
        scores = score(dependent(strength), [items], DRAWS)
        found = {f.cell.question: f.evppi for f in findings(scores, variations(scores, items)) if f.cell.option == 0}
        worth[strength] = found["opt_peers"] + found["opt_mentor_mentoring"]
    assert worth[0.6] > worth[0.0]


@examples
@given(places(), places(), st.sampled_from([0.3, 0.6]))
def test_mp04_options_are_judged_on_their_own_at_any_strength(
    one: dict[str, Any], two: dict[str, Any], strength: float
) -> None:
    """Also of one kind, where unanswered questions share their draws."""
    alone = scored(one, strength=strength, draws=FEW)
    beside = scored({**two, "id": "b"}, one, strength=strength, draws=FEW)
    assert (np.broadcast_to(alone.draws[0], FEW) == np.broadcast_to(beside.draws[1], FEW)).all()
