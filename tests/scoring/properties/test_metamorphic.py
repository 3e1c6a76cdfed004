"""What must happen to a result when something about the case changes (MP01-MP08, MX01-MX04)."""

import copy
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import worst_first
from careerpaths.scoring.findings.information import findings
from careerpaths.scoring.findings.robustness import Acceptability, acceptability
from careerpaths.scoring.findings.variations import variations
from careerpaths.scoring.values.evaluation import Evaluation, OptionResult
from careerpaths.scoring.values.scores import expected_values, score
from harness.cases import JOBS, compiled, ruleset, without
from tests.scoring.properties.any_case import (
    DRAWS,
    QUESTIONS,
    TIMELINES,
    TINY,
    Document,
    admissible,
    cases,
    examples,
    levels,
    options,
    outcome,
    people,
    questions_of,
)


def values_of(documents: Iterable[Document]) -> Array:
    """The expected values of all options of these cases, scored together."""
    cases = [read_case(ruleset(), document) for document in documents]
    return expected_values(compiled(), cases, DRAWS)


def acceptances(document: Document) -> Acceptability:
    case = read_case(ruleset(), document)
    return acceptability(score(compiled(), [case], DRAWS), case)


def apart(item: OptionResult) -> OptionResult:
    """What belongs to the option alone: its place among the others and its name left out."""
    return replace(item, rank=None, name="")


def by_id(evaluation: Evaluation) -> dict[str, OptionResult]:
    return {item.id: apart(item) for item in evaluation.options}


def changed(document: Document, option: int | None, **answers: Any) -> Document:
    """The case with other answers of one option, or of the person."""
    document = copy.deepcopy(document)
    (document["person"] if option is None else document["options"][option]["answers"]).update(answers)
    return document


# MP01-MP08


@given(cases(), st.lists(st.floats(0, 40), min_size=2, max_size=2).map(sorted))
@examples
def test_mp01_more_mentoring_never_hurts_and_touches_no_other_option(document: Document, hours: list[float]) -> None:
    """E30 E57."""
    few, many = (outcome(changed(document, 0, opt_mentor_hours=number)) for number in hours)
    assert many.options[0].value >= few.options[0].value - TINY
    assert many.options[0].minimum >= few.options[0].minimum - TINY
    assert many.options[0].maximum >= few.options[0].maximum - TINY
    assert [apart(item) for item in many.options[1:]] == [apart(item) for item in few.options[1:]]


@pytest.mark.parametrize("question", ["opt_mentor_research", "opt_mentor_mentoring", "opt_other_mentors", "opt_peers"])
@given(document=cases(most=1))
@examples
def test_mp02_better_people_never_hurt(question: str, document: Document) -> None:
    """E35 E79: from no mentor to any mentor included, also where the path knows no such case."""
    order = [QUESTIONS[question].choice_ids[n] for n in worst_first(QUESTIONS[question], ruleset().tables_by_id)]
    values = values_of(changed(document, 0, **{question: level}) for level in order)
    assert all(better >= worse - TINY for worse, better in pairwise(values))


RISING = [q.id for q in ruleset().questions if q.scope == "option" and q.prior and q.choices]


@given(document=cases(most=1), question=st.sampled_from(RISING))
@examples
def test_no_better_answer_about_an_option_ever_lowers_its_value(document: Document, question: str) -> None:
    """3.4: all functions are monotone in every attribute of quality."""
    path = document["options"][0]["path"]
    assume(QUESTIONS[question].has_path(path))
    values = values_of(changed(document, 0, **{question: level}) for level in levels(question, path))
    assert all(better >= worse - TINY for worse, better in pairwise(values))


@given(cases(least=2), st.data())
@examples
def test_mp03_order_and_names_do_not_matter(document: Document, data: st.DataObject) -> None:
    """E94: bit for bit, values, flags and rank acceptabilities."""
    shuffled = copy.deepcopy(document)
    shuffled["options"] = data.draw(st.permutations(shuffled["options"]))
    shuffled["person"] = dict(data.draw(st.permutations(list(shuffled["person"].items()))))
    for option in shuffled["options"]:
        option["name"] = data.draw(st.text(alphabet="abc XYZ", max_size=8))
        option["answers"] = dict(data.draw(st.permutations(list(option["answers"].items()))))
    before, after = outcome(document), outcome(shuffled)
    assert by_id(after) == by_id(before)
    assert {item.id: item.rank for item in after.options} == {item.id: item.rank for item in before.options}
    assert replace(after, options=()) == replace(before, options=())
    old, new = acceptances(document), acceptances(shuffled)
    assert {key: list(new.ranks[n]) for n, key in enumerate(new.option_ids)} == {
        key: list(old.ranks[n]) for n, key in enumerate(old.option_ids)
    }


@given(cases(), options("z"))
@examples
def test_mp04_another_option_changes_nothing_about_those_that_are_there(document: Document, other: Document) -> None:
    """E94 E96: bit for bit; adding it and, read backwards, deleting it."""
    with_other = {**document, "options": [*document["options"], other]}
    after = by_id(outcome(with_other))
    after.pop("z")
    assert after == by_id(outcome(document))


@given(cases(), options("z"), options("z"))
@examples
def test_mp04_editing_an_option_changes_nothing_about_the_others(
    document: Document, before: Document, after: Document
) -> None:
    """E94 E96: bit for bit."""
    first, second = (
        by_id(outcome({**document, "options": [other, *document["options"]]})) for other in (before, after)
    )
    assert all(first[key] == second[key] for key in first if key != "z")


@given(cases(most=1), st.data())
@examples
def test_mp05_not_knowing_about_an_option_widens_and_never_zeroes(document: Document, data: st.DataObject) -> None:
    """E94."""
    path = document["options"][0]["path"]
    question = data.draw(st.sampled_from([q for q in questions_of(path) if q.prior]))
    possible = admissible(question, path)
    known, *others = (outcome(changed(document, 0, **{question.id: level})).options[0] for level in possible)
    for state in ("not_sure", None):
        unknown = outcome(changed(document, 0, **{question.id: state})).options[0]
        assert_widened(unknown, [known, *others])


DRAWN = sorted(
    {str(s.question) for s in compiled().program.answered.values() if s.unknown is None}
    & {question for question, owner in compiled().priors if owner == "person"}
)
"""The questions about the person of which an unknown answer is drawn."""


@given(cases(most=1), st.sampled_from(DRAWN))
@examples
def test_mp05_not_knowing_about_the_person_widens_and_never_zeroes(document: Document, question: str) -> None:
    """E94: for the questions about the person that have a prior."""
    answers = QUESTIONS[question].choice_ids
    known = [outcome(changed(document, None, **{question: level})).options[0] for level in answers]
    assert_widened(outcome(changed(document, None, **{question: None})).options[0], known)


def assert_widened(unknown: OptionResult, known: list[OptionResult]) -> None:
    """The interval holds every old value, and its ends are those of the least and most favourable answer."""
    for item in known:
        assert unknown.minimum - TINY <= item.minimum <= item.value <= item.maximum + TINY
        assert item.maximum <= unknown.maximum + TINY
    assert unknown.minimum == pytest.approx(min(item.minimum for item in known), abs=TINY)
    assert unknown.maximum == pytest.approx(max(item.maximum for item in known), abs=TINY)


def has_phd_part(option: Document) -> bool:
    return option["path"] == "phd" or (option["path"] in JOBS and option["answers"].get("opt_then_phd") != "no")


@given(cases(least=2))
@examples
def test_mp06_the_authors_default_is_a_switch(document: Document) -> None:
    """E11: without it the order among the other options stays, and no PhD gains on one of them."""
    on, off = outcome(document).options, outcome(document, without("R20")).options
    plain = [n for n, option in enumerate(document["options"]) if not has_phd_part(option)]
    phds = [n for n, option in enumerate(document["options"]) if option["path"] == "phd"]
    for n in plain:
        for m in plain:
            assert (on[n].value - on[m].value) * (off[n].value - off[m].value) >= -TINY
        for phd in phds:
            assert off[phd].value - off[n].value <= on[phd].value - on[n].value + TINY


@given(cases(goal_role="research_contributor"))
@examples
def test_mp06_the_switch_changes_nothing_for_the_contributor_goal(document: Document) -> None:
    """E06 E07."""
    on, off = outcome(document), outcome(document, without("R20"))
    assert [item.value for item in off.options] == [item.value for item in on.options]


SPEEDS = ("unclear", "months", "weeks", "days")


@given(people(), options(definite=True))
@examples
def test_mp07_faster_feedback_never_lowers_an_option(person: Document, option: Document) -> None:
    """E53."""
    document = {"person": person, "options": [option]}
    values = values_of(changed(document, 0, opt_feedback_speed=speed) for speed in SPEEDS)
    assert all(better >= worse - TINY for worse, better in pairwise(values))


@given(people(definite=True, goal_role="research_lead"), options(definite=True, opt_then_phd="no"))
@examples
def test_mp07_faster_feedback_helps_the_more_the_less_mentoring_there_is(person: Document, option: Document) -> None:
    """E53 E54: in the criterion people before the cap R07.

    Where that cap binds with weekly hours but not without any, it is the faster feedback that lifts it.
    """
    document = {"person": person, "options": [option]}

    def people_with(hours: float) -> Array:
        varied = (changed(document, 0, opt_mentor_hours=hours, opt_feedback_speed=speed) for speed in SPEEDS)
        found = score(without("R07"), [read_case(ruleset(), each) for each in varied], DRAWS)
        people: Array = found.valued.own.registers["people"].mean(axis=1)
        return people

    assert (np.diff(people_with(0)) >= np.diff(people_with(4)) - TINY).all()


@given(cases())
@examples
def test_mp08_skipping_the_sensitive_question_is_neutral(document: Document) -> None:
    """E91: withheld, left out and low give the same to the last bit."""
    answers = ("prefer_not_to_say", None, "low")
    withheld, absent, low = (outcome(changed(document, None, mental_health_risk=answer)) for answer in answers)
    assert withheld == absent == low


@given(cases())
@settings(examples, max_examples=15)
def test_mp08_no_sensitive_question_is_among_those_to_find_out(document: Document) -> None:
    """E91."""
    case = read_case(ruleset(), changed(document, None, mental_health_risk=None, savings_months=None))
    scores = score(compiled(), [case], DRAWS)
    varied = variations(scores, case)
    named = {item.cell.question for item in varied} | {item.cell.question for item in findings(scores, varied)}
    assert not {question for question in named if QUESTIONS[question].sensitive}


# MX01-MX04


@given(cases(most=2, goal_role="research_lead"), st.data())
@examples
def test_mx01_later_timelines_never_hurt_the_lead_goal(document: Document, data: st.DataObject) -> None:
    """E24 E25: lowering any number for the lead weight, the last one for the years left."""
    stated = [key for key in TIMELINES if key in document["person"]]
    assume(stated)
    key = data.draw(st.sampled_from(stated))
    floor = max((document["person"][other] for other in stated[: stated.index(key)]), default=0)
    number = data.draw(st.integers(floor, document["person"][key]))
    before, after = outcome(document), outcome(changed(document, None, **{key: number}))
    assert after.lead_weight >= before.lead_weight - TINY
    assert (after.chance_too_late or 0) <= (before.chance_too_late or 0) + TINY
    if key == stated[-1]:
        for old, new in zip(before.options, after.options, strict=True):
            assert (new.expected_lead_years or 0) >= (old.expected_lead_years or 0) - TINY
            assert (new.chance_of_a_lead_year or 0) >= (old.chance_of_a_lead_year or 0) - TINY
            assert new.lead_value >= old.lead_value - TINY


@given(cases())
@examples
def test_mx02_denying_that_isolation_matters_earns_nothing(document: Document) -> None:
    """E51: the same to the last bit, and a note."""
    little, none = (outcome(changed(document, None, isolation_effect=effect)) for effect in ("little", "none"))
    assert none.options == little.options
    assert "F09_isolation_belief" in none.person_flags
    assert "F09_isolation_belief" not in little.person_flags


@given(cases(least=2))
@examples
def test_mx03_a_deal_breaker_takes_an_option_out_and_changes_nothing_else(document: Document) -> None:
    """E10: bit for bit."""
    barred = changed(document, 0, opt_dealbreaker="yes")
    before, after = outcome(document), outcome(barred)
    assert by_id(after) == {**by_id(before), "a": replace(apart(before.options[0]), excluded=True)}
    assert after.options[0].rank is None
    left = {**document, "options": document["options"][1:]}
    assert [item.rank for item in after.options[1:]] == [item.rank for item in outcome(left).options]
    with_barred, deleted = acceptances(barred), acceptances(left)
    assert with_barred.option_ids == deleted.option_ids
    assert (with_barred.ranks == deleted.ranks).all()
    assert (with_barred.pairwise == deleted.pairwise).all()


@given(cases(most=3, definite=True))
@examples
def test_mx04_a_clone_changes_no_value_and_takes_exactly_half_of_the_first_places(document: Document) -> None:
    """E96."""
    cloned = {**document, "options": [*document["options"], {**document["options"][0], "id": "clone"}]}
    before, after = outcome(document), by_id(outcome(cloned))
    values = [item.value for item in before.options]
    assume(len(set(values)) == len(values))  # options that tie already share their places with more than the clone
    twin = after.pop("clone")
    assert after == by_id(before)
    assert replace(twin, id="a") == after["a"]
    old, new = acceptances(document), acceptances(cloned)
    assert new.first("a") == new.first("clone")
    assert new.first("a") + new.first("clone") == pytest.approx(old.first("a"), abs=TINY)


@given(cases(most=3))
@examples
def test_mx04_the_clone_of_an_option_with_open_questions_leaves_the_others_alone(document: Document) -> None:
    """E96: what one is not sure about is drawn anew for the clone, so only the split is not exact."""
    cloned = {**document, "options": [*document["options"], {**document["options"][0], "id": "clone"}]}
    after = by_id(outcome(cloned))
    twin = after.pop("clone")
    assert after == by_id(outcome(document))
    assert (twin.minimum, twin.maximum) == (after["a"].minimum, after["a"].maximum)
