"""Rules that are switched off, equal weights, and what the order of entry does not change."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled, with_emphasis
from careerpaths.scoring.findings.sensitivity import (
    Switch,
    switches,
    tipping_points,
    tornado,
    weight_tipping_points,
)
from careerpaths.scoring.findings.variations import Cell, variations
from careerpaths.scoring.parts.numbers import CRITERIA
from harness.cases import FULL, case, compiled, edited, known, option, without
from tests.scoring.sensitivity.rescoring import (
    CLOSE,
    DRAWS,
    UNSURE,
    bars,
    cases,
    examples,
    first_of,
    scored,
    tips,
    weight_tips,
)

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
    lead, contributor = (weights[weights > 0] for weights in equal_weights().weights.values())
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
