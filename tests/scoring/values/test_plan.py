"""Every plan item once offered and once, in the nearest case, not (decision model 6)."""

import pytest

from careerpaths.scoring.parts.advice import PlanItem
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.advice import plan_of, raise_flags
from harness.cases import JOBS, PERSON, Answers, flags, known, option, plan, ruleset, scored

OTHER_THAN_PHD = (*JOBS, "independent")
CONTRIBUTOR: Answers = {"goal_role": "research_contributor"}
UNSURE: Answers = {"goal_role": "unsure"}

BY_PATH = {
    "phd": ("PL10", "PL11", "PL13", "PL20", "PL21", "PL26", "PL30", "PL31"),
    "rc_industry": ("PL40", "PL42"),
    "rc_nonprofit": ("PL40", "PL44"),
    "rc_ra": ("PL40",),
    "independent": ("PL50", "PL51", "PL55"),
}
"""Items that hold for every option of a kind and for no other kind."""

BY_ANSWER: list[tuple[str, str, str, Answers, Answers, Answers, Answers]] = [
    # item, evidence, path, answers of the option, changes that take it away, of the person, changes
    ("PL01", "E95", "phd", {}, {}, {}, CONTRIBUTOR),
    ("PL02", "E95", "rc_ra", {"opt_chance": 30}, {"opt_chance": "not_sure"}, {}, {}),
    ("PL04", "E17 E20 E21", "phd", {}, {}, {"execution_skill": "with_help"}, {"execution_skill": "independent"}),
    ("PL05", "E73 E128", "phd", {}, {}, {"track_record": "some"}, {"track_record": "first_author"}),
    ("PL06", "E16 E108", "independent", {}, {}, {"alignment_knowledge": "reading"}, {"alignment_knowledge": "working"}),
    ("PL07", "E24", "phd", {}, {}, {"tai_p5": 50}, {"tai_p5": 45}),
    ("PL07", "E26", "phd", {}, {}, {"new_agendas_value": "little"}, {"new_agendas_value": "somewhat"}),
    ("PL08", "E76 E77", "phd", {}, {}, {"career_stage": "industry_job"}, {"career_stage": "research_job"}),
    ("PL08", "E75", "rc_industry", {"opt_then_phd": "within_2y"}, {"opt_then_phd": "no"}, {}, {}),
    ("PL12", "E89 E91", "phd", {}, {}, {"mental_health_risk": "raised"}, {"mental_health_risk": "low"}),
    ("PL14", "E85", "phd", {"opt_safety_peers": "few"}, {"opt_safety_peers": "several"}, {}, {}),
    ("PL22", "E108", "phd", {}, {}, {}, UNSURE),
    ("PL23", "E109 E110", "phd", {}, {}, {}, CONTRIBUTOR),
    ("PL24", "E111 E112", "phd", {"opt_safety_peers": "few"}, {"opt_safety_peers": "none"}, {}, {}),
    ("PL25", "E86", "phd", {"opt_safety_mentor": "open"}, {"opt_safety_mentor": "interested"}, {}, {}),
    (
        "PL27",
        "E46",
        "phd",
        {"opt_structure": "hands_off"},
        {"opt_structure": "some"},
        {"use_of_freedom": "safe"},
        {},
    ),
    ("PL32", "E45 E47 E115", "phd", {}, {}, {}, UNSURE),
    ("PL33", "E33", "phd", {}, {}, {}, CONTRIBUTOR),
    ("PL34", "E128 E130", "rc_ra", {}, {}, {}, CONTRIBUTOR),
    ("PL35", "E119 E120", "phd", {}, {}, {"agenda_fit_funders": "outside"}, {"agenda_fit_funders": "close"}),
    ("PL36", "E09 E41 E42", "phd", {}, {}, {}, UNSURE),
    ("PL41", "E69", "rc_ra", {}, {}, {}, CONTRIBUTOR),
    (
        "PL43",
        "E61 E63",
        "rc_industry",
        {"opt_idea_freedom": "side_time"},
        {"opt_idea_freedom": "within_agenda"},
        {},
        {},
    ),
    ("PL45", "E69 E70 E72", "rc_nonprofit", {"opt_then_phd": "within_2y"}, {"opt_then_phd": "later"}, {}, {}),
    ("PL52", "E53 E54", "independent", {"opt_mentor_hours": 1}, {"opt_mentor_hours": 2}, {}, {}),
    (
        "PL53",
        "E102 E104",
        "independent",
        {"opt_skills_match": "few"},
        {"opt_skills_match": "half"},
        {"track_record": "none"},
        {},
    ),
    ("PL54", "E123 E126", "independent", {"opt_runway_years": 1}, {"opt_runway_years": 2}, {}, {}),
    ("PL60", "E80 E90 E91", "rc_industry", {}, {}, {"mental_health_risk": "high"}, {"mental_health_risk": None}),
]


def plan_items() -> dict[str, PlanItem]:
    return {item.id: item for item in ruleset().plan}


@pytest.mark.parametrize(("item", "path"), [(item, path) for path, items in BY_PATH.items() for item in items])
def test_what_every_option_of_a_kind_asks_for_is_in_its_plan_and_in_no_other(item: str, path: str) -> None:
    """E69 E99 E106 and others: the column `path` of section 6."""
    paths = {other for other in PATHS if item in plan(option(other))}
    assert paths == {other for other, items in BY_PATH.items() if item in items}
    assert path in paths


@pytest.mark.parametrize(("item", "evidence", "path", "answers", "changed", "person", "changed_person"), BY_ANSWER)
def test_an_item_is_offered_in_its_case_and_not_in_the_nearest_other_one(
    item: str,
    evidence: str,
    path: str,
    answers: Answers,
    changed: Answers,
    person: Answers,
    changed_person: Answers,
) -> None:
    """The evidence ids stand with each example."""
    offered = plan(known(path, **answers), person=PERSON | person)
    nearest = plan(known(path, **answers | changed), person=PERSON | person | changed_person)
    assert item in offered
    assert item not in nearest
    assert set(evidence.split()) <= set(plan_items()[item].evidence)


def test_every_plan_item_has_an_example() -> None:
    named = {item for items in BY_PATH.values() for item in items} | {row[0] for row in BY_ANSWER}
    assert named | {"PL03"} == set(plan_items())  # PL03 asks what is worth finding out: test_information


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ("PL05", "rc_ra"),
        ("PL08", "independent"),
        ("PL12", "rc_industry"),
        ("PL22", "rc_ra"),
        ("PL25", "independent"),
        ("PL33", "rc_nonprofit"),
        ("PL43", "phd"),
        ("PL52", "phd"),
    ],
)
def test_an_item_for_one_kind_of_option_is_not_offered_for_another(item: str, path: str) -> None:
    """The column `path` of section 6."""
    person = {**PERSON, "career_stage": "industry_job", "mental_health_risk": "high"}
    answers: Answers = {"opt_mentor_hours": 0, "opt_safety_mentor": "opposed", "opt_idea_freedom": "assigned"}
    own = plan_items()[item].paths[0]
    assert item in plan(known(own, **answers), person=person)
    assert item not in plan(known(path, **answers), person=person)


def test_pl25_follows_the_warning_about_safety_too() -> None:
    """F04, E86: an indifferent supervisor among people nobody knows."""
    item = known("phd", opt_safety_mentor="indifferent", opt_safety_peers="none")
    assert "F04" in flags(item)
    assert "PL25" in plan(item)


def test_pl60_is_offered_to_whoever_states_a_risk_on_every_path() -> None:
    """E80 E90 E91: research is hard on everyone."""
    person = {**PERSON, "mental_health_risk": "raised"}
    assert all("PL60" in plan(known(path), person=person) for path in PATHS)


def test_the_plan_stands_in_the_order_of_its_phases() -> None:
    listed = plan(option("phd", "a"), option("independent", "b"), option("rc_ra", "c"))
    phases = [phase.id for phase in ruleset().phases]
    order = [phases.index(plan_items()[item].phase) for item in listed]
    assert order == sorted(order)
    assert len(set(listed)) == len(listed)


def test_the_plan_of_some_options_leaves_out_what_only_the_others_need() -> None:
    """Section 6: selected for the chosen or first two options."""
    scores = scored(option("phd", "a"), option("independent", "b"))
    raise_flags(scores.frame)
    first = {item.id for item in plan_of(scores.frame, [0], 0)}
    second = {item.id for item in plan_of(scores.frame, [1], 0)}
    both = {item.id for item in plan_of(scores.frame, [0, 1], 0)}
    assert "PL10" in first - second
    assert "PL50" in second - first
    assert both == first | second


@pytest.mark.parametrize("path", OTHER_THAN_PHD)
def test_the_plan_of_another_route_sends_nobody_to_a_lab_visit(path: str) -> None:
    """E99."""
    assert not {"PL10", "PL11", "PL13"} & set(plan(option(path)))
