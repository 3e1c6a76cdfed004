"""R01-R24, each on and off its rule. Expected numbers are worked out by hand from decision model 3.3-3.6.

What the answers of `PERSON` and `FULL` are worth stands beside them in `cases.py`.
"""

from math import sqrt
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.findings.robustness import acceptability, closeness_of
from careerpaths.scoring.values import rules
from harness.cases import (
    JOBS,
    PERSON,
    Answers,
    case,
    compiled,
    criterion,
    edited,
    flags,
    known,
    only,
    option,
    plan,
    result,
    ruleset,
    scored,
    without,
)

PHD = known("phd")
JOB = known("rc_industry")
SOLO = known("independent")
NO_MENTOR: Answers = {"opt_mentor_hours": 0, "opt_mentor_research": "none", "opt_mentor_mentoring": None}
CONTRIBUTOR = {**PERSON, "goal_role": "research_contributor"}

GUIDANCE = 1 - (1 - sqrt(0.6 * 0.75)) * (1 - 0.3) * (1 - 0.05)
PEOPLE = 0.65 * GUIDANCE + 0.35 * 0.75
FREEDOM = 0.5 + 0.3 * (0.3 + 0.7 * 0.55)
OWN_IDEAS = FREEDOM * (0.6 + 0.4 * 0.8) * (0.45 + 0.55 * PEOPLE)
LEVEL = 0.4 + 0.6 * 0.7
EXECUTION = 0.65 + 0.35 * (LEVEL - 0.5) / 0.5
SAFETY = 1 - (1 - (0.6 * 0.45 + 0.4 * 0.4)) * (1 - 0.5 * 0.6)
SUSTAINABILITY = 0.45 * 0.65 + 0.3 * 1 + 0.25 * 0.75


def lead_weight(**answers: Any) -> float:
    return result(PHD, person={**PERSON, **answers}).lead_weight


def growth(people: float, own_ideas: float, communication: float) -> float:
    """Weighted sum of the growth criteria, the rest as in FULL."""
    return 0.34 * people + 0.2 * own_ideas + 0.11 * EXECUTION + 0.1 * SAFETY + 0.07 * communication


def test_the_whole_formula_of_section_3_4_gives_the_value_worked_out_by_hand() -> None:
    """3.4 with lambda 1, no cap binding and company in full."""
    lead = growth(PEOPLE, OWN_IDEAS, 0.65) + 0.11 * SUSTAINABILITY + 0.07 * 0.5
    phd = only(PHD)
    assert phd.value == pytest.approx(100 * (0.94 * lead + 0.06))
    assert phd.limits == 0
    assert phd.minimum == phd.low == phd.high == phd.maximum == phd.value


def test_the_criteria_are_those_of_section_3_4() -> None:
    values = {name: item.value for name, item in only(PHD).criteria.items()}
    assert values == pytest.approx(
        {
            "people": PEOPLE,
            "own_ideas": OWN_IDEAS,
            "execution": EXECUTION,
            "safety": SAFETY,
            "communication": 0.65,
            "sustainability": SUSTAINABILITY,
            "timing": 0.5,
        }
    )


def test_outside_a_phd_the_reference_counts_beside_the_papers() -> None:
    """publish_share, E40 E67 E74."""
    for item in (JOB, SOLO):
        assert criterion("communication", item) == pytest.approx(0.6 * 0.65 + 0.4 * 0.5)


# R01


def test_r01_the_contributor_goal_uses_the_contributor_weights_and_knows_no_default_route() -> None:
    """E06 E07."""
    outcome = result(PHD, person=CONTRIBUTOR)
    by_hand = 0.22 * PEOPLE + 0.03 * OWN_IDEAS + 0.35 * LEVEL + 0.2 * SAFETY + 0.05 * 0.65 + 0.15 * SUSTAINABILITY
    assert outcome.lead_weight == 0
    assert outcome.view == "contributor"
    assert outcome.options[0].value == pytest.approx(100 * by_hand)
    assert outcome.options[0].route == 0


def test_r01_another_role_ranks_nothing() -> None:
    """E08."""
    outcome = result(PHD, known("rc_industry", "b"), person={**PERSON, "goal_role": "other_role"})
    assert outcome.view == "none"
    assert [item.rank for item in outcome.options] == [None, None]


@pytest.mark.parametrize("goal", ["unsure", None])
def test_r01_who_is_unsure_or_has_not_said_weighs_both_goals_alike_and_sees_both_views(goal: str | None) -> None:
    """E10 E118."""
    outcome = result(PHD, person={**PERSON, "goal_role": goal})
    assert outcome.lead_weight == 0.5
    assert outcome.view == "both"


# R02


@pytest.mark.parametrize(
    ("within_five", "expected"),
    [
        (100, 0.1),
        (80, 0.1 + 0.2 * 2 / 3),
        (70, 0.3),
        (50, 0.6),
        (30, 0.9),
        (20, 0.9 + 0.1 * 2 / 3),
        (15, 1.0),
        (0, 1.0),
    ],
)
def test_r02_the_chance_of_time_left_scales_the_lead_goal(within_five: float, expected: float) -> None:
    """E24: the curve lead_weight_by_time."""
    assert lead_weight(tai_p5=within_five) == pytest.approx(expected)


def test_r02_research_done_shortens_the_way_and_so_leaves_more_time() -> None:
    """E23 E72, credit_per_year: two years of research save one, so what counts is P(later than 4 years) = 0.6."""
    assert lead_weight(tai_p5=50, research_experience_years=2) == pytest.approx(0.75)


def test_r02_research_saves_two_years_at_most() -> None:
    """credit_max."""
    assert lead_weight(tai_p5=50, research_experience_years=15) == lead_weight(tai_p5=50, research_experience_years=4)


def test_r02_switched_off_leaves_the_lead_goal_alone() -> None:
    assert result(PHD, person={**PERSON, "tai_p5": 80}, rules=without("R02")).lead_weight == 1


def test_r02_and_r03_multiply() -> None:
    """E24 E26: lambda = lambda_goal x lambda_agenda x lambda_time."""
    assert lead_weight(tai_p5=50, new_agendas_value="somewhat", goal_role="unsure") == pytest.approx(0.5 * 0.85 * 0.6)


# R03


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("much_needed", 1.0), ("somewhat", 0.85), ("little", 0.35), ("not_sure", 0.85), (None, 0.85)],
)
def test_r03_the_need_for_new_agendas_scales_the_lead_goal(answer: str | None, expected: float) -> None:
    """E13 E26, agenda_unknown."""
    assert lead_weight(new_agendas_value=answer) == pytest.approx(expected)


def test_r03_switched_off_leaves_the_lead_goal_alone() -> None:
    assert result(PHD, person={**PERSON, "new_agendas_value": "little"}, rules=without("R03")).lead_weight == 1


# R04


def test_r04_time_and_quality_of_the_mentor_are_both_needed() -> None:
    """E57 E79 E105: a leading supervisor who is never seen helps no more than none."""
    unseen = known("phd", opt_mentor_hours=0, opt_mentor_research="leading", opt_mentor_mentoring="excellent")
    assert criterion("people", unseen) == pytest.approx(0.65 * (1 - 0.7 * 0.95) + 0.35 * 0.75)
    assert rules.mentor_effect(np.array(0.36), np.array(1.0), np.array(1.0)) == pytest.approx(0.6)


def test_r04_the_fortnightly_hour_is_a_bend_and_a_warning_but_no_jump() -> None:
    """E57 at 2 hours a month."""
    below, at = (only(known("phd", opt_mentor_hours=hours)) for hours in (1.99, 2))
    assert 0 < at.value - below.value < 0.1
    assert "F01_mentoring_below_minimum" in below.flags
    assert "F01_mentoring_below_minimum" not in at.flags


# R05 and R06


@pytest.mark.parametrize(("speed", "share"), [("days", 0.6), ("weeks", 0.3), ("months", 0.1), ("unclear", 0)])
def test_r05_quick_feedback_replaces_part_of_a_missing_mentor(speed: str, share: float) -> None:
    """E52 E53 E54."""
    item = known("independent", **NO_MENTOR, opt_feedback_speed=speed)
    assert criterion("people", item) == pytest.approx(0.65 * (1 - (1 - share) * 0.95) + 0.35 * 0.75)


def test_r05_switched_off_feedback_speed_counts_for_nothing() -> None:
    fast, slow = (only(known("phd", opt_feedback_speed=speed), rules=without("R05")) for speed in ("days", "unclear"))
    assert fast == slow


@pytest.mark.parametrize(
    ("speed", "share"), [("exceptional", 0.4), ("fast", 0.15), ("typical", 0.05), ("prefer_guidance", 0)]
)
def test_r06_learning_alone_replaces_part_of_a_missing_mentor(speed: str, share: float) -> None:
    """E58."""
    person = {**PERSON, "self_learning_speed": speed}
    item = known("independent", **NO_MENTOR)
    assert criterion("people", item, person) == pytest.approx(0.65 * (1 - 0.7 * (1 - share)) + 0.35 * 0.75)


def test_r06_switched_off_self_learning_counts_for_nothing() -> None:
    people = [{**PERSON, "self_learning_speed": speed} for speed in ("exceptional", "prefer_guidance")]
    quick, guided = (criterion("people", SOLO, person, without("R06")) for person in people)
    assert quick == guided


# R07


def test_r07_many_hours_among_weak_researchers_do_not_make_up_for_their_weakness() -> None:
    """E35, surround_floor: the best of mentor 0.25, peers 0.15, feedback 0, self-learning 0.05 counts."""
    weak = known(
        "phd",
        opt_mentor_hours=8,
        opt_mentor_research="junior",
        opt_mentor_mentoring="excellent",
        opt_other_mentors="many",
        opt_peers="weak",
        opt_feedback_speed="unclear",
    )
    uncapped = 0.65 * (1 - (1 - sqrt(sqrt(0.25))) * 0.95) + 0.35 * (1 + 0.15) / 2
    assert criterion("people", weak) == pytest.approx(0.3 + 0.7 * 0.25)
    assert criterion("people", weak, rules=without("R07")) == pytest.approx(uncapped)


@pytest.mark.parametrize(
    "answers",
    [{"opt_mentor_research": "leading"}, {"opt_peers": "strong"}, {"opt_feedback_speed": "days"}],
    ids=["mentor", "peers", "feedback"],
)
def test_r07_one_strong_thing_around_lifts_the_cap(answers: dict[str, str]) -> None:
    """E35."""
    weak = {"opt_mentor_research": "junior", "opt_peers": "weak", "opt_feedback_speed": "unclear"}
    rich: Answers = {"opt_mentor_hours": 8, "opt_mentor_mentoring": "excellent", "opt_other_mentors": "many"}
    assert criterion("people", known("phd", **(rich | weak | answers))) > 0.3 + 0.7 * 0.25


# R08


@pytest.mark.parametrize(("freedom", "value"), [("assigned", 0.05), ("side_time", 0.25), ("within_agenda", 0.5)])
def test_r08_freedom_up_to_a_given_agenda_counts_in_full_for_everybody(freedom: str, value: float) -> None:
    """E46, freedom_kink."""
    person = {**PERSON, "independent_history": "struggled", "use_of_freedom": "safe"}
    item = known("phd", opt_idea_freedom=freedom, opt_structure="worrying")
    assert criterion("own_ideas", item, person, without("R09")) == pytest.approx(value)


@pytest.mark.parametrize(
    ("history", "use", "structure", "direction"),
    [
        ("thrived", "bold", "worrying", 1.0),
        ("mixed", "mix", "some", 0.55),
        ("struggled", "safe", "worrying", 0.175),
        ("struggled", "safe", "healthy", 0.8),
    ],
    ids=["own_drive", "mixed", "adrift", "structure_stands_in"],
)
def test_r08_freedom_beyond_counts_as_far_as_drive_or_structure_carry(
    history: str, use: str, structure: str, direction: float
) -> None:
    """E46 E47 E127, freedom_floor and structure_sub."""
    person = {**PERSON, "independent_history": history, "use_of_freedom": use}
    item = known("phd", opt_idea_freedom="full", opt_structure=structure)
    expected = 0.5 + 0.5 * (0.3 + 0.7 * direction)
    assert criterion("own_ideas", item, person, without("R09")) == pytest.approx(expected)


def test_r08_switched_off_freedom_counts_as_it_is() -> None:
    assert criterion("own_ideas", known("phd", opt_idea_freedom="full"), rules=without("R08", "R09")) == 1


# R09


@pytest.mark.parametrize(("years", "money"), [(0, 0.0), (1, 0.3), (5, 1.0)])
def test_r09_own_ideas_need_secure_time(years: float, money: float) -> None:
    """E43 E45, runway_floor."""
    expected = FREEDOM * (0.6 + 0.4 * money) * (0.45 + 0.55 * PEOPLE)
    assert criterion("own_ideas", known("phd", opt_runway_years=years)) == pytest.approx(expected)


def test_r09_practice_without_anybody_to_learn_from_teaches_less() -> None:
    """E20 E21 E29, practice_floor: the people are worth nothing here."""
    alone = known("independent", **NO_MENTOR, opt_other_mentors="none", opt_peers="none", opt_feedback_speed="unclear")
    person = {**PERSON, "self_learning_speed": "prefer_guidance"}
    assert criterion("people", alone, person) == 0
    assert criterion("own_ideas", alone, person) == pytest.approx(FREEDOM * 0.92 * 0.45)


def test_r09_switched_off_only_usable_freedom_counts() -> None:
    assert criterion("own_ideas", PHD, rules=without("R09")) == pytest.approx(FREEDOM)


# R10


def test_r10_a_strong_engineer_gains_less_from_the_same_step_than_a_beginner() -> None:
    """E17 E21: the curve execution_level bends at competent, 0.5."""
    slow, fast = known("phd", opt_execution="little"), known("phd", opt_execution="great")
    learning, strong = ({**PERSON, "execution_skill": skill} for skill in ("learning", "strong"))
    gains = [
        criterion("execution", fast, person) - criterion("execution", slow, person) for person in (learning, strong)
    ]
    assert criterion("execution", slow, learning) == pytest.approx((0.15 + 0.85 * 0.15) * 1.3)
    assert gains[0] > 5 * gains[1]


def test_r10_for_contributors_the_level_counts_as_it_is() -> None:
    """E07 E59."""
    assert criterion("execution", PHD, CONTRIBUTOR) == pytest.approx(LEVEL)


def test_r10_switched_off_the_level_counts_for_leads_too() -> None:
    assert criterion("execution", PHD, rules=without("R10")) == pytest.approx(LEVEL)


# R11


def test_r11_other_safety_contacts_fill_half_of_the_gap_at_most() -> None:
    """E86, supplement_max."""
    nobody: Answers = {"opt_safety_mentor": "opposed", "opt_safety_peers": "none"}
    assert criterion("safety", known("phd", **nobody, opt_supplements="strong")) == pytest.approx(0.5)
    assert criterion("safety", known("phd", **nobody, opt_supplements="none")) == 0


def test_r11_switched_off_supplements_count_for_nothing() -> None:
    assert criterion("safety", PHD, rules=without("R11")) == pytest.approx(0.6 * 0.45 + 0.4 * 0.4)


def test_a_mentor_who_does_not_exist_brings_no_interest_in_safety() -> None:
    """E83 E85."""
    item = known("independent", **NO_MENTOR, opt_safety_mentor="works_on_it", opt_supplements="none")
    assert criterion("safety", item) == pytest.approx(0.4 * 0.4)


# R12


def capped(item: dict[str, Any], person: Answers = PERSON) -> tuple[float, float]:
    """Growth before and after R12 on 0..1, for an option with a team around and no readiness to prove.

    Everybody's points are scaled by 1 minus the weight of the default route, 0.06.
    """
    outcome = only(item, person)
    values = {name: part.points for name, part in outcome.criteria.items()}
    before = sum(values[name] for name in ("people", "own_ideas", "execution", "safety", "communication"))
    base = 94 * 0.82
    return before / base, (before + outcome.limits) / base


def test_r12_no_amount_of_the_rest_replaces_practice_on_own_ideas() -> None:
    """E20 E60 E117, cap_own: growth stops at 0.50 + 0.50 x 0.05."""
    great: Answers = {"opt_mentor_hours": 8, "opt_mentor_research": "leading", "opt_mentor_mentoring": "excellent"}
    rest: Answers = {
        "opt_other_mentors": "many",
        "opt_peers": "outstanding",
        "opt_publish": "regularly",
        "opt_letter": "strong",
    }
    before, after = capped(known("rc_industry", **great, **rest, opt_idea_freedom="assigned"))
    assert before > 0.6
    assert after == pytest.approx(0.525)


def test_r12_nothing_replaces_people_to_learn_from() -> None:
    """E22 E28, cap_people: people are worth 0.05 x 0.65, so growth stops at 0.40 + 0.60 x 0.0325."""
    alone: Answers = {"opt_other_mentors": "none", "opt_peers": "none", "opt_feedback_speed": "unclear"}
    rest: Answers = {
        "opt_execution": "great",
        "opt_safety_peers": "most",
        "opt_supplements": "strong",
        "opt_publish": "regularly",
    }
    item = known("phd", **NO_MENTOR, **alone, **rest, opt_idea_freedom="full", opt_runway_years=5)
    before, after = capped(item, {**PERSON, "independent_history": "thrived", "use_of_freedom": "bold"})
    assert before > after + 0.01
    assert after == pytest.approx(0.4 + 0.6 * 0.65 * 0.05)


def test_r12_leaves_growth_below_the_caps_alone() -> None:
    """E20 E22."""
    before, after = capped(PHD)
    assert before == after


def test_r12_switched_off_nothing_is_taken_away() -> None:
    item = known("rc_industry", opt_idea_freedom="assigned", opt_mentor_hours=8)
    assert only(item).limits < -1
    assert only(item, rules=without("R12")).limits == pytest.approx(0)


def test_r12_does_not_bind_the_contributor_goal() -> None:
    """E06 E07."""
    assert only(known("rc_industry", opt_idea_freedom="assigned", opt_mentor_hours=8), CONTRIBUTOR).limits == 0


# R13


@pytest.mark.parametrize(
    ("answers", "track", "expected"),
    [
        ({"opt_publish": "never", "opt_letter": "weak"}, "none", 0.15 + 0.35 * 0.1 + 0.1 * 0.05),
        ({"opt_publish": "sometimes", "opt_letter": "decent"}, "some", 0.15 + 0.35 * 0.65 + 0.35 * 0.5 + 0.1 * 0.4),
        ({"opt_publish": "regularly", "opt_letter": "strong"}, "several", 0.9),
    ],
    ids=["weak", "middling", "at_the_cap"],
)
def test_r13_papers_reference_and_track_record_give_the_chance_of_a_phd(
    answers: dict[str, str], track: str, expected: float
) -> None:
    """E67 E68 E73 E74, phd_after_*."""
    item = known("rc_ra", **answers, opt_then_phd="within_2y")
    assert only(item, {**PERSON, "track_record": track}).p_phd_after == pytest.approx(expected)


@pytest.mark.parametrize(("stage", "years"), [("within_2y", 1.5), ("later", 3.5)])
def test_r13_job_and_phd_share_five_years_and_the_better_of_phd_and_staying_counts(stage: str, years: float) -> None:
    """E69 E70 E72: V = r/5 V_job + (1 - r/5) (p max(V_phd, V_job) + (1 - p) V_job) in every draw.

    The PhD is a typical one, begun with the skill reached on the job.
    """

    def as_skilled_as_after_the_job(document: dict[str, Any]) -> None:
        table = next(table for table in document["tables"] if table["id"] == "execution_skill")
        table["levels"]["with_help"] = LEVEL

    job = only(JOB).value
    phd = scored(option("phd"), rules=edited(as_skilled_as_after_the_job)).draws[0]
    p = 0.15 + 0.35 * 0.65 + 0.35 * 0.5 + 0.1 * 0.4
    by_hand = years / 5 * job + (1 - years / 5) * (p * np.maximum(phd, job) + (1 - p) * job)
    assert (phd < job).any()
    assert scored(known("rc_industry", opt_then_phd=stage)).draws[0] == pytest.approx(by_hand)


def test_r13_each_year_on_the_job_delays_leading_by_a_quarter() -> None:
    """E72, stage_time_penalty: 1.5 years on the job are 4.5 months of delay."""
    person = {**PERSON, "tai_p5": 20, "tai_p10": 45, "tai_p20": 70}
    staged = only(known("rc_ra", opt_then_phd="within_2y"), person).expected_lead_years
    delayed = only(known("rc_ra", opt_start_months=4.5), person).expected_lead_years
    assert staged == pytest.approx(delayed)


def test_r13_a_better_reference_never_hurts_even_if_the_phd_were_worse() -> None:
    """3.7: having an offer must never hurt."""
    great: Answers = {
        "opt_idea_freedom": "full",
        "opt_mentor_hours": 8,
        "opt_peers": "outstanding",
        "opt_then_phd": "within_2y",
    }
    weak, strong = (only(known("rc_industry", **great, opt_letter=letter)).value for letter in ("weak", "strong"))
    assert strong > weak


def test_r13_switched_off_the_job_stands_alone() -> None:
    staged = only(known("rc_ra", opt_then_phd="within_2y"), rules=without("R13"))
    assert staged.value == only(known("rc_ra")).value
    assert staged.p_phd_after is None


# R14


@pytest.mark.parametrize(
    ("feeling", "factor"), [("fine", 1), ("with_budget", 0.9), ("hard", 0.65), ("impossible", 0.3)]
)
def test_r14_after_an_industry_salary_a_stipend_counts_by_how_the_cut_feels(feeling: str, factor: float) -> None:
    """E75 E76 E77."""
    person = {**PERSON, "career_stage": "industry_job", "future_pay_cut": feeling}
    expected = 0.45 * 0.65 + 0.3 + 0.25 * 0.75 * factor
    assert criterion("sustainability", PHD, person) == pytest.approx(expected)


@pytest.mark.parametrize(("stage", "item"), [("masters", PHD), ("industry_job", JOB)], ids=["student", "staying"])
def test_r14_counts_neither_for_others_nor_for_jobs(stage: str, item: dict[str, Any]) -> None:
    """E76."""
    person = {**PERSON, "career_stage": stage, "future_pay_cut": "impossible"}
    assert criterion("sustainability", item, person) == pytest.approx(SUSTAINABILITY)


@pytest.mark.parametrize(("feeling", "factor"), [("fine", 1), ("with_budget", 1), ("hard", 0.6), ("impossible", 0)])
def test_r14_a_cut_that_is_hard_lowers_the_odds_of_going_on_to_a_phd(feeling: str, factor: float) -> None:
    """E75: the table phd_chance_by_pay_cut."""
    item = known("rc_industry", opt_then_phd="within_2y")
    expected = factor * (0.15 + 0.35 * 0.65 + 0.35 * 0.5 + 0.1 * 0.4)
    assert only(item, {**PERSON, "future_pay_cut": feeling}).p_phd_after == pytest.approx(expected)


def test_r14_switched_off_the_pay_cut_is_not_felt() -> None:
    person = {**PERSON, "career_stage": "industry_job", "future_pay_cut": "impossible"}
    off = without("R14")
    assert criterion("sustainability", PHD, person, off) == pytest.approx(SUSTAINABILITY)
    assert (only(known("rc_ra", opt_then_phd="later"), person, off).p_phd_after or 0) > 0.5


# R15


@pytest.mark.parametrize(("effect", "factor"), [("strong", 1), ("some", 0.85), ("little", 0.7), ("none", 0.7)])
def test_r15_missing_company_counts_by_how_isolation_works(effect: str, factor: float) -> None:
    """E50 E51: nobody is believed to be immune."""
    person = {**PERSON, "isolation_effect": effect}
    item = known("phd", opt_company="alone")
    felt = 1 - factor
    uncapped = growth(PEOPLE, OWN_IDEAS, 0.65)
    assert criterion("sustainability", item, person) == pytest.approx(0.45 * 0.65 + 0.3 * felt + 0.25 * 0.75)
    assert only(item, person).limits == pytest.approx(94 * uncapped * (0.88 + 0.12 * felt - 1))


def test_r15_switched_off_company_counts_as_it_is_and_motivation_not_at_all() -> None:
    item = known("phd", opt_company="online")
    off = without("R15")
    assert criterion("sustainability", item, rules=off) == pytest.approx(0.45 * 0.65 + 0.3 * 0.4 + 0.25 * 0.75)
    assert only(item, rules=off).limits == 0


# R16


@pytest.mark.parametrize(("risk", "factor"), [("low", 1), ("raised", 1.4), ("high", 1.9)])
def test_r16_a_stated_risk_gives_support_more_weight_and_all_weights_still_sum_to_one(risk: str, factor: float) -> None:
    """E80 E91 E93."""
    criteria = only(JOB, {**PERSON, "mental_health_risk": risk}).criteria
    total = 1 + 0.11 * (factor - 1)
    assert criteria["sustainability"].most == pytest.approx(94 * 0.11 * factor / total)
    assert criteria["people"].most == pytest.approx(94 * 0.34 / total)
    assert sum(item.most for item in criteria.values()) == pytest.approx(94)


@pytest.mark.parametrize("answer", ["prefer_not_to_say", "not_sure", None])
def test_r16_no_answer_changes_nothing(answer: str | None) -> None:
    """E91."""
    assert only(JOB, {**PERSON, "mental_health_risk": answer}) == only(JOB)


def test_r16_switched_off_the_risk_shifts_no_weight() -> None:
    high = only(JOB, {**PERSON, "mental_health_risk": "high"}, without("R16"))
    assert high.criteria == only(JOB).criteria


# R17


@pytest.mark.parametrize(
    ("skills", "track", "history", "ready"),
    [("most", "several", "thrived", 1.0), ("few", "none", "struggled", 0.25 / 3), ("half", "some", "mixed", 1.35 / 3)],
)
def test_r17_independent_work_counts_by_readiness(skills: str, track: str, history: str, ready: float) -> None:
    """E102 E103 E104, readiness_floor."""
    person = {**PERSON, "track_record": track, "independent_history": history}
    item = known("independent", opt_skills_match=skills, opt_idea_freedom="within_agenda")
    own_ideas = 0.5 * 0.92 * (0.45 + 0.55 * PEOPLE)
    uncapped = growth(PEOPLE, own_ideas, 0.6 * 0.65 + 0.4 * 0.5)
    assert only(item, person).limits == pytest.approx(94 * uncapped * (0.65 + 0.35 * ready - 1))


def test_r17_does_not_ask_for_readiness_elsewhere() -> None:
    """E102."""
    values = {only(JOB, {**PERSON, "track_record": track}).value for track in ("none", "several")}
    assert len(values) == 1


def test_r17_switched_off_independent_work_needs_no_readiness() -> None:
    assert only(SOLO).limits < -5
    assert only(SOLO, rules=without("R17")).limits == 0


# R18 and R19


def prior_mean(question: str, path: str) -> float:
    levels = compiled().priors[question, path]
    values = compiled().tables[question][levels.values.astype(int)]
    return float((values * levels.probabilities).sum())


def prior_chance(question: str, path: str, *choices: str) -> float:
    levels = compiled().priors[question, path]
    ids = ruleset().questions_by_id[question].choice_ids
    return float(sum(p for n, p in zip(levels.values, levels.probabilities, strict=True) if ids[int(n)] in choices))


@pytest.mark.parametrize("other", ["rc_industry", "rc_nonprofit"])
@pytest.mark.parametrize("question", ["opt_letter", "opt_publish"])
def test_r18_assistants_typically_get_better_references_and_more_papers(question: str, other: str) -> None:
    """E67 E68."""
    assert prior_mean(question, "rc_ra") > prior_mean(question, other) + 0.1


def test_r18_shows_in_the_odds_of_a_phd_after_an_undescribed_job() -> None:
    """E67."""
    odds = {path: only(option(path, opt_then_phd="within_2y")).p_phd_after or 0 for path in JOBS}
    assert odds["rc_ra"] > max(odds["rc_industry"], odds["rc_nonprofit"]) + 0.1


@pytest.mark.parametrize("path", JOBS)
def test_r19_typical_jobs_are_mostly_assigned_or_inside_a_given_agenda(path: str) -> None:
    """E61 E64 E66."""
    assert prior_chance("opt_idea_freedom", path, "assigned", "side_time", "within_agenda") > 0.9
    assert prior_chance("opt_idea_freedom", path, "assigned", "side_time") > 0.6


def test_r19_junior_mentors_are_likeliest_at_nonprofits() -> None:
    """E65."""
    others = [prior_chance("opt_mentor_research", path, "junior") for path in ("phd", "rc_industry", "rc_ra")]
    assert prior_chance("opt_mentor_research", "rc_nonprofit", "junior") > 2 * max(others)


def test_r19_execution_is_typically_taught_best_in_industry() -> None:
    """E70."""
    others = [prior_mean("opt_execution", path) for path in ("phd", "rc_nonprofit", "rc_ra", "independent")]
    assert prior_mean("opt_execution", "rc_industry") > max(others) + 0.05


# R20


@pytest.mark.parametrize(("answer", "weight"), [("much_needed", 1.0), ("little", 0.35)])
def test_r20_the_default_for_a_phd_is_a_part_of_its_own_and_follows_the_lead_weight(answer: str, weight: float) -> None:
    """E11 E116, route_weight."""
    person = {**PERSON, "new_agendas_value": answer}
    assert only(PHD, person).route == pytest.approx(6 * weight)


@pytest.mark.parametrize("path", [*JOBS, "independent"])
def test_r20_no_other_route_has_a_head_start(path: str) -> None:
    """E03 E81."""
    assert only(known(path)).route == 0


def test_r20_switched_off_nothing_but_the_answers_counts() -> None:
    phd, off = only(PHD), only(PHD, rules=without("R20"))
    assert off.route == 0
    assert off.value == pytest.approx((phd.value - 6) / 0.94)


def test_r20_switched_off_the_typical_phd_still_beats_the_typical_engineering_job() -> None:
    """3.9: by five points instead of ten."""
    lead = {name: PERSON[name] for name in ("goal_role", "new_agendas_value")}
    options = option("phd"), option("rc_industry", "b", opt_then_phd="no")
    gaps = []
    for rules_on in (compiled(), without("R20")):
        phd, job = result(*options, person=lead, rules=rules_on, draws=2000).options
        gaps.append(phd.value - job.value)
    assert gaps == pytest.approx([10, 5], abs=1.5)


# R21


def test_r21_an_unanswered_question_is_the_same_unknown_for_two_options_of_a_path() -> None:
    """E94 E96: two PhDs that differ in one stated answer are compared on that answer only."""
    first, second = scored(option("phd", "a"), option("phd", "b")).draws
    assert (first == second).all()
    better, worse = scored(option("phd", "a", opt_peers="strong"), option("phd", "b", opt_peers="average")).draws
    assert (better > worse - 1e-9).all()


def test_r21_not_sure_is_an_unknown_of_its_own_for_each_option() -> None:
    """E94: the person looked and could not tell."""
    answers = {"opt_peers": "not_sure", "opt_mentor_research": "not_sure"}
    first, second = scored(known("phd", "a", **answers), known("phd", "b", **answers), draws=2000).draws
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
    assert first.mean() == pytest.approx(second.mean(), abs=0.5)


def test_r21_unanswered_questions_of_different_paths_are_drawn_apart() -> None:
    """E94."""
    peers = [known(path, path, opt_peers=None) for path in ("phd", "rc_ra")]
    first, second = scored(*peers, draws=2000).draws
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1


def test_r21_an_unknown_answer_stands_between_its_worst_and_its_best_level() -> None:
    """E94: never zero."""
    unknown = only(known("phd", opt_peers=None))
    worst, best = (only(known("phd", opt_peers=level)).value for level in ("weak", "outstanding"))
    assert (unknown.minimum, unknown.maximum) == (worst, best)
    assert worst <= unknown.low < unknown.value < unknown.high <= best


def test_r21_a_level_that_the_path_does_not_know_is_not_drawn() -> None:
    """E39: a supervisor always exists, so an undescribed PhD never has the value of one without."""
    unknown = only(known("phd", opt_mentor_research=None))
    assert unknown.minimum == only(known("phd", opt_mentor_research="junior")).value


# R22


@pytest.mark.parametrize("answers", [{"agenda_fit_funders": "outside"}, {"academia_ok": "no"}])
def test_r22_what_commenters_object_becomes_a_note_and_moves_no_score(answers: dict[str, str]) -> None:
    """E119 E120 E122 E129."""
    before, after = (result(PHD, known("independent", "b"), person=PERSON | extra) for extra in ({}, answers))
    assert after.options == before.options
    assert after.lead_weight == before.lead_weight
    assert after.person_flags == ("F12_lead_job_market",)


# R23


def test_r23_the_chance_of_an_offer_stays_out_of_the_value_and_enters_the_plan() -> None:
    """E95."""
    rare = known("phd", opt_chance=5)
    assert only(rare) == only(PHD)
    assert "PL02" in plan(rare)
    assert "PL02" not in plan(PHD)


# R24


@pytest.mark.parametrize(
    ("share", "name"),
    [(1.0, "comes_out_first"), (0.8, "comes_out_first"), (0.7999, "leans"), (0.6, "leans"), (0.5999, "too_close")],
)
def test_r24_names_a_lead_by_the_share_of_first_places(share: float, name: str) -> None:
    """E10 E96, first_from and leans_from."""
    assert rules.closeness(compiled().constants, share) == name


def test_r24_reads_the_rank_acceptability_of_the_first_option() -> None:
    """E96."""
    clear = known("phd"), known("phd", "b", opt_peers="weak", opt_mentor_hours=0)
    equal = known("phd"), known("phd", "b")
    names = []
    for options in (clear, equal):
        scores, given = scored(*options), case(options)
        names.append(closeness_of(scores, acceptability(scores, given)))
    assert names == ["comes_out_first", "too_close"]


# The numbers of a rule come from the ruleset


@pytest.mark.parametrize(
    ("rule", "constant", "value", "item"),
    [
        (
            "R07",
            "surround_floor",
            0.1,
            known("phd", opt_mentor_hours=8, opt_mentor_research="junior", opt_peers="weak"),
        ),
        ("R08", "freedom_floor", 0.0, PHD),
        ("R09", "practice_floor", 0.0, PHD),
        ("R11", "supplement_max", 0.1, PHD),
        ("R12", "cap_own", 0.1, known("rc_industry", opt_idea_freedom="assigned")),
        ("R15", "motivation_floor", 0.5, known("phd", opt_company="alone")),
        ("R17", "readiness_floor", 0.1, SOLO),
        ("R20", "route_weight", 0.0, PHD),
    ],
)
def test_an_editor_changes_the_number_of_a_rule_in_the_document(
    rule: str, constant: str, value: float, item: dict[str, Any]
) -> None:
    def change(document: dict[str, Any]) -> None:
        entry = next(entry for entry in document["rules"] if entry["id"] == rule)
        entry["constants"][constant]["value"] = value

    assert only(item, rules=edited(change)).value < only(item).value - 0.1


def test_flags_hold_whatever_is_switched_off() -> None:
    """3.11: a warning stands beside the scores and no score removes it."""
    item = known("independent", opt_mentor_hours=0, opt_company="alone")
    off = without("R02", "R03", *(f"R{n:02}" for n in range(5, 18)), "R20")
    assert {flag.partition("_")[0] for flag in only(item, rules=off).flags} == {"F01", "F14"}
    assert {"F01", "F14"} <= flags(item)
