"""What only the whole document can tell: each refusal with its path and its sentence."""

from dataclasses import fields

import pytest

from careerpaths.scoring.answers import TIMELINE_QUESTIONS
from careerpaths.scoring.checks import engine_needs
from careerpaths.scoring.compiled import Constants
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.values.attributes import OPTION_LINES, OPTION_TABLES, PERSON_TABLES, QUESTION_OF
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


def test_the_needs_name_exactly_what_the_formulas_read() -> None:
    named = {name for constants in engine_needs.ENGINE_CONSTANTS.values() for name in constants}
    assert named == {field.name for field in fields(Constants)}
    assert set(engine_needs.SCORED_OPTION_QUESTIONS) == {*QUESTION_OF.values(), "opt_start_months"}
    assert {*OPTION_TABLES.values(), *(table for _, table in PERSON_TABLES.values())} <= set(engine_needs.ENGINE_TABLES)
    assert all(engine_needs.ENGINE_TABLES[table][0] == question for question, table in PERSON_TABLES.values())
    assert {curve: question for question, curve in OPTION_LINES.values()}.items() <= engine_needs.ENGINE_CURVES.items()
    assert set(TIMELINE_QUESTIONS) <= set(engine_needs.NUMBERS)
