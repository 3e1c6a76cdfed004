"""Evaluation as a whole: batches, determinism, ranks and views."""

from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.evaluation import rank, view_of
from careerpaths.scoring.values.scores import FEWER_DRAWS, Scores, expected_values, score
from harness.cases import DRAWS, JOBS, PERSON, Answers, case, compiled, edited, known, only, option, result, scored

TIMELINES: Answers = {"tai_p5": 20, "tai_p10": 45}

PEOPLE: list[Answers] = [
    PERSON,
    {},
    {**PERSON, **TIMELINES, "mental_health_risk": "high", "research_experience_years": 3},
    {"goal_role": "research_contributor", "execution_skill": "strong"},
    {**TIMELINES, "goal_role": "unsure", "new_agendas_value": "little", "career_stage": "industry_job"},
]

OPTIONS: list[list[dict[str, Any]]] = [
    [known("phd"), known("rc_industry", "b", opt_then_phd="within_2y"), option("independent", "c")],
    [option(path, path) for path in PATHS],
    [option("rc_ra", "x", opt_peers="not_sure", opt_then_phd="later"), option("phd", "y", opt_start_months=9)],
    [known("phd"), known("phd", "b")],
    [option("rc_nonprofit", "n", opt_income="insufficient"), known("independent", "i", opt_mentor_hours=0)],
]


def figures(scores: Scores, rows: slice) -> tuple[np.ndarray, ...]:
    """Everything that is reported of some rows."""
    return (
        scores.mean[rows],
        scores.lowest[rows],
        scores.highest[rows],
        *(points[rows] for _, points in sorted([*scores.parts.items(), *scores.held_back.items()])),
        np.percentile(scores.draws[rows], [5, 95], axis=1).ravel(),
    )


# Batches and determinism


def test_a_case_alone_is_worth_what_it_is_worth_among_others() -> None:
    cases = [case(options, person) for options, person in zip(OPTIONS, PEOPLE, strict=True)]
    batch = score(compiled(), cases, DRAWS)
    start = 0
    for n, single in enumerate(cases):
        alone = score(compiled(), [single], DRAWS)
        rows = slice(start, start + len(single.options))
        start = rows.stop
        assert alone.goal_shares["lead"][0] == pytest.approx(batch.goal_shares["lead"][n], abs=1e-9)
        for one, many in zip(figures(alone, slice(None)), figures(batch, rows), strict=True):
            assert many == pytest.approx(one, abs=1e-9)


@pytest.mark.parametrize(("options", "person"), list(zip(OPTIONS, PEOPLE, strict=True)))
def test_two_runs_give_the_same_to_the_last_bit(options: list[dict[str, Any]], person: Answers) -> None:
    """4.1: same input, same output."""
    assert result(*options, person=person) == result(*options, person=person)


def test_another_stream_gives_other_draws_and_nearly_the_same_mean() -> None:
    """4.1: the stream is named in the ruleset."""

    def rename(document: dict[str, Any]) -> None:
        document["sampling"]["stream"] = "another_stream"

    usual, other = (scored(option("phd"), rules=rules, draws=2000) for rules in (compiled(), edited(rename)))
    assert (usual.draws != other.draws).any()
    assert other.mean == pytest.approx(usual.mean, abs=1)
    assert (other.lowest == usual.lowest).all()


def test_changing_one_answer_leaves_all_other_draws_in_place() -> None:
    """4.1: common random numbers, so a better answer is better in every single draw."""
    better, worse = (scored(option("phd", opt_income=level)).draws for level in ("comfortable", "insufficient"))
    assert (better > worse).all()


def test_the_number_of_draws_comes_from_the_ruleset_unless_it_is_given() -> None:
    assert scored(option("phd"), draws=120).draws.shape == (1, 120)
    assert score(compiled(), [case([option("phd")])]).size == compiled().ruleset.sampling.draws == 10_000


def test_more_draws_begin_with_the_same_ones() -> None:
    """Fewer draws are a prefix: an answer never moves because somebody asked for more precision elsewhere."""
    few, many = (scored(option("phd"), draws=draws).draws[0] for draws in (100, 400))
    assert (many[:100] == few).all()


def test_the_means_of_the_first_draws_are_those_of_an_evaluation_with_so_many() -> None:
    """To the last bit: differences from fewer draws are taken from them."""
    for options, person in zip(OPTIONS, PEOPLE, strict=True):
        few = expected_values(compiled(), [case(options, person)], FEWER_DRAWS)
        assert (scored(*options, person=person, draws=2 * FEWER_DRAWS).mean_of_fewer == few).all()


# How many options


def test_no_options_give_an_empty_result_that_still_speaks_about_the_person() -> None:
    outcome = result(person={**PERSON, "tai_p5": 80})
    assert outcome.options == ()
    assert outcome.person_flags == ("F08_short_timelines",)
    assert outcome.view == "contributor"


def test_one_option_is_first() -> None:
    assert only(known("independent")).rank == 1


def test_options_are_ranked_by_their_value_and_stand_in_the_order_in_which_they_came() -> None:
    outcome = result(*(known("phd", peers[0], opt_peers=peers) for peers in ("weak", "outstanding", "average")))
    assert [item.id for item in outcome.options] == ["w", "o", "a"]
    assert [item.rank for item in outcome.options] == [3, 1, 2]


def test_equal_options_share_a_rank_and_the_next_one_counts_both() -> None:
    ranks = [item.rank for item in result(known("phd", "a"), known("phd", "b"), option("independent", "c")).options]
    assert ranks == [1, 1, 3]


def test_values_that_differ_by_rounding_only_share_a_rank() -> None:
    none_out = np.zeros(3, dtype=bool)
    assert rank(np.array([70.0, 70.0 + 1e-12, 69.0]), none_out) == [1, 1, 3]
    assert rank(np.array([70.0, 70.0 + 1e-6, 69.0]), none_out) == [2, 1, 3]


def test_a_deal_breaker_takes_an_option_out_of_the_ranks_and_leaves_its_value() -> None:
    """V01, E10."""
    barred, other = result(known("phd", "a", opt_dealbreaker="yes"), option("independent", "b")).options
    assert (barred.excluded, barred.rank) == (True, None)
    assert (other.excluded, other.rank) == (False, 1)
    assert barred.value == only(known("phd")).value


def test_where_every_option_is_out_nothing_is_ranked_and_all_values_stay() -> None:
    """V01."""
    outcome = result(*(known(path, path, opt_dealbreaker="yes") for path in PATHS))
    assert [item.rank for item in outcome.options] == [None] * 5
    assert all(item.value > 0 for item in outcome.options)


# Views


def test_another_role_sees_no_ranks_but_values_to_go_on_with() -> None:
    """R01, E08."""
    outcome = result(known("phd"), known("rc_ra", "b"), person={**PERSON, "goal_role": "other_role"})
    assert outcome.view == "none"
    assert [item.rank for item in outcome.options] == [None, None]
    assert all(item.lead_value > 0 for item in outcome.options)


@pytest.mark.parametrize(
    ("weight", "view"),
    [(1.0, "lead"), (0.65, "lead"), (0.6499, "both"), (0.35, "both"), (0.3499, "contributor"), (0.0, "contributor")],
)
def test_the_lead_weight_decides_which_view_is_the_headline(weight: float, view: str) -> None:
    """3.10: lead_view_from and contributor_view_below."""
    assert view_of(compiled(), case([]), weight) == view


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_whoever_is_unsure_sees_both_views_whatever_the_lead_weight(weight: float) -> None:
    """R01: an average over goals is never the only thing shown."""
    for person in ({}, {"goal_role": "unsure"}):
        assert view_of(compiled(), case([], person), weight) == "both"


@pytest.mark.parametrize(
    ("answers", "view"),
    [
        ({"new_agendas_value": "much_needed"}, "lead"),
        ({"new_agendas_value": "somewhat"}, "lead"),
        ({"new_agendas_value": "little"}, "both"),
        ({"tai_p5": 50}, "both"),
        ({"tai_p5": 80}, "contributor"),
        ({"new_agendas_value": "little", "tai_p5": 50}, "contributor"),
        ({"goal_role": "research_contributor"}, "contributor"),
    ],
)
def test_the_view_follows_from_the_answers(answers: Answers, view: str) -> None:
    """3.10 with R02 and R03."""
    assert result(known("phd"), person={**PERSON, **answers}).view == view


def test_both_views_stand_beside_the_mixture() -> None:
    """3.10: the mixture lies between what each goal alone would say."""
    person = {**PERSON, "goal_role": "unsure"}
    phd = only(known("phd"), person)
    lead, contributor = (only(known("phd"), {**PERSON, "goal_role": goal}) for goal in GOALS)
    assert phd.lead_value == pytest.approx(lead.value)
    assert phd.contributor_value == pytest.approx(contributor.value)
    assert min(lead.value, contributor.value) < phd.value < max(lead.value, contributor.value)


GOALS = ("research_lead", "research_contributor")


# What is reported of an option


def test_only_jobs_that_may_lead_to_a_phd_have_odds_for_it() -> None:
    """R13."""
    assert only(known("rc_ra", opt_then_phd="no")).p_phd_after is None
    assert only(known("rc_ra", opt_then_phd="later")).p_phd_after == pytest.approx(0.5925)
    assert only(known("phd")).p_phd_after is None
    assert only(known("independent")).p_phd_after is None
    assert only(option("rc_ra")).p_phd_after is not None


def test_a_criterion_without_weight_shows_the_level_that_the_first_goal_would_weigh() -> None:
    """Execution is a curve of the level reached for a lead, and that level itself for a contributor."""

    def unweighted(document: dict[str, Any]) -> None:
        weights = {criterion["id"]: criterion["weights"] for criterion in document["criteria"]}
        for goal in ("lead", "contributor"):
            weights["people"][goal] += weights["execution"][goal]
            weights["execution"][goal] = 0

    before, after = only(known("phd")), only(known("phd"), rules=edited(unweighted))
    assert before.criteria["execution"].value == pytest.approx(0.65 + 0.35 * (0.82 - 0.5) / 0.5)
    assert after.criteria["execution"].value == pytest.approx(before.criteria["execution"].value)
    assert (after.criteria["execution"].points, after.criteria["execution"].most) == (0, 0)


@pytest.mark.parametrize("path", [*JOBS, "phd", "independent"])
def test_the_typical_option_has_a_wide_interval_and_the_known_one_none(path: str) -> None:
    """3.8: facts narrow it."""
    typical, exact = only(option(path)), only(known(path))
    assert typical.maximum - typical.minimum > 50
    assert 15 < typical.high - typical.low < 30
    assert exact.maximum == exact.minimum == exact.value


def test_the_person_of_section_3_12_has_its_lead_weight_and_its_points_for_the_route() -> None:
    """3.12: half a year of research and timelines of 20 and 45 percent give 0.97 and 5.8."""
    outcome = result(known("phd"), person={**PERSON, **TIMELINES, "research_experience_years": 0.5})
    assert outcome.lead_weight == pytest.approx(0.9 + 0.1 * 0.11 / 0.15)
    assert outcome.options[0].route == pytest.approx(5.84)


# Adjustments of the closed kind that an admin may add


def adjusted(**adjustment: Any) -> Any:
    """The ruleset with one adjustment for PhDs."""
    entry = {
        "id": "trial",
        "name": "Trial",
        "when": {"path": ["phd"]},
        "rationale": "A test.",
        "source": ["assumption"],
        **adjustment,
    }
    return edited(lambda document: document.update(adjustments=[entry]))


@pytest.mark.parametrize(
    ("action", "amount"), [("add", 5), ("add", 90), ("add", -99), ("multiply", 0.5), ("cap", 60), ("cap", 99)]
)
def test_an_adjustment_of_the_value_is_a_part_of_its_own(action: str, amount: float) -> None:
    before = only(known("phd"))
    after = only(known("phd"), rules=adjusted(target="value", action=action, amount=amount))
    raw = {"add": before.value + amount, "multiply": before.value * amount, "cap": min(before.value, amount)}
    wanted = min(max(raw[action], 0), 100)
    assert after.value == pytest.approx(wanted)
    assert after.adjustments == pytest.approx(wanted - before.value)
    assert after.criteria == before.criteria


def test_an_adjustment_of_a_criterion_stays_on_its_scale_and_leaves_other_options_alone() -> None:
    rules = adjusted(target="safety", action="add", amount=1)
    phd, job = result(known("phd"), known("rc_ra", "b"), rules=rules).options
    assert phd.criteria["safety"].value == pytest.approx(1)
    assert job == result(known("phd"), known("rc_ra", "b")).options[1]


def test_an_adjustment_that_is_switched_off_does_nothing() -> None:
    rules = adjusted(target="value", action="cap", amount=10, enabled=False)
    assert only(known("phd"), rules=rules) == only(known("phd"))
