"""Mentors, feedback, peers and safety contacts (R04-R07, R11)."""

from math import sqrt

import pytest

from harness.cases import (
    PERSON,
    Answers,
    criterion,
    known,
    only,
    without,
)
from tests.scoring.rules.shorthand import NO_MENTOR, PHD, SOLO

# R04

HOURS = 0.33 + (2 - 0.33) * (0.36 - 0.06) / (0.60 - 0.06)
"""Hours a month that are worth 0.36."""


def test_r04_time_and_quality_of_the_mentor_are_both_needed() -> None:
    """E57 E79 E105: a leading supervisor who is never seen helps no more than none."""
    unseen = known("phd", opt_mentor_hours=0, opt_mentor_research="leading", opt_mentor_mentoring="excellent")
    assert criterion("people", unseen) == pytest.approx(0.65 * (1 - 0.7 * 0.95) + 0.35 * 0.75)
    seldom_seen = known("phd", opt_mentor_hours=HOURS, opt_mentor_research="leading", opt_mentor_mentoring="excellent")
    assert criterion("people", seldom_seen) == pytest.approx(0.65 * (1 - (1 - sqrt(0.36)) * 0.7 * 0.95) + 0.35 * 0.75)


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
