"""Tipping points: single answers that would change which option comes first."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from careerpaths.scoring.answers import Answer, Case
from careerpaths.scoring.compiled import worst_first
from careerpaths.scoring.findings.variations import questions_that_count
from harness.cases import PERSON, Answers, case, compiled, known, ruleset
from tests.scoring.sensitivity.rescoring import (
    CLOSE,
    QUESTIONS,
    cases,
    changed,
    examples,
    first_of,
    firsts_of,
    nearest,
    tips,
)


def answered(given: Case) -> Iterator[tuple[str, int | None, Answer]]:
    """Every answer that was given to a question that can move a value."""
    for question in questions_that_count(compiled(), "person"):
        if question in given.person:
            yield question, None, given.person[question]
    for place, item in enumerate(given.options):
        for question in questions_that_count(compiled(), "option"):
            if question in item.answers:
                yield question, place, item.answers[question]


def exhaustive(given: Case) -> dict[tuple[str, str], tuple[int, set[str]]]:
    """For each answered choice that can overturn the order: the fewest steps, and the answers that do it so near."""
    turning: dict[tuple[str, str], list[tuple[int, str]]] = {}
    now = first_of(given)
    tries = list(other_choices(given))
    firsts = firsts_of([changed(given, question, place, other) for question, place, other, _ in tries], holder=now)
    for (question, place, other, steps), first in zip(tries, firsts, strict=True):
        if first != now:
            owner = "" if place is None else given.options[place].id
            turning.setdefault((question, owner), []).append((steps, other))
    fewest = {cell: min(found)[0] for cell, found in turning.items()}
    return {
        cell: (fewest[cell], {other for steps, other in found if steps == fewest[cell]})
        for cell, found in turning.items()
    }


def other_choices(given: Case) -> Iterator[tuple[str, int | None, str, int]]:
    """Every other choice for each choice that was given, with the steps between the two."""
    for question, place, answer in answered(given):
        if isinstance(answer, str):
            kind = QUESTIONS[question]
            order = [kind.choice_ids[n] for n in worst_first(kind, ruleset().tables_by_id)]
            for other in order:
                if other != answer:
                    yield question, place, other, abs(order.index(other) - order.index(answer))


@examples
@given(cases(unknown=1))
def test_tipping_points_are_the_nearest_of_all_answered_choices(given: Case) -> None:
    """4.3: exhaustive search, each other answer scored again. Up to three, nearest first."""
    points = tips(given)
    expected = exhaustive(given)
    numbers = [point for point in points if not isinstance(point.after, str)]
    choices = [point for point in points if isinstance(point.after, str)]
    for point in choices:
        owner = "" if point.cell.option is None else given.options[point.cell.option].id
        steps, turning = expected[point.cell.question, owner]
        assert point.steps == steps
        assert point.after in turning
        assert first_of(changed(given, point.cell.question, point.cell.option, point.after)) == point.first
    assert [point.steps for point in points] == sorted(point.steps for point in points)
    nearest = sorted(steps for steps, _ in expected.values())[: 3 - len(numbers)]
    assert [point.steps for point in choices] == nearest or len(points) == 3
    assert len(points) <= 3
    if len(points) == 3:
        assert all(steps >= points[-1].steps for steps in nearest[len(choices) :])


def test_no_single_answer_changes_an_order_that_is_clear_enough() -> None:
    good = known("phd", "a", opt_peers="outstanding", opt_mentor_research="leading", opt_mentor_hours=8)
    bad = known("rc_industry", "b", opt_mentor_hours=0, opt_mentor_research="none", opt_peers="none")
    given = case([good, bad])
    assert exhaustive(given) == {}
    assert tips(given) == ()


def test_up_to_three_tipping_points_are_told_nearest_first() -> None:
    given = case(CLOSE)
    assert len(exhaustive(given)) > 3
    points = tips(given)
    assert len(points) == 3
    assert [point.steps for point in points] == sorted(point.steps for point in points)


def test_an_excluded_option_is_neither_tipped_nor_tips() -> None:
    given = case([*CLOSE, known("phd", "c", opt_dealbreaker="yes", opt_peers="outstanding")])
    assert {point.cell.option for point in tips(given)} <= {None, 0, 1}
    assert {point.first for point in tips(given)} <= {"a", "b"}


def random_phd(chance: random.Random, key: str) -> dict[str, Any]:
    answers: Answers = {
        "opt_mentor_hours": chance.choice([0.5, 1, 2, 3.3, 6]),
        "opt_runway_years": chance.choice([0.5, 1, 2.5, 4]),
    }
    return known("phd", key, **answers, opt_safety_peers=chance.choice(["none", "few"]))


@pytest.mark.parametrize("question", ["opt_mentor_hours", "opt_runway_years"])
def test_the_tipping_point_of_a_number_is_the_nearest_tenth_that_turns_the_order(question: str) -> None:
    """Bisection against all tenths and bends of the curve, on pairs of PhDs (4.3: to 0.1 hours or 0.1 years)."""
    chance = random.Random(7)
    checked = 0
    for _ in range(12):
        given = case([random_phd(chance, "a"), random_phd(chance, "b")])
        for point in tips(given, of=question):
            assert point.after == nearest(given, point)
            checked += 1
    assert checked >= 3


def test_a_chance_tips_at_a_whole_percent() -> None:
    """No false precision: 43 %, never 42.6 %. Against all whole percents."""
    lead = known("phd", "a", opt_mentor_hours=1.5, opt_publish="rarely", opt_execution="some")
    job = known(
        "rc_industry", "b", opt_execution="great", opt_idea_freedom="within_agenda", opt_safety_mentor="works_on_it"
    )
    given = case([lead, job], PERSON | {"tai_p10": 30})
    (point,) = tips(given, of="tai_p10")
    now = first_of(given)
    assert point.after == next(n for n in range(31, 101) if first_of(changed(given, "tai_p10", None, float(n))) != now)
