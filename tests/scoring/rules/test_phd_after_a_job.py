"""A PhD after a job, and the pay cut that it brings (R13, R14)."""

from typing import Any

import numpy as np
import pytest

from harness.cases import (
    PERSON,
    Answers,
    criterion,
    edited,
    known,
    only,
    option,
    scored,
    without,
)
from tests.scoring.rules.shorthand import JOB, LEVEL, PHD, SUSTAINABILITY

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
