"""Every warning once raised and once, in the nearest case, not. A warning never changes a score (3.11)."""

from dataclasses import dataclass
from typing import Any

import pytest

from careerpaths.scoring.values.advice import raise_flags, warning_of
from harness.cases import PERSON, Answers, flags, known, option, result, ruleset, scored, without

CALM: Answers = {
    "opt_mentor_hours": 4,
    "opt_mentor_mentoring": "good",
    "opt_safety_mentor": "interested",
    "opt_structure": "some",
}
"""Answers that raise no warning of their own."""


@dataclass(frozen=True)
class Example:
    """A case that raises a flag, and answers that just do not."""

    flag: str
    evidence: str
    path: str
    raised: Answers  # of the option
    nearest: Answers  # changes of `raised`
    person: Answers
    nearest_person: Answers  # changes of `person`

    @property
    def label(self) -> str:
        return f"{self.flag}: {' '.join(f'{k}={v}' for k, v in (self.nearest | self.nearest_person).items())}"


def example(
    flag: str,
    evidence: str,
    path: str = "phd",
    raised: Answers | None = None,
    nearest: Answers | None = None,
    person: Answers | None = None,
    nearest_person: Answers | None = None,
) -> Example:
    return Example(
        flag=flag,
        evidence=evidence,
        path=path,
        raised=raised or {},
        nearest=nearest or {},
        person=person or {},
        nearest_person=nearest_person or {},
    )


EXAMPLES = [
    example("F01", "E57", raised={"opt_mentor_hours": 1.9}, nearest={"opt_mentor_hours": 2}),
    example("F01", "E56", raised={"opt_mentor_hours": 0}, nearest={"opt_mentor_hours": "not_sure"}),
    example("F01", "E56", raised={"opt_mentor_hours": 0}, nearest={"opt_mentor_hours": None}),
    example("F02", "E79", raised={"opt_mentor_mentoring": "mixed"}, nearest={"opt_mentor_mentoring": "good"}),
    example("F02", "E99", raised={"opt_mentor_mentoring": "poor"}, nearest={"opt_mentor_research": "none"}),
    example(
        "F03",
        "E80 E89",
        raised={"opt_structure": "hands_off"},
        nearest={"opt_structure": "some"},
        person={"mental_health_risk": "raised"},
    ),
    example(
        "F03",
        "E88 E91",
        raised={"opt_structure": "worrying"},
        person={"mental_health_risk": "high"},
        nearest_person={"mental_health_risk": "low"},
    ),
    example(
        "F03",
        "E91",
        raised={"opt_structure": "worrying"},
        person={"mental_health_risk": "high"},
        nearest_person={"mental_health_risk": "prefer_not_to_say"},
    ),
    example(
        "F03",
        "E92",
        path="independent",
        raised={"opt_company": "online"},
        nearest={"opt_company": "cowork"},
        person={"mental_health_risk": "raised"},
    ),
    example(
        "F04",
        "E83",
        raised={"opt_safety_mentor": "indifferent", "opt_safety_peers": "none"},
        nearest={"opt_safety_mentor": "open"},
    ),
    example(
        "F04",
        "E85",
        raised={"opt_safety_mentor": "opposed", "opt_safety_peers": None},
        nearest={"opt_safety_peers": "few"},
    ),
    example(
        "F04",
        "E86",
        raised={"opt_safety_mentor": "opposed", "opt_safety_peers": "not_sure"},
        nearest={"opt_safety_peers": "few"},
    ),
    example("F05", "E76", raised={"opt_income": "insufficient"}, nearest={"opt_income": "tight"}),
    example(
        "F06",
        "E102 E103",
        path="independent",
        raised={"opt_skills_match": "few"},
        person={"independent_history": "struggled"},
        nearest_person={"independent_history": "untested"},
    ),
    example(
        "F06",
        "E104 E105",
        path="independent",
        raised={"opt_mentor_hours": 1},
        nearest={"opt_mentor_hours": 2},
        person={"track_record": "none"},
    ),
    example(
        "F07",
        "E73",
        path="rc_industry",
        raised={"opt_then_phd": "within_2y", "opt_publish": "rarely"},
        nearest={"opt_publish": "sometimes"},
    ),
    example(
        "F07",
        "E74",
        path="rc_nonprofit",
        raised={"opt_then_phd": "later", "opt_letter": "weak"},
        nearest={"opt_letter": "decent"},
    ),
    example(
        "F07",
        "E73",
        path="rc_ra",
        raised={"opt_then_phd": "within_2y", "opt_publish": "never"},
        nearest={"opt_then_phd": "no"},
    ),
    example("F08", "E24", person={"tai_p5": 50}, nearest_person={"tai_p5": 49}),
    example(
        "F08",
        "E23",
        person={"tai_p5": 60},
        nearest_person={"research_experience_years": 2},  # leaves four years: 0.48
    ),
    example("F08", "E24", person={"tai_p5": 90}, nearest_person={"goal_role": "research_contributor"}),
    example("F09", "E51", person={"isolation_effect": "none"}, nearest_person={"isolation_effect": "little"}),
    example(
        "F10",
        "E35",
        raised={"opt_mentor_research": "competent", "opt_peers": "weak"},
        nearest={"opt_peers": "average"},
    ),
    example(
        "F10",
        "E35",
        raised={"opt_mentor_research": "junior", "opt_peers": "average"},
        nearest={"opt_mentor_research": "competent"},
    ),
    example(
        "F11",
        "E26",
        person={"new_agendas_value": "little"},
        nearest_person={"new_agendas_value": "somewhat"},
    ),
    example(
        "F11",
        "E26",
        person={"new_agendas_value": "little"},
        nearest_person={"goal_role": "research_contributor"},
    ),
    example(
        "F12",
        "E119 E120 E129",
        person={"agenda_fit_funders": "adjacent"},
        nearest_person={"agenda_fit_funders": "close"},
    ),
    example("F12", "E122", person={"academia_ok": "no"}, nearest_person={"academia_ok": "partly"}),
    example("F12", "E121", person={"academia_ok": "no"}, nearest_person={"agenda_fit_funders": "close"}),
    example(
        "F13",
        "E76 E77",
        person={"career_stage": "industry_job", "future_pay_cut": "with_budget"},
        nearest_person={"future_pay_cut": "fine"},
    ),
    example(
        "F13",
        "E76",
        person={"career_stage": "industry_job", "future_pay_cut": "hard"},
        nearest_person={"career_stage": "research_job"},
    ),
    example(
        "F13",
        "E75",
        path="rc_industry",
        raised={"opt_then_phd": "later"},
        nearest={"opt_then_phd": "no"},
        person={"future_pay_cut": "impossible"},
    ),
    example("F14", "E49 E50", path="independent", raised={"opt_company": "alone"}, nearest={"opt_company": "online"}),
    example(
        "F15",
        "E46",
        raised={"opt_structure": "hands_off"},
        nearest={"opt_structure": "some"},
        person={"independent_history": "struggled"},
    ),
    example(
        "F15",
        "E47",
        raised={"opt_structure": "hands_off"},
        person={"use_of_freedom": "safe"},
        nearest_person={"use_of_freedom": "mix"},
    ),
    example(
        "F16",
        "E60 E61",
        path="rc_industry",
        raised={"opt_idea_freedom": "assigned"},
        nearest={"opt_then_phd": "within_2y"},
    ),
    example(
        "F16",
        "E64",
        path="rc_nonprofit",
        raised={"opt_idea_freedom": "side_time"},
        nearest={"opt_idea_freedom": "within_agenda"},
    ),
    example(
        "F16",
        "E66",
        path="rc_ra",
        raised={"opt_idea_freedom": "assigned"},
        nearest_person={"goal_role": "unsure"},
    ),
    example("F17", "E79 E99", raised={"opt_mentor_mentoring": "not_sure"}, nearest={"opt_mentor_mentoring": "good"}),
    example("F17", "E99", raised={"opt_mentor_mentoring": None}, nearest={"opt_mentor_mentoring": "poor"}),
    example("F18", "E123 E126", path="independent", raised={"opt_runway_years": 1}, nearest={"opt_runway_years": 1.5}),
    example("F19", "E17 E106", person={"execution_skill": "learning"}, nearest_person={"execution_skill": "with_help"}),
    example(
        "F19",
        "E17",
        person={"execution_skill": "learning"},
        nearest_person={"goal_role": "research_contributor"},
    ),
]


@pytest.mark.parametrize("item", EXAMPLES, ids=lambda item: item.label)
def test_each_warning_is_raised_by_its_case_and_not_by_the_nearest_other_one(item: Example) -> None:
    """The evidence ids stand with each example."""
    raised = flags(known(item.path, **CALM | item.raised), person=PERSON | item.person)
    nearest = flags(
        known(item.path, **CALM | item.raised | item.nearest), person=PERSON | item.person | item.nearest_person
    )
    assert item.flag in raised
    assert item.flag not in nearest


@pytest.mark.parametrize("item", EXAMPLES, ids=lambda item: item.label)
def test_the_evidence_of_each_example_is_that_of_its_flag(item: Example) -> None:
    flag = next(flag for flag in ruleset().flags if flag.id.startswith(f"{item.flag}_"))
    assert set(item.evidence.split()) <= set(flag.evidence)


def test_every_flag_has_an_example() -> None:
    """F20 has a test of its own below."""
    assert {flag.id.partition("_")[0] for flag in ruleset().flags} == {item.flag for item in EXAMPLES} | {"F20"}


def test_a_calm_case_raises_no_flag_at_all() -> None:
    assert flags(known("phd", **CALM)) == set()


@pytest.mark.parametrize(
    ("flag", "path", "answers"),
    [
        ("F06", "phd", {"opt_mentor_hours": 0}),
        ("F07", "phd", {"opt_publish": "never"}),
        ("F14", "phd", {"opt_company": "alone"}),
        ("F16", "phd", {"opt_idea_freedom": "assigned"}),
        ("F17", "rc_ra", {"opt_mentor_mentoring": "not_sure"}),
        ("F18", "rc_ra", {"opt_runway_years": 0.5}),
    ],
)
def test_a_warning_about_one_kind_of_option_is_not_raised_for_another(flag: str, path: str, answers: Answers) -> None:
    """3.11: the column `when` names the path."""
    person = {**PERSON, "track_record": "none"}
    assert flag not in flags(known(path, **answers), person=person)


def test_a_goal_that_was_not_given_counts_as_unsure() -> None:
    """F08, E24: whoever has not said yet is warned too."""
    person = {**PERSON, "goal_role": None, "tai_p5": 70}
    assert "F08" in flags(known("phd"), person=person)


ASKED = [
    question.id
    for question in ruleset().questions
    if question.scope == "option"
    and question.tier == "core"
    and question.has_path("phd")
    and question.id not in {"opt_feedback_speed", "opt_company"}  # asked of a PhD only among the details
]


def generic(given: int) -> dict[str, Any]:
    """A PhD with so many of its core questions answered."""
    everything: Answers = known("phd")["answers"]
    return option("phd", **{question: everything[question] for question in ASKED[:given]})


def test_f20_an_option_with_fewer_than_half_of_its_core_questions_answered_is_a_typical_one() -> None:
    """E94 E96: a PhD is asked twelve core questions."""
    assert len(ASKED) == 12
    half = result(generic(6)).options[0]
    assert (half.core_answered, half.core_asked) == (6, 12)
    assert "F20" not in flags(generic(6))
    assert "F20" in flags(generic(5))


def test_f20_not_sure_is_no_definite_answer() -> None:
    """E94."""
    unsure = generic(6)
    unsure["answers"]["opt_peers"] = "not_sure"
    assert "F20" in flags(unsure)


def test_a_flag_is_raised_for_the_option_that_it_concerns_and_for_no_other() -> None:
    """F01, E57."""
    first, second = result(known("phd", "a", **CALM), known("phd", "b", **CALM | {"opt_mentor_hours": 1})).options
    assert first.flags == ()
    assert second.flags == ("F01_mentoring_below_minimum",)


def advice_on(flag_id: str, item: dict[str, Any], **person: Any) -> tuple[str, str, str]:
    """Level, text and action of a flag as they read for this person."""
    scores = scored(item, person={**PERSON, **person})
    raise_flags(scores.frame)
    assert scores.frame.flags[flag_id][0]
    words = warning_of(scores.frame, ruleset().flags_by_id[flag_id], 0)
    return words.level, words.text, words.action


def test_f01_is_a_note_for_exceptional_learners() -> None:
    """E58."""
    little = known("independent", opt_mentor_hours=1)
    usual = advice_on("F01_mentoring_below_minimum", little)
    exceptional = advice_on("F01_mentoring_below_minimum", little, self_learning_speed="exceptional")
    fast = advice_on("F01_mentoring_below_minimum", little, self_learning_speed="fast")
    assert (usual[0], exceptional[0]) == ("warning", "note")
    assert "few people who learn alone very fast" in exceptional[1]
    assert fast == usual


@pytest.mark.parametrize(("savings", "covered"), [(23, False), (24, True), (None, False), ("prefer_not_to_say", False)])
def test_f05_reads_differently_where_savings_last_as_long_as_the_money(savings: Any, covered: bool) -> None:
    """E76: two years of money, hence 24 months of savings. The level stays serious."""
    poor = known("independent", opt_income="insufficient", opt_runway_years=2)
    level, text, _ = advice_on("F05_money", poor, savings_months=savings)
    assert level == "serious"
    assert ("Your savings would last" in text) is covered


def test_f19_asks_theorists_for_mathematics_instead_of_code() -> None:
    """E17."""
    words = {
        mode: advice_on("F19_execution_below_bar", known("phd"), execution_skill="learning", research_mode=mode)[2]
        for mode in ("empirical", "theory")
    }
    assert "mathematics" in words["theory"]
    assert "mathematics" not in words["empirical"]


SCORE_FREE = {"F01": "R06", "F03": "R16", "F09": "R15", "F13": "R14"}


@pytest.mark.parametrize("item", [item for item in EXAMPLES if item.flag in SCORE_FREE], ids=lambda item: item.label)
def test_a_flag_does_not_depend_on_the_switch_of_the_rule_beside_it(item: Example) -> None:
    """3.11: warnings are separate from scores."""
    person = PERSON | item.person
    options = known(item.path, **CALM | item.raised)
    on = result(options, person=person)
    off = result(options, person=person, rules=without(SCORE_FREE[item.flag]))
    assert [entry.flags for entry in off.options] == [entry.flags for entry in on.options]
    assert off.person_flags == on.person_flags
