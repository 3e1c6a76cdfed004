"""The value functions of decision model 3.3, and the effective weights of 3.5(c) that follow from them."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from careerpaths.scoring.compiled import worst_first
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import score
from harness.cases import JOBS, Answers, case, compiled, option, ruleset

TABLES: Mapping[str, Mapping[str, float]] = {
    "opt_mentor_research": {"leading": 1, "strong": 0.75, "competent": 0.45, "junior": 0.25, "none": 0},
    "opt_mentor_mentoring": {"excellent": 1, "good": 0.75, "mixed": 0.4, "poor": 0.1},
    "opt_other_mentors": {"many": 1, "few": 0.75, "one": 0.4, "none": 0},
    "opt_peers": {"outstanding": 1, "strong": 0.75, "average": 0.4, "weak": 0.15, "none": 0},
    "opt_idea_freedom": {"full": 1, "direction": 0.8, "within_agenda": 0.5, "side_time": 0.25, "assigned": 0.05},
    "opt_feedback_speed": {"days": 0.6, "weeks": 0.3, "months": 0.1, "unclear": 0},
    "opt_skills_match": {"most": 1, "half": 0.5, "few": 0.1},
    "opt_execution": {"great": 1, "good": 0.7, "some": 0.4, "little": 0.15},
    "opt_safety_mentor": {"works_on_it": 1, "interested": 0.75, "open": 0.45, "indifferent": 0.15, "opposed": 0},
    "opt_safety_peers": {"most": 1, "several": 0.75, "few": 0.4, "none": 0},
    "opt_supplements": {"strong": 1, "some": 0.6, "little": 0.25, "none": 0},
    "opt_publish": {"regularly": 1, "sometimes": 0.65, "rarely": 0.3, "never": 0},
    "opt_letter": {"strong": 1, "decent": 0.5, "weak": 0.1},
    "opt_structure": {"healthy": 1, "some": 0.65, "hands_off": 0.4, "worrying": 0.05},
    "opt_company": {"team": 1, "cowork": 0.75, "online": 0.4, "alone": 0},
    "opt_income": {"comfortable": 1, "enough": 0.75, "tight": 0.35, "insufficient": 0},
    "track_record": {"several": 1, "first_author": 0.75, "some": 0.4, "none": 0.05},
    "execution_skill": {"strong": 0.9, "independent": 0.7, "with_help": 0.4, "learning": 0.15},
    "independent_history": {"thrived": 1, "mostly_ok": 0.7, "mixed": 0.45, "untested": 0.4, "struggled": 0.1},
    "use_of_freedom": {"bold": 1, "mix": 0.65, "safe": 0.25},
    "self_learning_speed": {"exceptional": 0.4, "fast": 0.15, "typical": 0.05, "prefer_guidance": 0},
    "isolation_effect": {"strong": 1, "some": 0.85, "little": 0.7, "none": 0.7},
    "future_pay_cut": {"fine": 1, "with_budget": 0.9, "hard": 0.65, "impossible": 0.3},
    "phd_chance_by_pay_cut": {"fine": 1, "with_budget": 1, "hard": 0.6, "impossible": 0},
    "mental_health_risk": {"low": 1, "raised": 1.4, "high": 1.9},
    "new_agendas_value": {"much_needed": 1, "somewhat": 0.85, "little": 0.35},
}
"""The first column of table 3.3 and the factors of R03, R14 and R16."""

CURVES: Mapping[str, Mapping[float, float]] = {
    "mentor_hours": {0: 0, 0.165: 0.03, 0.33: 0.06, 1.165: 0.33, 2: 0.6, 3: 0.725, 4: 0.85, 6: 0.925, 8: 1, 40: 1},
    "runway_years": {0: 0, 0.25: 0.05, 0.5: 0.1, 0.75: 0.2, 1: 0.3, 2: 0.55, 3: 0.8, 4: 0.9, 5: 1, 10: 1},
    "execution_level": {0: 0, 0.25: 0.325, 0.5: 0.65, 0.75: 0.825, 1: 1},
    "lead_years": {0: 0, 0.5: 0.1, 1: 0.2, 3: 0.45, 5: 0.7, 10: 0.9, 15: 1, 27: 1},
    "lead_weight_by_time": {0: 0.1, 0.15: 0.2, 0.3: 0.3, 0.5: 0.6, 0.6: 0.75, 0.7: 0.9, 0.85: 1, 1: 1},
}
"""Breakpoints, points halfway between them, and one beyond the end."""


@pytest.mark.parametrize("table", TABLES)
def test_each_level_is_worth_what_table_3_3_says(table: str) -> None:
    assert dict(ruleset().tables_by_id[table].levels) == TABLES[table]


@pytest.mark.parametrize("table", [table for table in TABLES if table in ruleset().questions_by_id])
def test_the_choices_run_from_worst_to_best_by_what_they_are_worth(table: str) -> None:
    """A step up never lowers what an answer is worth."""
    question = ruleset().questions_by_id[table]
    worth = compiled().program.levels(table)
    ordered = [worth[question.choice_ids[n]] for n in worst_first(question, ruleset().tables_by_id)]
    falling = ruleset().tables_by_id[table].ordering == "lower_is_better"
    assert worth == TABLES[table]
    assert ordered == sorted(ordered, reverse=falling)


@pytest.mark.parametrize("curve", CURVES)
def test_each_curve_runs_through_its_points_straight_between_them_and_flat_beyond(curve: str) -> None:
    xs, ys = list(CURVES[curve]), list(CURVES[curve].values())
    assert np.interp(xs, *compiled().program.curves[curve]) == pytest.approx(ys)


@pytest.mark.parametrize("curve", CURVES)
def test_no_curve_jumps_or_falls(curve: str) -> None:
    """3.3: there is no cliff at a soft threshold."""
    xs, ys = compiled().program.curves[curve]
    steps = np.diff(np.interp(np.linspace(0, xs[-1] * 1.2, 2001), xs, ys))
    assert steps.min() >= 0
    assert steps.max() < 0.01


REFERENCE: Answers = {
    "goal_role": "research_lead",
    "new_agendas_value": "much_needed",
    "execution_skill": "with_help",
    "track_record": "some",
    "independent_history": "mixed",
    "use_of_freedom": "mix",
    "self_learning_speed": "typical",
    "isolation_effect": "some",
}
"""The typical person of 3.5(c)."""

TYPICAL = {"phd": 64, "rc_industry": 54, "rc_nonprofit": 54, "rc_ra": 50, "independent": 31}

EFFECTIVE: Mapping[str, tuple[float | None, ...]] = {
    "opt_mentor_hours": (12.3, 9.7, 8.5, 10.1, 4.6),
    "opt_mentor_research": (13.8, 11.4, 11.6, 10.8, 4.6),
    "opt_mentor_mentoring": (4.9, 3.4, 3.0, 3.6, 0.6),
    "opt_other_mentors": (5.7, 4.1, 4.0, 4.6, 4.9),
    "opt_peers": (6.6, 4.6, 4.7, 5.0, 5.0),
    "opt_idea_freedom": (13.9, 13.3, 12.1, 10.0, 4.8),
    "opt_runway_years": (3.4, 1.2, 1.4, 1.3, 2.5),
    "opt_feedback_speed": (4.8, 3.5, 4.5, 4.4, 9.6),
    "opt_execution": (3.6, 2.8, 2.8, 3.0, 2.8),
    "opt_safety_mentor": (4.1, 3.0, 2.7, 3.4, 1.8),
    "opt_safety_peers": (2.7, 2.0, 1.7, 2.3, 2.1),
    "opt_supplements": (3.0, 1.9, 0.2, 2.6, 2.3),
    "opt_publish": (6.3, 2.7, 2.9, 3.3, 3.0),
    "opt_structure": (5.0, 4.5, 4.5, 4.5, 4.9),
    "opt_company": (7.7, 7.0, 7.1, 6.8, 5.2),
    "opt_income": (2.6, 2.6, 2.6, 2.6, 2.6),
    "opt_letter": (None, 1.6, 1.7, 1.9, 1.8),
    "opt_skills_match": (None, None, None, None, 3.0),
}
"""Points that an answer brings from its worst to its best level, by path in the order of PATHS."""

PERSONAL: Mapping[tuple[str, str, str], tuple[float, float, float]] = {
    ("execution_skill", "learning", "strong"): (2.5, 1.0, 2.8),
    ("independent_history", "struggled", "thrived"): (0.8, 0.0, 3.7),
    ("use_of_freedom", "safe", "bold"): (0.6, 0.0, 0.6),
    ("self_learning_speed", "prefer_guidance", "exceptional"): (2.2, 1.6, 5.0),
    ("track_record", "none", "several"): (0, 0, 3.1),
    ("isolation_effect", "little", "strong"): (-0.4, -0.3, -1.3),
}
"""The same for answers about the person: PhD, industry job, independent."""

DRAWS = 4000
ENDS: Mapping[str, tuple[float, float]] = {"opt_mentor_hours": (0, 8), "opt_runway_years": (0.5, 5)}


def ends(question_id: str) -> tuple[str | float, str | float]:
    """The worst and the best answer."""
    if question_id in ENDS:
        return ENDS[question_id]
    question = ruleset().questions_by_id[question_id]
    order = worst_first(question, ruleset().tables_by_id)
    return question.choice_ids[order[0]], question.choice_ids[order[-1]]


def staying(path: str) -> Answers:
    return {"opt_then_phd": "no"} if path in JOBS else {}


@cache
def swing(question: str, path: str) -> float:
    """Points between the worst and the best answer, everything else about the option unknown."""
    answers: list[Answers] = [{**staying(path), question: answer} for answer in ends(question)]
    cases = [case([option(path, **given)], REFERENCE) for given in answers]
    worst, best = score(compiled(), cases, DRAWS).mean
    return float(best - worst)


@pytest.mark.parametrize("path", PATHS)
def test_the_typical_option_is_worth_what_3_5_c_says(path: str) -> None:
    typical = score(compiled(), [case([option(path, **staying(path))], REFERENCE)], DRAWS).mean[0]
    assert typical == pytest.approx(TYPICAL[path], abs=0.7)


@pytest.mark.parametrize("question", EFFECTIVE)
def test_each_answer_weighs_on_each_path_what_3_5_c_says(question: str) -> None:
    expected = {path: points for path, points in zip(PATHS, EFFECTIVE[question], strict=True) if points is not None}
    assert {path: swing(question, path) for path in expected} == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize(("question", "worst", "best"), PERSONAL)
def test_each_answer_about_the_person_weighs_what_3_5_c_says(question: str, worst: str, best: str) -> None:
    options = [option(path, path, **staying(path)) for path in ("phd", "rc_industry", "independent")]
    cases = [case(options, {**REFERENCE, question: answer}) for answer in (worst, best)]
    low, high = score(compiled(), cases, DRAWS).mean.reshape(2, 3)
    assert high - low == pytest.approx(PERSONAL[question, worst, best], abs=0.3)
