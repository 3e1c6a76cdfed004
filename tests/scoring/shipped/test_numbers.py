"""The numbers of the shipped ruleset are the agreed ones.

The tables below are copies of them. To change a number on purpose, change it here too.
"""

import re
from collections.abc import Iterator

import pytest

from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import ASSUMPTION, PATHS

WEIGHTS = {  # criterion: lead, contributor
    "people": (0.34, 0.22),
    "own_ideas": (0.20, 0.03),
    "execution": (0.11, 0.35),
    "safety": (0.10, 0.20),
    "communication": (0.07, 0.05),
    "sustainability": (0.11, 0.15),
    "timing": (0.07, 0.00),
}
LEVELS = """
opt_mentor_research: leading 1.00, strong 0.75, competent 0.45, junior 0.25, none 0.00
has_mentor: leading 1.00, strong 1.00, competent 1.00, junior 1.00, none 0.00
opt_mentor_mentoring: excellent 1.00, good 0.75, mixed 0.40, poor 0.10
opt_other_mentors: many 1.00, few 0.75, one 0.40, none 0.00
opt_peers: outstanding 1.00, strong 0.75, average 0.40, weak 0.15, none 0.00
opt_idea_freedom: full 1.00, direction 0.80, within_agenda 0.50, side_time 0.25, assigned 0.05
opt_feedback_speed: days 0.60, weeks 0.30, months 0.10, unclear 0.00
opt_skills_match: most 1.00, half 0.50, few 0.10
opt_execution: great 1.00, good 0.70, some 0.40, little 0.15
opt_safety_mentor: works_on_it 1.00, interested 0.75, open 0.45, indifferent 0.15, opposed 0.00
opt_safety_peers: most 1.00, several 0.75, few 0.40, none 0.00
opt_supplements: strong 1.00, some 0.60, little 0.25, none 0.00
opt_publish: regularly 1.00, sometimes 0.65, rarely 0.30, never 0.00
opt_letter: strong 1.00, decent 0.50, weak 0.10
opt_structure: healthy 1.00, some 0.65, hands_off 0.40, worrying 0.05
opt_company: team 1.00, cowork 0.75, online 0.40, alone 0.00
opt_income: comfortable 1.00, enough 0.75, tight 0.35, insufficient 0.00
track_record: several 1.00, first_author 0.75, some 0.40, none 0.05
execution_skill: strong 0.90, independent 0.70, with_help 0.40, learning 0.15
independent_history: thrived 1.00, mostly_ok 0.70, mixed 0.45, untested 0.40, struggled 0.10
use_of_freedom: bold 1.00, mix 0.65, safe 0.25
self_learning_speed: exceptional 0.40, fast 0.15, typical 0.05, prefer_guidance 0.00
isolation_effect: strong 1.00, some 0.85, little 0.70, none 0.70
future_pay_cut: fine 1.00, with_budget 0.90, hard 0.65, impossible 0.30
phd_chance_by_pay_cut: fine 1.00, with_budget 1.00, hard 0.60, impossible 0.00
mental_health_risk: low 1.00, raised 1.40, high 1.90
goal_role: research_lead 1.00, unsure 0.50, research_contributor 0.00, other_role 0.00
new_agendas_value: much_needed 1.00, somewhat 0.85, little 0.35
route_default: phd 1.00, rc_industry 0.00, rc_nonprofit 0.00, rc_ra 0.00, independent 0.00
"""
CURVES = {
    "mentor_hours": [(0, 0), (0.33, 0.06), (2, 0.60), (4, 0.85), (8, 1)],
    "runway_years": [(0, 0), (0.5, 0.10), (1, 0.30), (3, 0.80), (5, 1)],
    "execution_level": [(0, 0), (0.5, 0.65), (1, 1)],
    "lead_years": [(0, 0), (1, 0.20), (5, 0.70), (10, 0.90), (15, 1)],
    "lead_weight_by_time": [(0, 0.10), (0.3, 0.30), (0.5, 0.60), (0.7, 0.90), (0.85, 1), (1, 1)],
}
CONSTANTS = {
    "mentor_share": 0.65,
    "safety_core_mentor": 0.6,
    "publish_share": 0.6,
    "sus_structure": 0.45,
    "sus_company": 0.3,
    "sus_income": 0.25,
    "timing_unknown": 0.5,
    "lead_view_from": 0.65,
    "contributor_view_below": 0.35,
    "short_horizon_years": 5,
    "agenda_unknown": 0.85,
    "surround_floor": 0.3,
    "freedom_kink": 0.5,
    "freedom_floor": 0.3,
    "structure_sub": 0.8,
    "runway_floor": 0.6,
    "practice_floor": 0.45,
    "supplement_max": 0.5,
    "cap_own": 0.5,
    "cap_people": 0.4,
    "stage_within_2y": 1.5,
    "stage_later": 3.5,
    "stage_horizon": 5,
    "stage_time_penalty": 0.25,
    "phd_after_base": 0.15,
    "phd_after_publish": 0.35,
    "phd_after_letter": 0.35,
    "phd_after_track": 0.1,
    "phd_after_cap": 0.9,
    "motivation_floor": 0.88,
    "readiness_floor": 0.65,
    "route_weight": 0.06,
    "first_from": 0.8,
    "leans_from": 0.6,
    "credit_per_year": 0.5,
    "credit_max": 2,
    "horizon_years": 30,
}
PRIORS = """
opt_mentor_research | 20/40/30/10/0 | 20/40/30/10/0 | 8/27/30/35/0 | 20/40/30/10/0 | 3/12/20/20/45
opt_mentor_mentoring | 20/35/30/15 | 15/40/35/10 | 10/30/40/20 | 15/35/35/15 | 10/30/40/20
opt_other_mentors | 10/25/40/25 | 10/25/40/25 | 20/30/35/15 | 10/30/40/20 | 65/20/12/3
opt_peers | 15/35/35/15/0 | 20/40/30/10/0 | 12/38/35/15/0 | 15/35/35/15/0 | 2/10/15/13/60
opt_idea_freedom | 20/40/30/7/3 | 1/5/20/30/44 | 1/7/27/30/35 | 2/6/22/25/45 | 75/18/5/2/0
opt_feedback_speed | 20/35/30/15 | 20/35/30/15 | 20/35/30/15 | 20/35/30/15 | 20/35/30/15
opt_skills_match | - | - | - | - | 30/45/25
opt_execution | 8/42/40/10 | 40/40/17/3 | 20/45/30/5 | 10/40/40/10 | 3/22/45/30
opt_safety_mentor | 8/12/30/45/5 | 15/20/30/30/5 | 85/12/3/0/0 | 8/12/30/45/5 | 40/20/20/20/0
opt_safety_peers | 4/11/35/50 | 12/20/35/33 | 85/12/3/0 | 4/11/35/50 | 10/15/25/50
opt_supplements | 15/35/35/15 | 20/35/30/15 | 60/30/10/0 | 15/35/35/15 | 20/35/30/15
opt_publish | 50/38/10/2 | 12/33/35/20 | 15/40/35/10 | 30/50/17/3 | 8/30/40/22
opt_letter | - | 20/45/35 | 20/50/30 | 45/40/15 | 8/27/65
opt_then_phd | - | 50/35/15 | 50/35/15 | 50/35/15 | -
opt_structure | 12/33/40/15 | 35/45/13/7 | 20/35/30/15 | 15/40/33/12 | 3/17/75/5
opt_company | 65/20/10/5 | 80/8/10/2 | 70/12/15/3 | 65/20/10/5 | 4/20/26/50
opt_income | 5/45/45/5 | 85/13/2/0 | 50/40/9/1 | 8/47/40/5 | 8/32/45/15
"""
NUMBER_PRIORS = """
opt_mentor_hours | 1:15 2:25 4:40 8:20 | 1:20 2:25 4:40 8:15 | 1:25 2:30 4:35 8:10 | 1:25 2:35 4:30 8:10 | 0:45 0.33:30 1:15 2:10
opt_runway_years | 3:25 4:35 5:40 | 1:15 2:30 3:35 5:20 | 1:30 2:40 3:20 5:10 | 0.5:15 1:55 2:30 | 0.25:15 0.5:30 1:45 2:10
"""  # noqa: E501 - a table
PERSON_PRIORS = {
    "execution_skill": (0.25,) * 4,
    "track_record": (0.25,) * 4,
    "independent_history": (0.15, 0.25, 0.25, 0.15, 0.2),
    "use_of_freedom": (0.25, 0.45, 0.3),
    "self_learning_speed": (0.05, 0.25, 0.5, 0.2),
    "isolation_effect": (0.3, 0.4, 0.22, 0.08),
}


def rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        name, _, rest = re.split(r"(: | \| )", line, maxsplit=1)
        yield name, rest


def test_the_weights_are_the_agreed_ones(ruleset: Ruleset) -> None:
    assert {c.id: (c.weights.lead, c.weights.contributor) for c in ruleset.criteria} == WEIGHTS


def test_the_values_of_answers_are_the_agreed_ones(ruleset: Ruleset) -> None:
    expected = {
        name: {level.split()[0]: float(level.split()[1]) for level in rest.split(", ")} for name, rest in rows(LEVELS)
    }
    assert {table.id: dict(table.levels) for table in ruleset.tables} == expected


def test_what_stands_for_an_unknown_answer_is_the_agreed_choice_or_number(ruleset: Ruleset) -> None:
    """Of all other tables it is drawn."""
    assert {table.id: table.unknown for table in ruleset.tables if table.unknown} == {
        "goal_role": "unsure",
        "new_agendas_value": "agenda_unknown",
        "mental_health_risk": "low",
    }


def test_the_curves_are_the_agreed_ones(ruleset: Ruleset) -> None:
    assert {curve.id: list(curve.points) for curve in ruleset.curves} == CURVES


def test_the_constants_are_the_agreed_ones(ruleset: Ruleset) -> None:
    owners = [criterion.constants for criterion in ruleset.criteria]
    owners += [rule.constants for rule in ruleset.rules] + [ruleset.timeline.constants]
    assert {name: quantity.value for owner in owners for name, quantity in owner.items()} == CONSTANTS


def test_becoming_a_lead_takes_five_years_on_average(ruleset: Ruleset) -> None:
    years = ruleset.timeline.lead_years
    assert years == ((3, 0.1), (4, 0.2), (5, 0.4), (6, 0.2), (7, 0.1))
    assert sum(year * probability for year, probability in years) == pytest.approx(5)


def test_the_timeline_is_read_from_the_agreed_questions(ruleset: Ruleset) -> None:
    timeline = ruleset.timeline
    assert timeline.chances == {"tai_p5": 5, "tai_p10": 10, "tai_p20": 20}
    assert (timeline.start, timeline.experience) == ("opt_start_months", "research_experience_years")


def test_the_priors_over_choices_are_the_agreed_ones(ruleset: Ruleset) -> None:
    for name, rest in rows(PRIORS):
        cells = dict(zip(PATHS, rest.split(" | "), strict=True))
        expected = {path: tuple(int(p) / 100 for p in cell.split("/")) for path, cell in cells.items() if cell != "-"}
        prior = ruleset.questions_by_id[name].prior
        assert prior
        assert dict(prior.choices) == expected, name


def test_the_priors_over_numbers_are_the_agreed_ones(ruleset: Ruleset) -> None:
    for name, rest in rows(NUMBER_PRIORS):
        for path, cell in zip(PATHS, rest.split(" | "), strict=True):
            pairs = [pair.split(":") for pair in cell.split()]
            prior = ruleset.questions_by_id[name].prior
            assert prior
            assert list(prior.numbers[path]) == [(float(x), int(p) / 100) for x, p in pairs], (name, path)


def test_the_priors_of_the_person_are_the_agreed_ones(ruleset: Ruleset) -> None:
    given = {q.id: q.prior.choices["person"] for q in ruleset.questions if q.scope == "person" and q.prior}
    assert given == PERSON_PRIORS


def test_every_prior_is_marked_as_an_assumption(ruleset: Ruleset) -> None:
    for question in ruleset.questions:
        for stand_in in (question.prior, question.neutral):
            assert stand_in is None or ASSUMPTION in stand_in.source, question.id


def test_all_rules_are_on_and_no_adjustment_is_made(ruleset: Ruleset) -> None:
    assert all(rule.enabled for rule in ruleset.rules)
    assert ruleset.adjustments == ()
