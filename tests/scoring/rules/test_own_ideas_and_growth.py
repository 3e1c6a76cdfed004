"""Freedom, own ideas, growth and its caps (R08-R10, R12)."""

from typing import Any

import pytest

from harness.cases import (
    PERSON,
    Answers,
    criterion,
    known,
    only,
    without,
)
from tests.scoring.rules.shorthand import CONTRIBUTOR, FREEDOM, LEVEL, NO_MENTOR, PEOPLE, PHD

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
