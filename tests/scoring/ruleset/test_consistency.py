"""What only the whole document can tell: each refusal with its path and its sentence."""

import pytest

from careerpaths.scoring.answers import TIMELINE_QUESTIONS
from careerpaths.scoring.checks import engine_needs
from careerpaths.scoring.findings.variations import questions_that_count
from careerpaths.scoring.parsing import parse
from harness.cases import compiled
from harness.documents import fault, item, refusal
from tests.scoring.ruleset.changes import F05, F08, Change, adjustment, changed, when
from tests.scoring.ruleset.refused_numbers import REFUSED_NUMBERS
from tests.scoring.ruleset.refused_questions import REFUSED_QUESTIONS

REFUSALS = {**REFUSED_NUMBERS, **REFUSED_QUESTIONS}


@pytest.mark.parametrize(("change", "path", "sentence"), REFUSALS.values(), ids=REFUSALS.keys())
def test_it_is_refused(change: Change, path: str, sentence: str) -> None:
    assert (path, sentence) in [(found.path, found.message) for found in refusal(changed(change))]


def test_only_the_one_thing_that_is_wrong_is_named() -> None:
    assert fault(changed(REFUSALS["a curve that falls"][0]))[0] == "curves.mentor_hours.points[5]"


@pytest.mark.parametrize(
    "change",
    [
        adjustment(),
        adjustment(target="value", action="multiply", amount=0.5),
        when(F05, {"any": [{"path": ["phd"]}, {"question": "opt_then_phd", "in": ["no"]}]}),
        when(F08, {"any_option": {"question": "opt_income", "in": ["tight", "not_sure"]}}),
        lambda d: item(d, "rules", "R20").update(enabled=False),
        lambda d: d["criteria"].reverse(),
    ],
    ids=["adjustment", "half the value", "one way is open", "any option", "a switch", "another order"],
)
def test_what_can_be_meant_is_taken(change: Change) -> None:
    parse(changed(change))


READ_BY_CODE = {"lead_view_from", "contributor_view_below", "first_from", "leans_from"}
"""The constants that stand for no part of the value: when a view or a word is used."""


def ids_in(data: object) -> set[str]:
    """Every word of the plain data of a tree: the ids that it refers to are among them."""
    match data:
        case str():
            return {data}
        case dict():
            return {*data.keys()}.union(*map(ids_in, data.values()))
        case list():
            return set().union(*map(ids_in, data))
    return set()


def test_the_needs_name_exactly_what_is_read() -> None:
    program = compiled().program
    named = {name for constants in engine_needs.ENGINE_CONSTANTS.values() for name in constants}
    assert named == set(compiled().numbers)
    assert named - READ_BY_CODE <= ids_in(program.tree.model_dump(mode="json", exclude={"numbers"}))
    assert set(engine_needs.SCORED_OPTION_QUESTIONS) == set(questions_that_count(compiled(), "option"))
    assert {name: question for name, (question, _, _) in engine_needs.ENGINE_TABLES.items()}.items() <= {
        (scale.id, scale.question) for scale in program.tree.scales if scale.levels
    }
    assert {scale.id: scale.question for scale in program.tree.scales if scale.points} == engine_needs.ENGINE_CURVES
    assert set(TIMELINE_QUESTIONS) <= set(engine_needs.NUMBERS)
