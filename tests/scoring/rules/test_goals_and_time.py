"""The formula, the goal, and the time that is left (R01-R03)."""

from typing import Any

import pytest

from harness.cases import (
    PERSON,
    criterion,
    known,
    only,
    result,
    without,
)
from tests.scoring.rules.shorthand import (
    CONTRIBUTOR,
    EXECUTION,
    JOB,
    LEVEL,
    OWN_IDEAS,
    PEOPLE,
    PHD,
    SAFETY,
    SOLO,
    SUSTAINABILITY,
    growth,
)


def lead_weight(**answers: Any) -> float:
    return result(PHD, person={**PERSON, **answers}).lead_weight


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
