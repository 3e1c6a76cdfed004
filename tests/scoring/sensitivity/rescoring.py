"""Pairs of options, and what comes of them when they are scored again with one thing changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import Answer, Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.sensitivity import (
    Bar,
    TippingPoint,
    WeightTippingPoint,
    tipping_points,
    tornado,
    weight_tipping_points,
)
from careerpaths.scoring.findings.variations import variations
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import Scores, score
from harness.cases import FULL, PERSON, Answers, case, compiled, known, ruleset

DRAWS = 200
TIMELINES = {"tai_p5": 10, "tai_p10": 30, "tai_p20": 60}
QUESTIONS = ruleset().questions_by_id
UNSURE = "not_sure"
examples = settings(deadline=None, max_examples=6, derandomize=True)


def scored(given: Case, rules: Compiled | None = None, draws: int = DRAWS) -> Scores:
    return score(rules or compiled(), [given], draws)


def tips(given: Case, draws: int = DRAWS, of: str = "") -> tuple[TippingPoint, ...]:
    """The tipping points, or those of one question alone."""
    scores = scored(given, draws=draws)
    varied = variations(scores, given)
    return tipping_points(scores, given, [v for v in varied if of in ("", v.cell.question)])


def bars(given: Case, draws: int = DRAWS) -> tuple[Bar, ...]:
    scores = scored(given, draws=draws)
    return tornado(scores, variations(scores, given))


def changed(given: Case, question: str, place: int | None, answer: Answer | None) -> Case:
    """The case with another answer, or without one."""

    def put(answers: Any) -> dict[str, Answer]:
        rest = {key: value for key, value in answers.items() if key != question}
        return rest if answer is None else {**rest, question: answer}

    if place is None:
        return replace(given, person=put(given.person))
    options = list(given.options)
    options[place] = replace(options[place], answers=put(options[place].answers))
    return replace(given, options=tuple(options))


def firsts_of(cases: Sequence[Case], rules: Compiled | None = None, holder: str = "") -> list[str]:
    """Id of the best ranked option of each case; among equals the one that was first before, else the first by id."""
    scores = score(rules or compiled(), cases, DRAWS)
    firsts = []
    for n in range(len(cases)):
        ranked = np.flatnonzero((scores.frame.case_of_row == n) & ~scores.excluded)
        equal = [scores.frame.option_ids[row] for row in ranked if scores.mean[row] > scores.mean[ranked].max() - 1e-9]
        firsts.append(holder if holder in equal else min(equal))
    return firsts


def first_of(given: Case, rules: Compiled | None = None, holder: str = "") -> str:
    return firsts_of([given], rules, holder)[0]


@st.composite
def cases(draw: st.DrawFn, *, unknown: int = 2) -> Case:
    """Two or three options, all answered but for a few, and a person with timelines."""
    options = []
    for n in range(draw(st.integers(2, 3))):
        path = draw(st.sampled_from(PATHS))
        answers: Answers = {}
        for question in draw(st.lists(st.sampled_from(sorted(FULL)), max_size=8, unique=True)):
            choices = QUESTIONS[question].choice_ids
            answers[question] = draw(st.sampled_from(choices or [0.0, 0.5, 1.5, 3.0, 8.0]))
        open_questions = draw(st.lists(st.sampled_from(sorted(FULL)), max_size=unknown, unique=True))
        answers |= dict.fromkeys(open_questions, UNSURE)
        options.append(known(path, f"o{n}", **answers))
    return case(options, PERSON | TIMELINES)


CLOSE = [
    known("phd", "a", opt_publish="rarely"),
    known("rc_nonprofit", "b", opt_idea_freedom="direction", opt_mentor_hours=4, opt_execution="great"),
]


def nearest(given: Case, point: TippingPoint) -> float:
    """The tenth, or bend of the curve, closest to the present answer on that side at which another option is first."""
    now, before, after = first_of(given), point.before, point.after
    assert isinstance(before, float)
    assert isinstance(after, float)
    bends: list[float] = compiled().program.curves[point.cell.question.removeprefix("opt_")][0].tolist()
    tries = {*(n / 10 for n in range(101)), *bends} - {before}
    side = sorted((number for number in tries if (number > before) == (after > before)), key=lambda n: abs(n - before))
    firsts = firsts_of([changed(given, point.cell.question, point.cell.option, n) for n in side], holder=now)
    return next(number for number, first in zip(side, firsts, strict=True) if first != now)


def weight_tips(given: Case, rules: Compiled | None = None) -> tuple[WeightTippingPoint, ...]:
    return weight_tipping_points(scored(given, rules))
