"""The whole analysis: the same input gives the same output, whatever the order and the names (MP03, MP04, MX03)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import Case
from careerpaths.scoring.findings.analysis import LOOK_AHEAD, PLANNED_OPTIONS, analyse, glance
from careerpaths.scoring.findings.report import report
from careerpaths.scoring.schema import PATHS
from harness.cases import FULL, PERSON, Answers, case, compiled, known, option, ruleset

DRAWS = 300
UNSURE = "not_sure"
QUESTIONS = ruleset().questions_by_id
TIMELINES = {"tai_p5": 10, "tai_p10": 30, "tai_p20": 60}
RANKING = ["sustainability", "safety", "execution", "people", "own_ideas", "communication"]
MIRRORED = {"o0": "o1", "o1": "o0"}

examples = settings(deadline=None, max_examples=6, derandomize=True)
Document = dict[str, Any]


@st.composite
def options(draw: st.DrawFn, key: str) -> Document:
    """Any kind of option with any mixture of answers, not sure and nothing."""
    answers: Answers = {}
    for question in draw(st.lists(st.sampled_from(sorted(FULL)), max_size=10, unique=True)):
        answers[question] = draw(st.sampled_from([UNSURE, *(QUESTIONS[question].choice_ids or [0.0, 1.0, 3.0])]))
    return option(draw(st.sampled_from(PATHS)), key, **answers)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    return [draw(options(f"o{n}")) for n in range(draw(st.integers(2, 3)))]


def whole(items: list[Document], person: Answers | None = None) -> dict[str, Any]:
    """Everything that a report holds."""
    given = case(items, PERSON | TIMELINES | {"criteria_ranking": RANKING} if person is None else person)
    return report(analyse(compiled(), given, DRAWS))


def by_id(data: dict[str, Any]) -> dict[str, Any]:
    """A report with its options under their ids, so that their order no longer shows."""
    return data | {"options": {item["id"]: {k: v for k, v in item.items() if k != "name"} for item in data["options"]}}


@examples
@given(documents())
def test_the_same_case_gives_the_same_report(items: list[Document]) -> None:
    assert whole(items) == whole(items)


@examples
@given(documents(), st.data())
def test_mp03_order_and_names_leave_the_whole_report_as_it_is(items: list[Document], data: st.DataObject) -> None:
    """Bit for bit, down to what to find out and what would change it."""
    moved = [{**item, "name": f"Name {n}"} for n, item in enumerate(data.draw(st.permutations(items)))]
    assert by_id(whole(moved)) == by_id(whole(items))


@examples
@given(documents())
def test_mp03_the_order_of_answering_does_not_matter(items: list[Document]) -> None:
    turned = [{**item, "answers": dict(reversed(item["answers"].items()))} for item in items]
    person = PERSON | TIMELINES
    assert whole(turned, dict(reversed(person.items()))) == whole(items, person)


@examples
@given(documents(), options("new"))
def test_mp04_another_option_leaves_what_is_said_of_the_others(items: list[Document], new: Document) -> None:
    """Bit for bit: values, ranges, parts, flags; ranks and shares are of the comparison."""
    compared = {"rank", "rank_acceptability", "name"}

    def own(data: dict[str, Any], key: str) -> dict[str, Any]:
        return {k: v for k, v in by_id(data)["options"][key].items() if k not in compared}

    before, after = whole(items), whole([new, *items])
    for item in items:
        assert own(after, item["id"]) == own(before, item["id"])


@examples
@given(documents())
def test_mx03_a_deal_breaker_leaves_the_value_and_takes_the_option_out(items: list[Document]) -> None:
    """Bit for bit: the comparison of the others is as if the option were not there."""
    barred = {**items[0], "answers": {**items[0]["answers"], "opt_dealbreaker": "yes"}}
    with_it, without_it = whole([barred, *items[1:]]), whole(items[1:])
    assert with_it["options"][0]["value"] == whole(items)["options"][0]["value"]
    assert with_it["options"][0]["excluded"]
    assert with_it["options"][0]["rank_acceptability"] == []
    assert with_it["options"][1:] == without_it["options"]
    for key in ("pairwise", "central_weights", "robustness", "evpi", "closeness", "switches", "tipping_points"):
        assert with_it[key] == without_it[key]


def test_mx04_a_clone_leaves_what_is_said_of_its_original() -> None:
    """Bit for bit, with open answers too; the places are shared evenly."""
    items = [option("phd", "a", opt_peers="weak"), option("rc_nonprofit", "b", opt_peers="strong")]
    before, after = by_id(whole(items)), by_id(whole([*items, {**items[0], "id": "clone"}]))
    one, copy = (after["options"][key] for key in ("a", "clone"))
    assert {k: v for k, v in one.items() if k != "id"} == {k: v for k, v in copy.items() if k != "id"}
    assert one["value"] == before["options"]["a"]["value"]
    assert after["pairwise"]["a"]["clone"] == 0.5
    assert 2 * one["rank_acceptability"][0] == pytest.approx(before["options"]["a"]["rank_acceptability"][0], abs=2e-4)
    assert after["options"]["b"]["rank_acceptability"][0] == before["options"]["b"]["rank_acceptability"][0]


# What stands in an analysis


def both() -> Case:
    return case([option("phd", "a"), known("rc_nonprofit", "b")], PERSON | TIMELINES)


def test_the_plan_is_for_the_first_two_options() -> None:
    """Decision model 6."""
    items = [known("phd", "a"), known("rc_ra", "b"), known("independent", "c", opt_peers="none")]
    analysis = analyse(compiled(), case(items), DRAWS)
    ids = [item.id for item in analysis.case.options]
    last = ids[analysis.order[-1]]
    assert len(analysis.order) > PLANNED_OPTIONS
    assert last == "c"
    assert "PL50" not in [item.id for item in analysis.plan]
    assert "PL50" in [item.id for item in analyse(compiled(), case(items[2:]), DRAWS).plan]


def test_the_ranking_setting_appears_with_the_persons_own_order() -> None:
    assert set(analyse(compiled(), both(), DRAWS).acceptability) == {"headline", "none"}
    ranked = case([option("phd", "a"), option("rc_ra", "b")], PERSON | {"criteria_ranking": RANKING})
    assert set(analyse(compiled(), ranked, DRAWS).acceptability) == {"headline", "ranking", "none"}


def test_the_timeline_is_shown_year_by_year_from_sure_to_what_was_said() -> None:
    later = analyse(compiled(), both(), DRAWS).later_than
    assert len(later) == LOOK_AHEAD + 1
    assert [later[year] for year in (0, 5, 10, 20)] == pytest.approx([1, 0.9, 0.7, 0.4])
    assert list(later) == sorted(later, reverse=True)
    assert analyse(compiled(), case([option("phd", "a")]), DRAWS).later_than == ()


def test_years_to_lead_are_those_of_the_ruleset_less_the_experience() -> None:
    person = {**PERSON, "research_experience_years": 2}
    years, shares = np.array(ruleset().timeline.lead_years).T
    credit = min(2 * compiled().numbers["credit_per_year"], compiled().numbers["credit_max"])
    ready = analyse(compiled(), case([option("phd", "a")], person), DRAWS).ready_after
    assert credit > 0
    assert [year for year, _ in ready] == pytest.approx(np.maximum(years - credit, 0))
    assert [share for _, share in ready] == pytest.approx(shares)


def test_a_glance_says_the_same_as_the_analysis_with_as_many_draws() -> None:
    analysis, seen = analyse(compiled(), both(), 2000), glance(compiled(), both(), 2000)
    assert seen.order == analysis.order
    assert seen.closeness == analysis.closeness
    assert [o.value for o in seen.evaluation.options] == [o.value for o in analysis.evaluation.options]
    assert seen.first == analysis.acceptability["headline"].first_of_100()
    assert sum(seen.first.values()) == 100


@pytest.mark.parametrize("person", [{"goal_role": "other_role"}, {}])
def test_without_a_ranking_or_an_option_there_is_nothing_to_compare(person: Answers) -> None:
    """R01: who aims at another role gets no ranking; values are not computed into one."""
    items = [option("phd", "a"), option("rc_ra", "b")] if person else []
    analysis = analyse(compiled(), case(items, person), DRAWS)
    nothing = (analysis.order, analysis.findings, analysis.tornado, analysis.switches, analysis.plan)
    assert nothing == ((), (), (), (), ())
    assert analysis.closeness == "not_ranked"
    assert glance(compiled(), case(items, person), DRAWS).first == {}


def test_without_confidence_factors_everything_else_is_the_same() -> None:
    two = case([option("phd", "a"), option("rc_ra", "b")])
    whole, part = (analyse(compiled(), two, DRAWS, confidence=wanted) for wanted in (True, False))
    assert whole.acceptability["headline"].confidence
    assert not part.acceptability["headline"].confidence
    assert [shares.ranks.tolist() for shares in part.acceptability.values()] == [
        shares.ranks.tolist() for shares in whole.acceptability.values()
    ]
    assert part.findings == whole.findings
