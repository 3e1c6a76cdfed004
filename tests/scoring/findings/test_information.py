"""Value of information against brute force: every level asked for, every option scored again (decision model 4.4)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import Case, State
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.information import WORTH_POINTS, Finding, findings, total_evpi
from careerpaths.scoring.findings.variations import Cell, drawn_levels, levels_of, variations
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.sampling import PERSON as OF_PERSON
from careerpaths.scoring.values.scores import Scores, score
from harness.cases import FULL, PERSON, Answers, case, compiled, known, option, ruleset

DRAWS = 4000
FEW = 400
ERRORS = 4  # Monte Carlo standard errors


def found(given: Case, draws: int = DRAWS, rules: Compiled | None = None) -> tuple[Finding, ...]:
    scores = score(rules or compiled(), [given], draws)
    return findings(scores, variations(scores, given))


def of(given: Case, question: str, place: int | None, draws: int = DRAWS) -> Finding:
    """The finding on one answer."""
    return next(f for f in found(given, draws) if f.cell == Cell(question=question, option=place))


def answered(given: Case, cell: Cell, answer: Any) -> Case:
    """The case after the answer was found out."""
    if cell.option is None:
        return replace(given, person={**given.person, cell.question: answer})
    options = list(given.options)
    own = options[cell.option]
    options[cell.option] = replace(own, answers={**own.answers, cell.question: answer})
    return replace(given, options=tuple(options))


def levels(given: Case, cell: Cell) -> list[tuple[Any, float]]:
    """The answers that a cell can have, with their prior probabilities."""
    key = OF_PERSON if cell.option is None else given.options[cell.option].path
    prior = compiled().priors[cell.question, key]
    ids = ruleset().questions_by_id[cell.question].choice_ids
    answers = [ids[int(raw)] if ids else float(raw) for raw in prior.values]
    return list(zip(answers, prior.probabilities.tolist(), strict=True))


def brute_force(given: Case, cell: Cell, draws: int = DRAWS) -> tuple[float, float]:
    """EVPPI and the chance that the choice changes, by nested sampling over the levels of the answer."""
    now = score(compiled(), [given], draws).mean
    best, changes = 0.0, 0.0
    for answer, chance in levels(given, cell):
        means = score(compiled(), [answered(given, cell, answer)], draws).mean
        best += chance * means.max()
        changes += chance * float(means.argmax() != now.argmax())
    return best - now.max(), changes


def pair(one: Answers, other: Answers, path: str = "phd", second: str = "rc_nonprofit") -> list[dict[str, Any]]:
    return [known(path, "a", **one), known(second, "b", **other)]


UNSURE = "not_sure"
# Two close options with one, two or three open answers, and the answer to find out.
SMALL = {
    "freedom of a PhD": (pair({"opt_idea_freedom": UNSURE}, {"opt_idea_freedom": "direction"}), 0, "opt_idea_freedom"),
    "freedom of a job": (
        pair({"opt_peers": "weak", "opt_publish": "rarely"}, {"opt_idea_freedom": UNSURE, "opt_peers": "outstanding"}),
        1,
        "opt_idea_freedom",
    ),
    "hours of a mentor": (
        pair(
            {"opt_mentor_hours": UNSURE, "opt_publish": "rarely"},
            {
                "opt_idea_freedom": "direction",
                "opt_mentor_hours": 8,
                "opt_mentor_research": "leading",
                "opt_execution": "great",
                "opt_peers": UNSURE,
            },
        ),
        0,
        "opt_mentor_hours",
    ),
    "one of three open answers": (
        pair(
            {"opt_mentor_mentoring": UNSURE, "opt_structure": UNSURE, "opt_publish": UNSURE},
            {"opt_idea_freedom": "direction", "opt_mentor_hours": 4, "opt_peers": "outstanding"},
        ),
        0,
        "opt_mentor_mentoring",
    ),
    "two PhDs": (
        pair(
            {"opt_mentor_research": UNSURE, "opt_peers": UNSURE},
            {"opt_mentor_research": UNSURE, "opt_mentor_hours": 1.5},
            second="phd",
        ),
        1,
        "opt_mentor_research",
    ),
    "a PhD afterwards": (
        pair(
            {
                "opt_peers": "weak",
                "opt_mentor_hours": 1,
                "opt_publish": "rarely",
                "opt_idea_freedom": "within_agenda",
            },
            {"opt_then_phd": UNSURE, "opt_idea_freedom": "side_time"},
            second="rc_industry",
        ),
        1,
        "opt_then_phd",
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_value_of_an_answer_agrees_with_nested_sampling(name: str) -> None:
    options, place, question = SMALL[name]
    given = case(options)
    finding = of(given, question, place)
    expected, changes = brute_force(given, finding.cell)
    assert expected > 0.1
    assert finding.evppi == pytest.approx(expected, abs=ERRORS * finding.error + 0.02)
    assert finding.chance_changes == pytest.approx(changes, abs=ERRORS * 0.5 / np.sqrt(DRAWS))


@pytest.mark.parametrize("question", ["independent_history", "isolation_effect"])
def test_value_of_an_answer_about_oneself_agrees_with_nested_sampling(question: str) -> None:
    """All options move."""
    alone = known(
        "independent",
        "a",
        opt_company="alone",
        opt_idea_freedom="full",
        opt_skills_match="most",
        opt_income="comfortable",
    )
    led = known(
        "rc_ra",
        "b",
        opt_idea_freedom="within_agenda",
        opt_peers="weak",
        opt_execution="little",
        opt_structure="hands_off",
        opt_income="tight",
    )
    given = case([alone, led], without(question))
    finding = of(given, question, None)
    expected, changes = brute_force(given, finding.cell)
    assert expected > 0.1
    assert finding.evppi == pytest.approx(expected, abs=ERRORS * finding.error + 0.02)
    assert finding.chance_changes == pytest.approx(changes, abs=ERRORS * 0.5 / np.sqrt(DRAWS))


def without(*questions: str) -> Answers:
    """A person who left these questions out."""
    return {key: value for key, value in PERSON.items() if key not in questions}


def test_one_open_answer_alone_is_worth_exactly_the_gain_worked_out_by_its_shares() -> None:
    """With one open answer each level has one exact value: EVPPI = sum of p max(V_a(l), V_b) - max of means."""
    given = case(SMALL["freedom of a PhD"][0])
    cell = Cell(question="opt_idea_freedom", option=0)
    scores = score(compiled(), [given], DRAWS)
    prior = compiled().priors["opt_idea_freedom", "phd"]
    shares = np.bincount(drawn_levels(scores, cell, prior), minlength=len(prior.values)) / DRAWS
    values = [score(compiled(), [answered(given, cell, answer)], FEW).mean for answer, _ in levels(given, cell)]
    expected = sum(p * v.max() for p, v in zip(shares, values, strict=True)) - scores.mean.max()
    assert of(given, "opt_idea_freedom", 0).evppi == pytest.approx(expected)


def test_knowing_the_only_open_answer_is_knowing_everything() -> None:
    given = case(SMALL["freedom of a PhD"][0])
    scores = score(compiled(), [given], DRAWS)
    finding = of(given, "opt_idea_freedom", 0)
    assert finding.evppi == pytest.approx(total_evpi(scores, given))
    assert finding.evppi > WORTH_POINTS


# What can be said of any case


QUESTIONS = [q for q in ruleset().questions if q.scope == "option" and q.id in FULL]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two to four options with open answers of both kinds, a person with some."""
    options = []
    for n in range(draw(st.integers(2, 4))):
        answers: Answers = dict(FULL)
        for question in draw(st.lists(st.sampled_from(QUESTIONS), max_size=6, unique_by=lambda q: q.id)):
            answers[question.id] = draw(st.sampled_from([None, UNSURE]))
        kept = {key: value for key, value in answers.items() if value is not None}
        options.append(option(draw(st.sampled_from(PATHS)), f"o{n}", **kept))
    left_out = draw(st.sets(st.sampled_from(["use_of_freedom", "track_record", "execution_skill"])))
    return case(options, without(*left_out))


examples = settings(deadline=None, max_examples=12, derandomize=True)


@examples
@given(cases())
def test_no_answer_is_worth_less_than_nothing_or_more_than_knowing_everything(given: Case) -> None:
    scores = score(compiled(), [given], FEW)
    ceiling = total_evpi(scores, given)
    spread = scores.draws.max(axis=0).std() if scores.draws.shape[1] > 1 else 0.0
    for finding in findings(scores, variations(scores, given)):
        assert 0 <= finding.evppi <= ceiling + ERRORS * (finding.error + spread / np.sqrt(FEW)) + 1e-9
        assert 0 <= finding.chance_changes <= 1 + 1e-9


@examples
@given(cases())
def test_an_answer_is_worth_something_exactly_if_it_can_change_the_choice(given: Case) -> None:
    """Ties apart: what never changes the first option brings nothing."""
    for finding in found(given, FEW):
        assert (finding.evppi > 1e-9) == (finding.chance_changes > 0)


@examples
@given(cases())
def test_what_comes_first_is_worth_most_for_its_minutes(given: Case) -> None:
    """4.4: value per minute, then the chance of a change; a question about oneself takes one."""
    listed = [(f.evppi / (f.minutes or 1), f.chance_changes) for f in found(given, FEW)]
    assert listed == sorted(listed, reverse=True)


@examples
@given(cases(), st.data())
def test_findings_do_not_depend_on_the_order_of_the_options(given: Case, data: st.DataObject) -> None:
    """MP03."""
    order = data.draw(st.permutations(range(len(given.options))))
    moved = replace(given, options=tuple(given.options[n] for n in order))

    def named(one: Case) -> list[tuple[Any, ...]]:
        ids = [item.id for item in one.options]
        return [
            (f.cell.question, None if f.cell.option is None else ids[f.cell.option], f.evppi, f.chance_changes, f.error)
            for f in found(one, FEW)
        ]

    def rounded(lines: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [(q, o, *(round(x, 9) for x in numbers)) for q, o, *numbers in lines]

    assert rounded(named(moved)) == rounded(named(given))


def test_clones_are_told_apart_by_their_ids_and_not_by_their_place() -> None:
    """With all options equal, a better answer about any but the first by id changes the choice."""
    clones = [option("phd", key) for key in "cab"]
    chances = {
        clones[f.cell.option]["id"]: f.chance_changes
        for f in found(case(clones), FEW)
        if f.cell.question == "opt_idea_freedom" and f.cell.option is not None
    }
    assert chances["b"] == chances["c"]
    assert chances["a"] == pytest.approx(1 - chances["b"])


# Nothing to find out


def test_an_answer_that_cannot_change_the_choice_is_worth_nothing() -> None:
    best = {"opt_peers": "outstanding", "opt_mentor_research": "leading", "opt_idea_freedom": "full"}
    worst = {"opt_peers": "none", "opt_mentor_research": "none", "opt_idea_freedom": "assigned", "opt_income": UNSURE}
    given = case([known("phd", "a", **best), known("rc_industry", "b", **worst)])
    finding = of(given, "opt_income", 1)
    assert finding.evppi == pytest.approx(0, abs=1e-9)
    assert finding.error == finding.chance_changes == 0
    assert not finding.worth_it


def test_with_everything_answered_there_is_nothing_to_find_out() -> None:
    given = case([known("phd", "a"), known("rc_ra", "b")])
    assert found(given, FEW) == ()
    assert total_evpi(score(compiled(), [given], FEW), given) == 0


@pytest.mark.parametrize("barred", [1, 2])
def test_with_fewer_than_two_ranked_options_nothing_is_worth_finding_out(barred: int) -> None:
    options = [
        option("phd", "a", opt_dealbreaker="yes"),
        option("rc_ra", "b", opt_dealbreaker="yes"),
        option("phd", "c"),
    ]
    given = case(options[2 - barred :][:2])
    assert found(given, FEW) == ()
    assert total_evpi(score(compiled(), [given], FEW), given) == 0


def test_answers_about_an_excluded_option_are_not_listed() -> None:
    """V01."""
    given = case([option("phd", "a"), option("rc_ra", "b", opt_dealbreaker="yes"), option("independent", "c")])
    listed = {f.cell.option for f in found(given, FEW)}
    assert listed >= {0, 2}
    assert 1 not in listed


def test_an_excluded_option_changes_no_finding_about_the_others() -> None:
    both = [option("phd", "a"), option("independent", "c")]
    barred = known("rc_ra", "b", opt_dealbreaker="yes")
    with_it = {(f.cell.question, f.cell.option): f.evppi for f in found(case([*both, barred]), FEW)}
    without_it = {(f.cell.question, f.cell.option): f.evppi for f in found(case(both), FEW)}
    assert with_it == pytest.approx(without_it)


@pytest.mark.parametrize("said", [None, "prefer_not_to_say"])
def test_no_sensitive_question_is_listed(said: str | None) -> None:
    """MP08, E91."""
    sensitive = {q.id for q in ruleset().questions if q.sensitive}
    assert sensitive
    person = {"goal_role": "research_lead"} | ({"mental_health_risk": said} if said else {})
    given = case([option("phd", "a"), option("independent", "b")], person)
    assert not sensitive & {f.cell.question for f in found(given, FEW)}


# Error and shares


def test_the_standard_error_is_the_spread_over_other_streams() -> None:
    """Twenty batches against thirty runs with draws of other names."""
    options, place, question = SMALL["one of three open answers"]
    given, cell = case(options), Cell(question=question, option=place)

    def run(stream: str) -> Finding:
        sampling = ruleset().sampling.model_copy(update={"stream": stream})
        rules = replace(compiled(), ruleset=ruleset().model_copy(update={"sampling": sampling}))
        return next(f for f in found(given, 1000, rules) if f.cell == cell)

    runs = [run(f"stream_{n}") for n in range(30)]
    spread = float(np.std([f.evppi for f in runs], ddof=1))
    stated = float(np.mean([f.error for f in runs]))
    assert spread / 1.6 < stated < 1.6 * spread


@pytest.mark.parametrize("question", ["opt_mentor_hours", "opt_idea_freedom", "opt_peers"])
@pytest.mark.parametrize("path", PATHS)
def test_the_draws_have_each_level_as_often_as_the_prior_says(question: str, path: str) -> None:
    given = case([option(path, "a", **{question: UNSURE})])
    scores: Scores = score(compiled(), [given], 10_000)
    cell = Cell(question=question, option=0)
    prior = levels_of(scores, cell)
    assert prior is not None
    shares = np.bincount(drawn_levels(scores, cell, prior), minlength=len(prior.values)) / 10_000
    expected = prior.probabilities
    assert (np.abs(shares - expected) < ERRORS * np.sqrt(expected * (1 - expected) / 10_000) + 1e-12).all()


# The ceiling


def test_the_ceiling_is_the_mean_of_the_best_above_the_best_of_the_means() -> None:
    """4.4: total EVPI = E[max V] - max E[V]."""
    given = case([option("phd", "a"), option("rc_ra", "b")])
    draws = score(compiled(), [given], DRAWS).draws
    expected = np.maximum(draws[0], draws[1]).mean() - max(draws[0].mean(), draws[1].mean())
    assert total_evpi(score(compiled(), [given], DRAWS), given) == pytest.approx(expected)


def test_two_places_of_a_kind_that_nobody_described_are_still_worth_a_visit() -> None:
    """They share their draws in the comparison, as if one place; the ceiling knows that they are two."""
    given = case([option("phd", "a"), option("phd", "b")])
    scores = score(compiled(), [given], DRAWS)
    assert (scores.draws[0] == scores.draws[1]).all()
    apart = [replace(item, answers={q.id: State.NOT_SURE for q in QUESTIONS}) for item in given.options]
    draws = score(compiled(), [replace(given, options=tuple(apart))], DRAWS).draws
    expected = np.maximum(draws[0], draws[1]).mean() - draws.mean(axis=1).max()
    found_out = max(f.evppi for f in findings(scores, variations(scores, given)))
    assert total_evpi(scores, given) == pytest.approx(expected, rel=0.1)
    assert total_evpi(scores, given) > found_out > WORTH_POINTS
