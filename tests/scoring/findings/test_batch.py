"""Many cases at once: each comes out as it does alone."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings import batch
from careerpaths.scoring.findings.analysis import glance
from careerpaths.scoring.findings.batch import Outcomes, outcomes
from careerpaths.scoring.findings.robustness import acceptability
from careerpaths.scoring.schema import ALMOST, PATHS
from careerpaths.scoring.values.evaluation import evaluate
from careerpaths.scoring.values.scores import score
from harness.cases import FULL, case, compiled, edited, known, option, ruleset
from tests.scoring.properties.any_case import Document, cases, examples

DRAWS = 60


def by_place(case: Case) -> Case:
    """The case with its options known by their place, as a batch wants them."""
    return replace(case, options=tuple(replace(option, id=str(n)) for n, option in enumerate(case.options)))


def read(documents: list[Document]) -> list[Case]:
    return [by_place(read_case(ruleset(), document)) for document in documents]


def rows_of(found: Outcomes, n: int) -> Any:
    return np.flatnonzero(found.case_of_row == n)


def assert_as_alone(rules: Compiled, together: list[Case]) -> None:
    found = outcomes(rules, together, DRAWS, even=False)
    for n, one in enumerate(together):
        alone, rows = glance(rules, one, DRAWS), rows_of(found, n)
        assert found.values[rows] == pytest.approx([item.value for item in alone.evaluation.options], abs=ALMOST)
        assert [rank or None for rank in found.rank[rows]] == [item.rank for item in alone.evaluation.options]
        assert [PATHS[path] for path in found.path[rows]] == [item.path for item in one.options]
        if len(alone.first) > 1:
            first = [item.id for item in alone.evaluation.options if item.rank == 1]
            shares = acceptability(score(rules, [one], DRAWS), one)
            assert found.chance[n] == pytest.approx(max(shares.first(key) for key in first))
        else:
            assert np.isnan(found.chance[n])


@examples
@given(st.lists(cases(least=0), min_size=1, max_size=5))
def test_cases_scored_together_come_out_as_they_do_alone(documents: list[Document]) -> None:
    assert_as_alone(compiled(), read(documents))


@examples
@given(st.lists(cases(mental_health_risk="high"), min_size=1, max_size=2), st.lists(cases(), min_size=1, max_size=2))
def test_people_with_weights_of_their_own_are_weighed_by_them(ill: list[Document], well: list[Document]) -> None:
    assert_as_alone(compiled(), read([*ill, *well, *ill]))


def test_cases_scored_together_agree_where_unknown_answers_go_together() -> None:
    def together(document: dict[str, Any]) -> None:
        document["sampling"]["dependence"]["strength"]["value"] = 0.4

    people = [case([option("phd", opt_peers="strong"), option("rc_ra", "b", opt_peers="not_sure")]), case([])]
    assert_as_alone(edited(together), [by_place(one) for one in people])


def test_an_adjustment_of_an_admin_acts_on_the_whole_batch() -> None:
    def adjust(document: dict[str, Any]) -> None:
        document["adjustments"] = [
            {
                "id": "papers",
                "name": "Papers count.",
                "when": {"question": "opt_publish", "in": ["regularly"]},
                "target": "value",
                "action": "add",
                "amount": 5,
                "rationale": "For a test.",
                "source": ["assumption"],
            }
        ]

    people = [case([known("phd", opt_publish="regularly"), option("independent", "b")]) for _ in range(3)]
    assert_as_alone(edited(adjust), [by_place(one) for one in people])


def test_fully_answered_options_have_exact_values_with_any_number_of_draws() -> None:
    one = by_place(case([known("phd"), known("rc_nonprofit", "b"), known("independent", "c")]))
    gaps = by_place(case([option("phd")]))
    exact = [item.value for item in evaluate(compiled(), one).options]
    for draws in (1, 7, 128):
        assert list(outcomes(compiled(), [gaps, one], draws).values[1:]) == pytest.approx(exact, abs=ALMOST)


def test_half_known_values_are_within_the_stated_error_of_the_full_ones() -> None:
    """`BATCH_DRAWS` says how far they may be off."""
    chance = random.Random(4)
    answers = [{key: value for key, value in FULL.items() if chance.random() < 0.5} for _ in range(30)]
    people = [by_place(case([option("phd", **mine), option("rc_ra", "b", **mine)])) for mine in answers]
    found = outcomes(compiled(), people)
    full = [item.value for one in people for item in evaluate(compiled(), one).options]
    errors = np.abs(found.values - np.array(full))
    assert errors.max() < 1.2
    assert np.percentile(errors, 90) < 0.6
    shares = [max(glance(compiled(), one, 4000).first.values()) / 100 for one in people]
    apart = np.abs(found.chance - np.array(shares))
    assert apart.max() < 0.2
    assert np.percentile(apart, 90) < 0.08


def test_it_does_not_matter_how_many_are_scored_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [by_place(case([option("phd"), known("rc_ra", "b")])) for _ in range(5)] + [case([])]
    whole = outcomes(compiled(), people, DRAWS)
    monkeypatch.setattr(batch, "FLOATS_AT_ONCE", 1)
    apart = outcomes(compiled(), people, DRAWS)
    for name in ("case_of_row", "path", "values", "rank", "first", "ranked"):
        assert (getattr(whole, name) == getattr(apart, name)).all(), name
    assert whole.chance == pytest.approx(apart.chance, nan_ok=True)


def test_who_wants_another_role_is_not_ranked() -> None:
    found = outcomes(compiled(), [case([option("phd"), option("rc_ra", "b")], {"goal_role": "other_role"})], DRAWS)
    assert list(found.rank) == [0, 0]
    assert list(found.first) == [-1]
    assert np.isnan(found.chance[0])


def test_among_equal_options_the_first_in_the_list_is_first() -> None:
    found = outcomes(compiled(), [by_place(case([option("rc_ra", "b"), known("phd"), known("phd", "c")]))], DRAWS)
    assert list(found.rank) == [3, 1, 1]
    assert list(found.first) == [1]


def test_an_option_with_a_deal_breaker_takes_no_part() -> None:
    found = outcomes(compiled(), [case([known("phd", opt_dealbreaker="yes"), option("independent", "b")])], DRAWS)
    assert list(found.ranked) == [False, True]
    assert list(found.first) == [1]


def test_nobody_at_all_is_no_fault() -> None:
    assert len(outcomes(compiled(), [], DRAWS).first) == 0
