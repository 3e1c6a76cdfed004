"""Reasons: what each answer adds or takes away, compared with not knowing it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.explanation import WORTH_SAYING, Reason, reasons
from careerpaths.scoring.findings.variations import variations
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.evaluation import evaluate
from careerpaths.scoring.values.scores import score
from harness.cases import FULL, PERSON, Answers, case, compiled, edited, known, option, ruleset

DRAWS = 300  # fewer than variations use, so that differences are exact
QUESTIONS = ruleset().questions_by_id

examples = settings(deadline=None, max_examples=8, derandomize=True)


def said(given: Case, rules: Compiled | None = None) -> tuple[tuple[Reason, ...], ...]:
    scores = score(rules or compiled(), [given], DRAWS)
    return reasons(scores, variations(scores, given), given)


def of_answers(found: tuple[Reason, ...]) -> dict[str, Reason]:
    return {reason.question: reason for reason in found if reason.kind == "answer"}


def of_rules(found: tuple[Reason, ...]) -> dict[str, Reason]:
    return {reason.kind: reason for reason in found if reason.kind != "answer"}


def value(given: Case, place: int = 0) -> float:
    return evaluate(compiled(), given, DRAWS).options[place].value


def values_without(given: Case, cells: Sequence[tuple[str, int | None]]) -> Array:
    """The values as if one of these had not been answered, (cells, options), each case scored again."""
    cases = [unknown(given, question, place) for question, place in cells]
    return score(compiled(), cases, DRAWS).mean.reshape(len(cases), len(given.options))


def unknown(given: Case, question: str, place: int | None) -> Case:
    """The case as if this had not been answered."""

    def rest(answers: Any) -> dict[str, Any]:
        return {key: answer for key, answer in answers.items() if key != question}

    if place is None:
        return replace(given, person=rest(given.person))
    options = list(given.options)
    options[place] = replace(options[place], answers=rest(options[place].answers))
    return replace(given, options=tuple(options))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    options = []
    for n in range(2):
        answers: Answers = {}
        for question in draw(st.lists(st.sampled_from(sorted(FULL)), max_size=8, unique=True)):
            answers[question] = draw(st.sampled_from(QUESTIONS[question].choice_ids or [0.0, 1.0, 3.0]))
        options.append(option(draw(st.sampled_from(PATHS)), f"o{n}", **answers))
    return case(options, PERSON | {"tai_p5": 10, "tai_p10": 40})


@examples
@given(cases())
def test_a_reason_is_the_value_minus_the_value_with_its_answer_unknown(given: Case) -> None:
    now = [item.value for item in evaluate(compiled(), given, DRAWS).options]
    told = [(place, reason) for place, found in enumerate(said(given)) for reason in of_answers(found).values()]
    without = values_without(given, [(reason.question, None if reason.of_person else place) for place, reason in told])
    for (place, reason), values in zip(told, without, strict=True):
        assert reason.points == pytest.approx(now[place] - values[place], abs=1e-6)
        assert reason.of_person == (QUESTIONS[reason.question].scope == "person")


@examples
@given(cases())
def test_every_answer_whose_effect_is_worth_saying_is_said(given: Case) -> None:
    now = [item.value for item in evaluate(compiled(), given, DRAWS).options]
    told = [of_answers(found) for found in said(given)]
    cells = [(question, place) for place, option in enumerate(given.options) for question in option.answers]
    for (question, place), values in zip(cells, values_without(given, cells), strict=True):
        assert (question in told[place]) == (abs(now[place] - values[place]) >= WORTH_SAYING)


@examples
@given(cases())
def test_the_strongest_reason_stands_first(given: Case) -> None:
    for found in said(given):
        points = [abs(reason.points) for reason in found]
        assert points == sorted(points, reverse=True)
        assert min(points, default=1) >= WORTH_SAYING


def test_good_answers_speak_for_an_option_and_bad_ones_against_it() -> None:
    good, bad = said(
        case(
            [
                option("phd", "a", opt_peers="outstanding", opt_mentor_hours=8, opt_idea_freedom="full"),
                option("phd", "b", opt_peers="weak", opt_mentor_hours=0, opt_idea_freedom="assigned"),
            ]
        )
    )
    asked = {"opt_peers", "opt_mentor_hours", "opt_idea_freedom"}
    assert {q for q, reason in of_answers(good).items() if reason.points > 0 and not reason.of_person} == asked
    assert {q for q, reason in of_answers(bad).items() if reason.points < 0 and not reason.of_person} == asked


def test_a_reason_names_the_answer_and_the_passages_of_its_question() -> None:
    reason = of_answers(said(case([option("phd", "a", opt_mentor_hours=8)]))[0])["opt_mentor_hours"]
    assert reason.answer == 8
    assert reason.evidence == QUESTIONS["opt_mentor_hours"].evidence
    assert "E57" in reason.evidence


def test_an_answer_about_another_option_is_no_reason() -> None:
    mine, other = said(case([option("phd", "a"), option("phd", "b", opt_mentor_hours=8)]))
    assert "opt_mentor_hours" not in of_answers(mine)
    assert "opt_mentor_hours" in of_answers(other)


@pytest.mark.parametrize("path", PATHS)
def test_what_no_single_answer_explains_is_told_by_the_tree(path: str) -> None:
    """Parts of the value: what holds an option back never helps, the author's default helps a PhD alone."""
    item = known(path, opt_company="alone", opt_idea_freedom="assigned")
    reasons_said = said(case([item]))[0]
    found = of_rules(reasons_said)
    outcome = evaluate(compiled(), case([item]), DRAWS).options[0]
    held = {reason.node: reason for reason in reasons_said if reason.kind == "held_back"}
    assert held.keys() == {node for node, points in outcome.held_back.items() if points <= -0.5}
    assert {node: reason.points for node, reason in held.items()} == pytest.approx(
        {node: outcome.held_back[node] for node in held}
    )
    assert "E60" in held["growth_with_freedom"].evidence
    assert "E49" in held["motivated_growth"].evidence
    assert ("growth_there" in held) == (path == "independent")
    assert ("route" in found) == (path == "phd")
    if path == "phd":
        assert found["route"].points == pytest.approx(outcome.route)
        assert "E11" in found["route"].evidence
    assert "adjustment" not in found


def with_adjustments(*changes: dict[str, Any]) -> Compiled:
    usual = {"name": "More", "rationale": "For a test.", "source": ["E57", "assumption"], "when": {"path": ["phd"]}}

    def add(document: dict[str, Any]) -> None:
        document["adjustments"] = [{"id": f"more_{n}", **usual, **change} for n, change in enumerate(changes)]

    return edited(add)


def test_an_editors_adjustment_of_the_value_is_a_reason_of_its_own() -> None:
    rules = with_adjustments({"target": "value", "action": "add", "amount": 7})
    found = of_rules(said(case([known("phd")]), rules)[0])
    assert found["adjustment"].adjustment == "more_0"
    assert found["adjustment"].points == pytest.approx(7)
    assert found["adjustment"].evidence == ("E57", "assumption")


def test_an_adjustment_of_a_criterion_says_what_it_does_to_the_value_of_the_options_it_is_for() -> None:
    rules = with_adjustments({"target": "safety", "action": "add", "amount": -0.3})
    given = case([known("phd", "a"), known("rc_industry", "b")])
    phd, job = said(given, rules)
    with_it, without = evaluate(rules, given, DRAWS).options[0].value, value(given)
    assert of_rules(phd)["adjustment"].points == pytest.approx(with_it - without)
    assert with_it < without
    assert "adjustment" not in of_rules(job)


def test_each_of_several_adjustments_is_compared_with_going_without_it_alone() -> None:
    usual = case([known("phd")])
    before = value(usual)
    rules = with_adjustments(
        {"target": "value", "action": "add", "amount": 15},
        {"target": "value", "action": "cap", "amount": before + 10},
    )
    found = {reason.adjustment: reason.points for reason in said(usual, rules)[0] if reason.adjustment}
    assert found == {"more_0": pytest.approx(10), "more_1": pytest.approx(-5)}


def test_a_sensitive_answer_is_never_given_as_a_reason() -> None:
    """MP08: it may move the weights, and the page does not say so back."""
    at_risk = {**PERSON, "mental_health_risk": "high"}
    item = known("independent", opt_company="alone", opt_structure="worrying")
    assert value(case([item], at_risk)) != value(case([item]))
    assert "mental_health_risk" not in of_answers(said(case([item], at_risk))[0])


def test_where_nothing_is_known_only_rules_are_reasons() -> None:
    found = said(case([option(path, path) for path in PATHS], {}))
    assert all(reason.kind != "answer" for each in found for reason in each)
    assert said(case([], {})) == ()
