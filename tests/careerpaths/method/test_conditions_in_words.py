"""Conditions as plain clauses: there are words for every kind of condition."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from careerpaths.method.conditions import Clause, in_words, number_text
from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from harness.documents import document

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
HOURS = {"question": "opt_mentor_hours", "below": 2}
PHD = {"path": ["phd"]}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return parse(document())


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"always": True}, "always"),
        ({"details": True}, "the detailed questions are open"),
        (PHD, "the kind of option is “PhD”"),
        (
            {"path": ["phd", "rc_ra", "independent"]},
            "the kind of option is “PhD”, “Research assistant” or “Independent”",
        ),
        ({"any_option_path": ["phd"]}, "one of the options is of the kind “PhD”"),
        ({"question": "opt_income", "in": ["tight"]}, "“Income” is “Barely”"),
        ({"question": "opt_income", "in": ["tight", "insufficient"]}, "“Income” is “Barely” or “No”"),
        ({"question": "opt_income", "in": ["not_sure", "unanswered"]}, "“Income” is “Not sure” or not answered"),
        ({"question": "opt_chance", "in": ["answered"]}, "“Chance to get it” is answered"),
        (HOURS, "“Mentor hours” (hours per month) is below 2"),
        ({"question": "opt_runway_years", "at_most": 1}, "“Secure years” (years) is at most 1"),
        (
            {"question": "opt_mentor_hours", "at_least": 0.5, "below": 2},
            "“Mentor hours” (hours per month) is at least 0.5 and below 2",
        ),
        (
            {"any_option": {"question": "opt_income", "in": ["tight"]}},
            "for one of the options “Income” is “Barely”",
        ),
        ({"flag": "F02_mentor_reputation"}, "the warning “Mentees have doubts about this mentor” is shown"),
        (
            {"fact": "chance_too_late", "at_least": 0.5},
            "the chance that no time is left, from 0 to 1, is at least 0.5",
        ),
        (
            {"fact": "core_answered_share", "below": 0.5},
            "the share of main questions about the option that have a definite answer, from 0 to 1, is below 0.5",
        ),
        (
            {"fact": "open_questions", "at_least": 1},
            "the number of answers that are worth finding out is at least 1",
        ),
        ({"fact": "savings_cover_runway", "at_least": 1}, "savings last as long as the secure money"),
        ({"fact": "savings_cover_runway", "below": 1}, "savings do not last as long as the secure money"),
        ({"all": [PHD]}, "the kind of option is “PhD”"),
        (
            {"all": [PHD, HOURS]},
            "the kind of option is “PhD”, and “Mentor hours” (hours per month) is below 2",
        ),
        (
            {"any": [PHD, HOURS]},
            "the kind of option is “PhD”, or “Mentor hours” (hours per month) is below 2",
        ),
        (
            {"count": 2, "of": [PHD, HOURS]},
            "the kind of option is “PhD”, and “Mentor hours” (hours per month) is below 2",
        ),
        (
            {"count": 1, "of": [PHD, HOURS]},
            "the kind of option is “PhD”, or “Mentor hours” (hours per month) is below 2",
        ),
    ],
    ids=str,
)
def test_a_condition_reads_as_a_clause(ruleset: Ruleset, condition: dict[str, Any], words: str) -> None:
    assert in_words(CONDITION.validate_python(condition), ruleset) == Clause(text=words)


@pytest.mark.parametrize(
    ("condition", "heading"),
    [
        ({"all": [PHD, HOURS, PHD]}, "all of these hold:"),
        ({"any": [PHD, HOURS, PHD]}, "one of these holds:"),
        ({"count": 1, "of": [PHD, HOURS, PHD]}, "at least 1 of these holds:"),
        ({"count": 2, "of": [PHD, HOURS, PHD]}, "at least 2 of these hold:"),
    ],
)
def test_three_parts_are_a_list(ruleset: Ruleset, condition: dict[str, Any], heading: str) -> None:
    clause = in_words(CONDITION.validate_python(condition), ruleset)

    assert clause.text == heading
    assert [part.text for part in clause.parts] == [
        "the kind of option is “PhD”",
        "“Mentor hours” (hours per month) is below 2",
        "the kind of option is “PhD”",
    ]


def test_and_and_or_never_meet_in_one_clause(ruleset: Ruleset) -> None:
    clause = in_words(CONDITION.validate_python({"all": [PHD, {"any": [PHD, HOURS]}]}), ruleset)

    assert clause.text == "all of these hold:"
    assert len(clause.parts) == 2


@pytest.mark.parametrize(
    ("value", "words"), [(2.0, "2"), (0.33, "0.33"), (0.2, "0.2"), (10_000, "10,000"), (0, "0"), (0.085, "0.085")]
)
def test_a_number_is_written_without_unnecessary_digits(value: float, words: str) -> None:
    assert number_text(value) == words
