"""Tornado, tipping points, weights and switches against scoring everything anew (decision model 4.2, 4.3, 4.5)."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import Answer, Case
from careerpaths.scoring.compiled import Array, Compiled, with_emphasis, worst_first
from careerpaths.scoring.findings.sensitivity import (
    Bar,
    Switch,
    TippingPoint,
    WeightTippingPoint,
    switches,
    tipping_points,
    tornado,
    weight_tipping_points,
)
from careerpaths.scoring.findings.variations import OPTION_QUESTIONS, PERSON_QUESTIONS, Cell, variations
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.scores import Scores, score
from harness.cases import FULL, PERSON, Answers, case, compiled, edited, known, option, ruleset, without

DRAWS = 200
TINY = 1e-6
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


def answered(given: Case) -> Iterator[tuple[str, int | None, Answer]]:
    """Every answer that was given to a question that can move a value."""
    for question in PERSON_QUESTIONS:
        if question in given.person:
            yield question, None, given.person[question]
    for place, item in enumerate(given.options):
        for question in OPTION_QUESTIONS:
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


# Tipping points


@examples
@given(cases(unknown=1))
def test_tipping_points_are_the_nearest_of_all_answered_choices(given: Case) -> None:
    """4.3: exhaustive search, each other answer scored anew. Up to three, nearest first."""
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


CLOSE = [
    known("phd", "a", opt_publish="rarely"),
    known("rc_nonprofit", "b", opt_idea_freedom="direction", opt_mentor_hours=4, opt_execution="great"),
]


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


def nearest(given: Case, point: TippingPoint) -> float:
    """The tenth, or bend of the curve, closest to the present answer on that side at which another option is first."""
    now, before, after = first_of(given), point.before, point.after
    assert isinstance(before, float)
    assert isinstance(after, float)
    bends: list[float] = compiled().lines[point.cell.question.removeprefix("opt_")].xs.tolist()
    tries = {*(n / 10 for n in range(101)), *bends} - {before}
    side = sorted((number for number in tries if (number > before) == (after > before)), key=lambda n: abs(n - before))
    firsts = firsts_of([changed(given, point.cell.question, point.cell.option, n) for n in side], holder=now)
    return next(number for number, first in zip(side, firsts, strict=True) if first != now)


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


# Tornado


@examples
@given(cases())
def test_bars_are_the_leads_scored_anew(given: Case) -> None:
    """4.2: one step either way for a given answer, all levels for an open one, each answer scored on its own."""
    scores = scored(given, draws=400)
    order = sorted((n for n in range(scores.frame.rows)), key=lambda n: (-scores.mean[n], scores.frame.option_ids[n]))
    first, second = order[:2]
    found = tornado(scores, variations(scores, given))
    ends = [(bar, end) for bar in found for end in ((bar.low_answer, bar.low), (bar.high_answer, bar.high))]
    cases = [changed(given, bar.cell.question, bar.cell.option, answer) for bar, (answer, _) in ends]
    values = score(compiled(), cases, 400).mean.reshape(len(cases), -1)
    for (bar, (_, lead)), exact in zip(ends, values, strict=True):
        allowed = TINY if bar.given is not None else 3.0  # draws of one level against draws with that answer
        assert lead == pytest.approx(exact[first] - exact[second], abs=allowed)


@examples
@given(cases())
def test_bars_contain_the_present_lead_and_fall_in_width(given: Case) -> None:
    scores = scored(given)
    values = sorted(scores.mean, reverse=True)
    lead = values[0] - values[1]
    found = bars(given)
    assert all(bar.low - TINY <= lead <= bar.high + TINY for bar in found)
    assert [bar.width for bar in found] == sorted((bar.width for bar in found), reverse=True)
    assert all(bar.crosses == (bar.low < 0 < bar.high) for bar in found)


def test_a_given_answer_spans_its_neighbours_and_an_open_one_all_that_its_path_admits() -> None:
    found = {
        (bar.cell.question, bar.cell.option): bar for bar in bars(case([known("phd", "a", opt_peers=UNSURE), CLOSE[1]]))
    }
    given = found["opt_mentor_research", 0]
    assert (given.low_answer, given.high_answer) == ("competent", "leading")
    open_bar = found["opt_peers", 0]
    assert open_bar.given is None
    assert (open_bar.low_answer, open_bar.high_answer) == ("weak", "outstanding")  # no PhD without any peers: prior 0


def test_a_bar_about_a_third_option_has_no_width_and_is_left_out() -> None:
    given = case([*CLOSE, known("phd", "c", opt_peers="none", opt_mentor_research="none")])
    assert {bar.cell.option for bar in bars(given)} <= {None, 0, 1}


# Weights


def reweighted(k: int, weight: float) -> Compiled:
    """The ruleset with the lead weight of one criterion set, the others rescaled."""
    central = compiled().lead_weights
    weights = central * (1 - weight) / (1 - central[k])
    weights[k] = weight
    return replace(compiled(), lead_weights=weights)


def weight_tips(given: Case, rules: Compiled | None = None) -> tuple[WeightTippingPoint, ...]:
    return weight_tipping_points(scored(given, rules))


@pytest.mark.parametrize("seed", range(2))
def test_weights_tip_where_scoring_with_changed_weights_does(seed: int) -> None:
    """4.3: against another grid of 34 weights for each criterion, all answers known."""
    chance = random.Random(seed)
    given = case([random_option(chance, "a", "phd"), random_option(chance, "b", "rc_nonprofit")])
    now = first_of(given)
    found = {point.criterion: point for point in weight_tips(given)}
    for k, criterion in enumerate(CRITERIA):
        present = compiled().lead_weights[k]
        turning = [w for w in np.linspace(0, 1, 34) if first_of(given, reweighted(k, float(w)), holder=now) != now]
        if criterion not in found:
            assert turning == []
            continue
        nearest = min(turning, key=lambda w: abs(w - present))
        assert abs(found[criterion].after - nearest) <= 1 / 33
        assert found[criterion].before == pytest.approx(present)
        assert first_of(given, reweighted(k, found[criterion].after)) == found[criterion].first


def random_option(chance: random.Random, key: str, path: str) -> dict[str, Any]:
    answers = {name: chance.choice(QUESTIONS[name].choice_ids) for name in FULL if QUESTIONS[name].choices}
    return known(path, key, **answers)


def test_the_nearest_weight_stands_first() -> None:
    points = weight_tips(case(CLOSE))
    changes = [abs(point.after - point.before) for point in points]
    assert len(changes) > 1
    assert changes == sorted(changes)


def test_no_weight_turns_an_order_that_is_the_same_in_every_criterion() -> None:
    worse = {"opt_peers": "average", "opt_income": "tight", "opt_publish": "rarely", "opt_structure": "hands_off"}
    assert weight_tips(case([known("phd", "a", **worse), known("phd", "b")])) == ()


def test_weights_tip_under_the_goal_that_counts_more() -> None:
    """The contributor's weights for a contributor."""
    person = {**PERSON, "goal_role": "research_contributor"}
    jobs = [
        known("rc_industry", "a", opt_execution="great", opt_safety_peers="none"),
        known("rc_industry", "b", opt_execution="little", opt_safety_peers="most"),
    ]
    points = {point.criterion: point for point in weight_tips(case(jobs, person))}
    assert points["safety"].before == pytest.approx(compiled().contributor_weights[CRITERIA.index("safety")])
    # 0.51 w_e < 0.28 w_s with the other weights in proportion
    w = compiled().contributor_weights
    execution, safety = w[CRITERIA.index("execution")], w[CRITERIA.index("safety")]
    ratio = 0.51 * execution / 0.28 / (1 - safety)
    assert points["safety"].after == pytest.approx(ratio / (1 + ratio), abs=0.01)


def test_an_admins_adjustment_counts_at_every_weight() -> None:
    """Half the value of a job, at each weight anew: the order turns where scoring with that weight turns it."""

    def halve(document: dict[str, Any]) -> None:
        document["adjustments"] = [
            {
                "id": "halve",
                "name": "Halve",
                "rationale": "For a test.",
                "source": ["assumption"],
                "target": "value",
                "action": "multiply",
                "amount": 0.5,
                "when": {"path": ["rc_nonprofit"]},
            }
        ]

    halved = edited(halve)
    poor = {"opt_mentor_hours": 0, "opt_mentor_research": "none", "opt_peers": "none", "opt_publish": "never"}
    given = case([known("phd", "a", **poor, opt_idea_freedom="assigned", opt_execution="little"), CLOSE[1]])
    points = weight_tips(given, halved)
    assert points
    for point in points:
        k = CRITERIA.index(point.criterion)
        step = 0.01 if point.after > point.before else -0.01
        turned, still = (
            replace(halved, lead_weights=reweighted(k, w).lead_weights) for w in (point.after, point.after - step)
        )
        assert first_of(given, turned, holder=first_of(given, halved)) == point.first
        assert first_of(given, still, holder=first_of(given, halved)) != point.first


# Switches


def switched(given: Case, rules: Compiled | None = None, draws: int = DRAWS) -> dict[str, Switch]:
    scores = scored(given, rules, draws)
    return {switch.name: switch for switch in switches(scores, given)}


def equal_weights() -> Compiled:
    def even(document: dict[str, Any]) -> None:
        for criterion in document["criteria"]:
            for goal in ("lead", "contributor"):
                used = [c for c in document["criteria"] if c["weights"][goal] > 0]
                criterion.setdefault("even", {})[goal] = 1 / len(used) if criterion["weights"][goal] > 0 else 0
        for criterion in document["criteria"]:
            criterion["weights"] |= criterion.pop("even")

    return edited(even)


@examples
@given(cases())
def test_switches_say_what_comes_first_when_the_rules_are_switched_off_in_the_document(given: Case) -> None:
    """4.5: base rate off, caps off, equal weights, contributor view."""
    found = switched(given)
    aim = {**given.person, "goal_role": "research_contributor"}
    documents: dict[str, Array] = {
        "route_off": scored(given, without("R20")).mean,
        "caps_off": scored(given, without("R07", "R12")).mean,
        "contributor_view": scored(replace(given, person=aim)).mean,
    }
    for name, values in documents.items():
        assert found[name].values == pytest.approx(tuple(values))
    now = first_of(given)
    for switch in found.values():
        assert switch.changes == (switch.first != now)
        best = max(switch.values)
        assert switch.values[[item.id for item in given.options].index(switch.first)] == pytest.approx(best)


def test_equal_weights_are_those_of_a_document_with_equal_weights() -> None:
    given = case(CLOSE)
    lead, contributor = (w[w > 0] for w in (equal_weights().lead_weights, equal_weights().contributor_weights))
    assert np.ptp(lead) == np.ptp(contributor) == 0
    assert switched(given)["equal_weights"].values == pytest.approx(tuple(scored(given, equal_weights()).mean))


def test_a_switch_that_treats_two_options_alike_never_turns_their_order() -> None:
    """Of 40 pairs of PhDs with open answers: without the author's default both lose the same, whatever the draws."""
    chance = random.Random(3)
    for _ in range(40):
        pair = [known("phd", key, **dict.fromkeys(chance.sample(sorted(FULL), 6), UNSURE)) for key in "ab"]
        given = case(pair)
        assert not switched(given, draws=1000)["route_off"].changes


def test_without_a_second_ranked_option_there_is_nothing_to_turn() -> None:
    alone = case([known("phd", "a"), known("rc_ra", "b", opt_dealbreaker="yes")])
    scores = scored(alone)
    varied = variations(scores, alone)
    assert tornado(scores, varied) == ()
    assert tipping_points(scores, alone, varied) == ()
    assert weight_tipping_points(scores) == ()
    assert switches(scores, alone) == ()


# Order and names


@examples
@given(cases(), st.data())
def test_what_would_change_the_order_does_not_depend_on_the_order_of_entry(given: Case, data: st.DataObject) -> None:
    """MP03."""
    places = data.draw(st.permutations(range(len(given.options))))
    moved = replace(given, options=tuple(given.options[n] for n in places))

    def told(one: Case) -> list[Any]:
        ids = [item.id for item in one.options]

        def owner(cell: Cell) -> str | None:
            return None if cell.option is None else ids[cell.option]

        points = [(p.cell.question, owner(p.cell), p.after, p.steps, p.first) for p in tips(one)]
        widths = [(b.cell.question, owner(b.cell), round(b.low, 6), round(b.high, 6)) for b in bars(one)]
        turned = [(p.criterion, p.after, p.first) for p in weight_tips(one)]
        return [points, widths, turned, [(s.name, s.first) for s in switched(one).values()]]

    assert told(moved) == told(given)


def test_of_equal_options_the_first_by_id_leads() -> None:
    twins = case([known("phd", "b"), known("phd", "a")])
    scores = scored(twins)
    assert {switch.first for switch in switches(scores, twins)} == {"a"}
    assert all(point.first == "b" for point in tips(twins))


def test_emphasis_on_one_criterion_alone_leaves_nothing_else_to_weigh() -> None:
    """Weights all on one criterion: bars, weights and switches still come out finite."""
    rules = with_emphasis(compiled(), {name: 0.0 for name in CRITERIA if name != "safety"})
    given = case([option("phd", "a"), option("rc_nonprofit", "b")])
    scores = scored(given, rules)
    found = tornado(scores, variations(scores, given))
    assert found
    assert all(np.isfinite([bar.low, bar.high]).all() for bar in found)
    assert all(np.isfinite(switch.values).all() for switch in switches(scores, given))
    assert all(0 <= point.after <= 1 for point in weight_tipping_points(scores))
