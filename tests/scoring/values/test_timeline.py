"""The timeline model of decision model 5: what people said, years left as a lead, and what follows for the goal."""

from math import exp, log, nan
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.faults import CaseError
from careerpaths.scoring.values.timeline import LeadYears, Timelines, timelines
from harness.cases import PERSON, compiled, edited, known, only, result, ruleset, scored

TABLE: list[tuple[tuple[float, float, float], float, float, float, float, bool]] = [
    # P5 / P10 / P20, expected years as a lead, P(at least 1 year), P(later than 5 years), lambda_time, F08
    ((80, 95, 99), 1.0, 0.18, 0.20, 0.23, True),
    ((50, 75, 90), 4.3, 0.46, 0.50, 0.60, True),
    ((20, 45, 70), 9.9, 0.75, 0.80, 0.97, False),
    ((2, 50, 98), 6.4, 0.87, 0.98, 1.00, False),
    ((10, 30, 60), 12.6, 0.86, 0.90, 1.00, False),
]


def said(p5: float = nan, p10: float = nan, p20: float = nan) -> Timelines:
    return timelines(np.array([p5]), np.array([p10]), np.array([p20]))


def later_than(times: Timelines, *years: float) -> Array:
    """P(transformative AI comes later than each of the years)."""
    chances: Array = times.chance_later_than(np.array([years], dtype=np.float64))[0]
    return chances


def lead_years(times: Timelines, ready_after: Array) -> LeadYears:
    """What is left to work as a lead after these delays, (persons, delays)."""
    years, chances = np.array(ruleset().timeline.lead_years).T
    return LeadYears.of(times, ready_after, years, chances, compiled().numbers["horizon_years"])


def expected_years(times: Timelines, delay: float = 0) -> float:
    return float(lead_years(times, np.array([[delay]])).expected[0, 0])


def asked(stated: tuple[float, float, float]) -> dict[str, Any]:
    return {**PERSON, **dict(zip(("tai_p5", "tai_p10", "tai_p20"), stated, strict=True))}


@pytest.mark.parametrize(("stated", "years", "one_year", "time_left", "weight", "short"), TABLE)
def test_the_table_of_section_5_is_reproduced(
    stated: tuple[float, float, float], years: float, one_year: float, time_left: float, weight: float, short: bool
) -> None:
    """E23 E24 E25: tolerances are those of the rounding."""
    outcome = result(known("phd"), person=asked(stated))
    phd = outcome.options[0]
    assert phd.expected_lead_years == pytest.approx(years, abs=0.051)
    assert phd.chance_of_a_lead_year == pytest.approx(one_year, abs=0.0051)
    assert 1 - (outcome.chance_too_late or 0) == pytest.approx(time_left)
    assert outcome.lead_weight == pytest.approx(weight, abs=0.0051)
    assert ("F08_short_timelines" in outcome.person_flags) is short


@pytest.mark.parametrize("path", ["rc_industry", "rc_nonprofit", "rc_ra", "independent"])
def test_years_to_lead_are_the_same_on_every_path(path: str) -> None:
    """S3, E23: a job alone or solo work is no slower; that it trains worse is in growth already."""
    phd, other = (only(known(kind), asked((20, 45, 70))) for kind in ("phd", path))
    assert other.expected_lead_years == phd.expected_lead_years


SUBSETS: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = [
    ((20, 45, 70), (0.8, 0.55, 0.3)),
    ((20, nan, nan), (0.8, 0.64, 0.8**4)),
    ((nan, 40, nan), (0.8, 0.6, 0.36)),
    ((nan, nan, 40), (0.9, 0.8, 0.6)),
    ((20, 45, nan), (0.8, 0.55, 0.55 * (0.55 / 0.8) ** 2)),
    ((20, nan, 80), (0.8, 0.6, 0.2)),
    ((nan, 40, 70), (0.8, 0.6, 0.3)),
]
"""What was said, and the chances that follow of more than 5, 10 and 20 years: even growth between the points,
constant hazard beyond the last."""


@pytest.mark.parametrize(("stated", "expected"), SUBSETS)
def test_any_subset_gives_back_what_was_said_and_a_straight_line_or_the_trend_for_the_rest(
    stated: tuple[float, float, float], expected: tuple[float, float, float]
) -> None:
    """Section 5: no parametric fit."""
    assert later_than(said(*stated), 5, 10, 20) == pytest.approx(expected)


@pytest.mark.parametrize("stated", [stated for stated, _ in SUBSETS])
def test_the_integral_is_that_of_the_survival_curve(stated: tuple[float, float, float]) -> None:
    """Section 5: closed form against a fine sum."""
    times = said(*stated)
    grid = np.linspace(4, 30, 26001)
    survival = later_than(times, *grid)
    by_sum = float(((survival[1:] + survival[:-1]) / 2 * np.diff(grid)).sum())
    assert times.years_between(np.array([[4.0]]), 30)[0, 0] == pytest.approx(by_sum, rel=1e-6)


def test_beyond_the_last_point_the_hazard_of_the_last_stretch_goes_on() -> None:
    """Section 5: h = ln(S_a / S_b) / (t_b - t_a)."""
    hazard = log(0.55 / 0.3) / 10
    assert later_than(said(20, 45, 70), 25, 40) == pytest.approx([0.3 * exp(-5 * hazard), 0.3 * exp(-20 * hazard)])


def test_nothing_said_leaves_timelines_out() -> None:
    """3.8: lambda_time is 1 and the criterion timing 0.5 for every option."""
    outcome = result(known("phd"), known("independent", "b", opt_start_months=24))
    assert outcome.lead_weight == 1
    assert outcome.chance_too_late is None
    for item in outcome.options:
        assert item.criteria["timing"].value == pytest.approx(0.5)
        assert item.expected_lead_years is None
        assert item.chance_of_a_lead_year is None


def test_not_sure_counts_as_nothing_said() -> None:
    unsure = {**PERSON, **dict.fromkeys(("tai_p5", "tai_p10", "tai_p20"), "not_sure")}
    assert result(known("phd"), person=unsure) == result(known("phd"))


def test_certainty_that_it_never_comes_leaves_all_years_up_to_the_horizon() -> None:
    """horizon_years: 30 less the five to become a lead."""
    outcome = result(known("phd"), person=asked((0, 0, 0)))
    assert outcome.lead_weight == 1
    assert outcome.options[0].expected_lead_years == pytest.approx(25)
    assert outcome.options[0].chance_of_a_lead_year == 1
    assert outcome.options[0].criteria["timing"].value == pytest.approx(1)


def test_certainty_that_it_comes_within_five_years_leaves_next_to_nothing() -> None:
    """E24: only who needs less than five years to lead, three or four, has any time left."""
    outcome = result(known("phd"), person=asked((100, 100, 100)))
    by_hand = 0.1 * (0.4 * 2 / 2) + 0.2 * (0.2 * 1 / 2)
    assert outcome.lead_weight == pytest.approx(0.1)
    assert outcome.chance_too_late == 1
    assert outcome.options[0].expected_lead_years == pytest.approx(by_hand)
    assert "F08_short_timelines" in outcome.person_flags


@pytest.mark.parametrize("stated", [(100, nan, nan), (nan, 100, nan), (0, 100, nan), (0, nan, 100), (0, nan, nan)])
def test_certainties_in_any_place_stay_finite(stated: tuple[float, float, float]) -> None:
    years = lead_years(said(*stated), np.array([[0.0, 3.0]]))
    for figures in (years.expected, years.at_least_one, years.mean_of(compiled().program.curves["lead_years"])):
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()


def test_falling_probabilities_read_as_flat() -> None:
    """No form accepts them; the arithmetic must not break on them."""
    falling, flat = said(50, 20, 10), said(50, 50, 50)
    years = 2.5, 5, 7, 10, 15, 20, 28
    assert list(later_than(falling, *years)) == list(later_than(flat, *years))
    assert expected_years(falling) == expected_years(flat) > 0


def test_falling_probabilities_are_refused_at_the_door_with_a_sentence() -> None:
    """Section 2: tai_p5 <= tai_p10 <= tai_p20, with a plain message."""
    with pytest.raises(CaseError) as refusal:
        read_case(ruleset(), {"person": {"tai_p5": 50, "tai_p20": 40}})
    (fault,) = refusal.value.faults
    assert fault.path == "person.tai_p20"
    assert "50 or more" in fault.message


def test_a_late_start_leaves_fewer_years() -> None:
    """E123: a year of waiting is a year less to become a lead in."""
    person = asked((20, 45, 70))
    now, later = (only(known("phd", opt_start_months=months), person) for months in (0, 12))
    assert expected_years(said(20, 45, 70), delay=1) == pytest.approx(later.expected_lead_years)
    assert (now.expected_lead_years or 0) - (later.expected_lead_years or 0) > 0.4
    assert now.criteria["timing"].value > later.criteria["timing"].value


@pytest.mark.parametrize(("research", "credit"), [(0, 0), (1, 0.5), (4, 2), (15, 2)])
def test_research_done_saves_half_its_time_up_to_two_years(research: float, credit: float) -> None:
    """E72 E113, credit_per_year and credit_max."""
    person = {**PERSON, "research_experience_years": research}
    assert scored(known("phd"), person=person).valued.options.credit == credit


def test_nobody_leads_before_today_however_much_experience_saves() -> None:
    """E72: an editor may let research save more years than it takes to lead."""
    assert expected_years(said(0, 0, 0), delay=-20) == pytest.approx(30)


def test_the_criterion_timing_is_the_mean_of_the_curve_over_the_years_to_lead() -> None:
    """E25: u_T is taken before the mean, not after it."""
    times = said(2, 50, 98)
    starts = np.array([[3.0, 4.0, 5.0, 6.0, 7.0]])
    left = times.years_between(starts, 30)[0]
    by_hand = np.interp(left, *compiled().program.curves["lead_years"]) @ [0.1, 0.2, 0.4, 0.2, 0.1]
    assert only(known("phd"), asked((2, 50, 98))).criteria["timing"].value == pytest.approx(by_hand)


def test_many_persons_at_once_are_read_like_each_alone() -> None:
    stated = [stated for stated, _ in SUBSETS]
    together = timelines(*np.array(stated).T)
    delays = np.zeros((len(stated), 1))
    alone = [expected_years(said(*row)) for row in stated]
    assert lead_years(together, delays).expected[:, 0] == pytest.approx(alone, rel=1e-12)


def test_an_editor_sets_the_years_that_it_takes_to_become_a_lead() -> None:
    """E23: a longer way leaves fewer years."""

    def slower(document: dict[str, Any]) -> None:
        document["timeline"]["lead_years"] = [[8, 1.0]]

    usual, late = (only(known("phd"), asked((20, 45, 70)), rules) for rules in (compiled(), edited(slower)))
    assert late.expected_lead_years == pytest.approx(expected_years(said(20, 45, 70), delay=3), abs=0.2)
    assert (late.expected_lead_years or 0) < (usual.expected_lead_years or 0) - 1
