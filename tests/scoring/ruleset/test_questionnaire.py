"""Which questions are open, given the answers so far (decision model 2)."""

from typing import Any

import pytest

from careerpaths.scoring.questionnaire import OpenQuestion, open_questions
from harness.cases import JOBS, Answers, case, compiled, option, ruleset, scored

LEAD: Answers = {"goal_role": "research_lead"}


def opened(*options: dict[str, Any], person: Answers = LEAD, details: bool = False) -> dict[str, OpenQuestion]:
    listed = open_questions(compiled(), case(options, person), details=details)
    return {item.question.id: item for item in listed}


def asks(question: str, *options: dict[str, Any], person: Answers = LEAD, details: bool = False) -> bool:
    return question in opened(*options, person=person, details=details)


PHD, JOB, SOLO = option("phd", "p"), option("rc_industry", "j"), option("independent", "i")


# How much is asked


@pytest.mark.parametrize(
    ("options", "goal", "stems", "cells"),
    [
        ((PHD, JOB, SOLO), "research_lead", 29, 59),
        ((PHD, JOB), "research_lead", 24, 40),
        ((PHD, option("phd", "q"), option("rc_nonprofit", "n")), "research_lead", 24, 54),
        ((PHD, JOB), "research_contributor", 21, 37),
    ],
    ids=["phd_job_solo", "phd_job", "two_phds_nonprofit", "contributor"],
)
def test_the_questionnaire_is_as_long_as_section_2_counts(
    options: tuple[dict[str, Any], ...], goal: str, stems: int, cells: int
) -> None:
    """Stems are the core questions; cells count the two of the option card as well."""
    listed = opened(*options, person={"goal_role": goal}).values()
    core = [item for item in listed if item.question.tier == "core"]
    cards = [item for item in listed if item.question.tier == "setup"]
    assert len(core) == stems
    assert [item.question.id for item in cards] == ["opt_path", "opt_dealbreaker"]
    assert sum(item.cells for item in (*core, *cards)) == cells


def test_before_the_goal_is_known_nothing_about_leading_is_asked() -> None:
    """Order and flow: the goal comes first."""
    listed = opened(person={})
    assert next(iter(listed)) == "goal_role"
    assert not {"new_agendas_value", "tai_p5", "tai_p10", "criteria_ranking"} & set(listed)


def test_questions_stand_in_the_order_of_the_ruleset() -> None:
    order = [question.id for question in ruleset().questions]
    listed = list(opened(PHD, JOB, SOLO, details=True))
    assert listed == [question for question in order if question in listed]


def test_without_options_only_the_person_is_asked() -> None:
    assert {item.question.scope for item in opened().values()} == {"person"}


# Branching


@pytest.mark.parametrize("question", ["new_agendas_value", "tai_p5", "tai_p10"])
@pytest.mark.parametrize(
    ("goal", "asked"),
    [("research_lead", True), ("unsure", True), ("research_contributor", False), ("other_role", False)],
)
def test_agendas_and_timelines_are_asked_of_whoever_may_want_to_lead(question: str, goal: str, asked: bool) -> None:
    """E13 E24 E26."""
    assert asks(question, PHD, person={"goal_role": goal}) is asked


@pytest.mark.parametrize(
    ("option_asked", "asked"), [(PHD, False), (JOB, True), (option("rc_nonprofit"), True), (SOLO, True)]
)
def test_the_track_record_is_asked_where_an_option_is_no_phd(option_asked: dict[str, Any], asked: bool) -> None:
    """E104."""
    assert asks("track_record", option_asked) is asked


@pytest.mark.parametrize("question", ["self_learning_speed", "isolation_effect"])
def test_learning_alone_and_isolation_are_asked_where_an_option_is_independent(question: str) -> None:
    """E50 E58."""
    assert asks(question, PHD, SOLO)
    assert not asks(question, PHD, JOB)


@pytest.mark.parametrize(
    ("career", "options", "asked"),
    [
        ("industry_job", (PHD,), True),
        ("industry_job", (JOB,), False),
        ("masters", (PHD,), False),
        ("masters", (option("rc_ra", opt_then_phd="within_2y"),), True),
        ("masters", (option("rc_ra", opt_then_phd="later"), PHD), True),
        ("masters", (option("rc_ra", opt_then_phd="no"),), False),
        ("masters", (option("rc_ra", opt_then_phd="not_sure"),), False),
    ],
)
def test_the_pay_cut_is_asked_where_a_salary_could_become_a_stipend(
    career: str, options: tuple[dict[str, Any], ...], asked: bool
) -> None:
    """E75 E76."""
    assert asks("future_pay_cut", *options, person={**LEAD, "career_stage": career}) is asked


@pytest.mark.parametrize("path", JOBS)
def test_the_reference_of_a_job_is_asked_once_a_phd_is_to_follow(path: str) -> None:
    """E67 E74."""
    assert asks("opt_letter", option(path, opt_then_phd="within_2y"))
    assert not asks("opt_letter", option(path, opt_then_phd="no"))
    assert not asks("opt_letter", option(path))


def test_a_mentor_who_does_not_exist_is_not_rated() -> None:
    """E79: but one of whom nothing is known yet is."""
    assert not asks("opt_mentor_mentoring", option("independent", opt_mentor_research="none"))
    for research in ("junior", "not_sure", None):
        assert asks("opt_mentor_mentoring", option("independent", opt_mentor_research=research))


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("opt_skills_match", ("independent",)),
        ("opt_then_phd", JOBS),
        ("opt_feedback_speed", ("independent",)),
        ("opt_company", ("independent",)),
    ],
)
def test_some_questions_exist_for_some_kinds_of_option_only(question: str, paths: tuple[str, ...]) -> None:
    """E49 E53 E69 E102."""
    every = [option(path, path) for path in ("phd", *JOBS, "independent")]
    assert opened(*every)[question].option_ids == paths


def test_a_question_about_options_has_a_cell_for_each_option_that_it_concerns() -> None:
    listed = opened(PHD, option("rc_ra", "a", opt_then_phd="within_2y"), option("rc_ra", "b", opt_then_phd="no"))
    assert listed["opt_peers"].option_ids == ("p", "a", "b")
    assert listed["opt_letter"].option_ids == ("a",)
    assert (listed["opt_peers"].cells, listed["opt_letter"].cells, listed["goal_role"].cells) == (3, 1, 1)


# Details


DETAILS = {"opt_chance", "opt_start_months", "opt_feedback_speed", "opt_safety_peers", "opt_supplements", "opt_company"}


def test_details_are_asked_of_whoever_opens_them() -> None:
    """Section 2: core questions come first."""
    assert not DETAILS & set(opened(PHD))
    assert set(opened(PHD, details=True)) >= DETAILS | {"research_mode", "alignment_knowledge", "academia_ok"}


def test_opening_the_details_takes_no_question_away() -> None:
    assert set(opened(PHD, JOB, SOLO)) < set(opened(PHD, JOB, SOLO, details=True))


def test_a_detail_that_was_answered_stays_on_the_list() -> None:
    answered = option("phd", opt_supplements="some")
    listed = opened(answered, PHD)
    assert listed["opt_supplements"].option_ids == ("a",)
    assert "opt_safety_peers" not in listed


def test_the_chance_within_twenty_years_waits_for_that_within_ten() -> None:
    """E23 E25."""
    assert asks("tai_p20", PHD, person={**LEAD, "tai_p10": 40}, details=True)
    assert not asks("tai_p20", PHD, person={**LEAD, "tai_p10": "not_sure"}, details=True)
    assert not asks("tai_p20", PHD, person={**LEAD, "tai_p5": 40}, details=True)


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        (SOLO, True),
        (option("phd", opt_income="tight"), True),
        (option("phd", opt_income="insufficient"), True),
        (option("phd", opt_income="enough"), False),
    ],
)
def test_savings_are_asked_where_the_income_may_not_do(item: dict[str, Any], asked: bool) -> None:
    """E76 E123."""
    assert asks("savings_months", item, details=True) is asked
    assert not asks("savings_months", item)


# Progress


def test_progress_tells_answers_from_definite_answers() -> None:
    listed = opened(
        option("phd", "a", opt_peers="strong", opt_publish="not_sure"),
        option("phd", "b", opt_peers="weak"),
        person={**LEAD, "mental_health_risk": "prefer_not_to_say", "tai_p5": "not_sure"},
    )
    counts = {key: (item.answered, item.given, item.done) for key, item in listed.items()}
    assert counts["opt_peers"] == (2, 2, True)
    assert counts["opt_publish"] == (1, 0, False)
    assert counts["opt_income"] == (0, 0, False)
    assert counts["mental_health_risk"] == (1, 0, True)
    assert counts["tai_p5"] == (1, 0, True)
    assert counts["goal_role"] == (1, 1, True)


# Closed answers


def test_an_answer_that_a_later_one_closes_is_kept_but_not_asked() -> None:
    """A changed goal closes the timelines; changed back, the numbers are still there."""
    answered = {"tai_p5": 30, "new_agendas_value": "little"}
    closed = {"goal_role": "research_contributor", **answered}
    assert not {"tai_p5", "new_agendas_value"} & set(opened(PHD, person=closed))
    assert dict(case([PHD], closed).person)["tai_p5"] == 30
    again = opened(PHD, person=LEAD | answered)
    assert (again["tai_p5"].given, again["new_agendas_value"].given) == (1, 1)


def test_a_closed_answer_opens_nothing() -> None:
    """Within twenty years is asked after within ten, and not where a contributor goal has closed both."""
    person = {"goal_role": "research_contributor", "tai_p10": 40}
    assert not asks("tai_p20", PHD, person=person, details=True)


def test_a_closed_answer_of_an_option_opens_nothing_about_the_person() -> None:
    """A PhD has no job before it: what is stored there does not ask for a pay cut."""
    assert not asks("future_pay_cut", option("phd", opt_then_phd="within_2y"))
    assert asks("future_pay_cut", option("rc_ra", opt_then_phd="within_2y"))


def test_a_closed_answer_does_not_score() -> None:
    """A mentoring grade without a mentor, and timelines under the contributor goal."""
    graded, plain = (
        scored(option("independent", opt_mentor_research="none", opt_mentor_mentoring=grade))
        for grade in ("excellent", None)
    )
    assert (graded.draws == plain.draws).all()
    person = {"goal_role": "research_contributor"}
    timed, untimed = (scored(PHD, person=person | extra) for extra in ({"tai_p5": 90}, {}))
    assert (timed.draws == untimed.draws).all()
    assert timed.chance_too_late[0] == 0
