"""Values that fit their field and still cannot be right: each is refused at its place, in one sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from harness.documents import Document, document, item, refusal

Change = Callable[[Document], Any]

HOURS = "opt_mentor_hours"
BELOW_2: Document = {"question": HOURS, "below": 2}
AT_LEAST_4: Document = {"question": HOURS, "at_least": 4}
BOTH: Document = {"all": [BELOW_2, AT_LEAST_4]}
TIGHT: Document = {"question": "opt_income", "in": ["tight"]}
ENOUGH: Document = {"question": "opt_income", "in": ["enough"]}
PHD: Document = {"path": ["phd"]}


def in_a_flag(condition: Document) -> Change:
    return lambda d: item(d, "flags", "F05_money").update(when=condition)


def adjusted(condition: Document) -> Change:
    entry = {
        "id": "mine",
        "name": "Mine",
        "when": condition,
        "target": "people",
        "action": "add",
        "amount": 0.1,
        "rationale": "For a test.",
        "source": ["assumption"],
    }
    return lambda d: d.update(adjustments=[entry])


def opened_by(question: str, **conditions: Document) -> Change:
    return lambda d: item(d, "questions", question).update(conditions)


def raised_by_another_flag(d: Document) -> None:
    item(d, "flags", "F14_isolation").update(when=BELOW_2)
    item(d, "flags", "F05_money").update(when={"all": [{"flag": "F14_isolation"}, AT_LEAST_4]})


def varied(**variant: object) -> Change:
    return lambda d: item(d, "flags", "F05_money").update(when=BELOW_2, variants=[{"level": "note"} | variant])


CONTRADICTIONS: dict[str, tuple[Change, str]] = {
    "two bounds, in a flag": (in_a_flag(BOTH), "flags.F05_money.when"),
    "in a plan step": (lambda d: item(d, "plan", "PL03").update(when=BOTH), "plan.PL03.when"),
    "in an adjustment": (adjusted(BOTH), "adjustments.mine.when"),
    "in a veto": (lambda d: item(d, "vetoes", "V01").update(when=BOTH), "vetoes.V01.when"),
    "in what opens a question": (opened_by("opt_chance", show_if=BOTH), "questions.opt_chance.show_if"),
    "between the two conditions of a question": (
        opened_by("opt_chance", show_if=BELOW_2, applies_if=AT_LEAST_4),
        "questions.opt_chance.applies_if",
    ),
    "two choices": (in_a_flag({"all": [TIGHT, ENOUGH]}), "flags.F05_money.when"),
    "a choice and no answer": (
        in_a_flag({"all": [TIGHT, {"question": "opt_income", "in": ["unanswered", "not_sure"]}]}),
        "flags.F05_money.when",
    ),
    "a number and no answer": (
        in_a_flag({"all": [BELOW_2, {"question": HOURS, "in": ["unanswered"]}]}),
        "flags.F05_money.when",
    ),
    "one level further down": (in_a_flag({"all": [BELOW_2, {"all": [PHD, AT_LEAST_4]}]}), "flags.F05_money.when"),
    "either way": (
        in_a_flag({"all": [{"any": [BELOW_2, TIGHT]}, {"all": [AT_LEAST_4, ENOUGH]}]}),
        "flags.F05_money.when",
    ),
    "one branch of two": (in_a_flag({"any": [BOTH, TIGHT]}), "flags.F05_money.when.any[0]"),
    "a branch beside its sister": (
        in_a_flag({"all": [BELOW_2, {"any": [AT_LEAST_4, TIGHT]}]}),
        "flags.F05_money.when.all[1].any[0]",
    ),
    "two of three": (in_a_flag({"count": 2, "of": [TIGHT, ENOUGH]}), "flags.F05_money.when"),
    "through another flag": (raised_by_another_flag, "flags.F05_money.when"),
    "a variant and its flag": (varied(when=AT_LEAST_4), "flags.F05_money.variants[0].when"),
    "a figure within one condition": (
        in_a_flag({"fact": "core_answered_share", "below": 0.2, "at_least": 0.4}),
        "flags.F05_money.when",
    ),
    "a figure beyond its greatest value": (
        in_a_flag({"fact": "chance_too_late", "at_least": 2}),
        "flags.F05_money.when",
    ),
}


@pytest.mark.parametrize(("change", "path"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_condition_that_contradicts_itself_is_refused_at_its_place(change: Change, path: str) -> None:
    doc = document()
    change(doc)
    found = refusal(doc)[0]
    assert found.path == path
    assert found.message.startswith("This can never hold: nothing can meet everything asked of ")


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [{"question": HOURS, "below": 4}, {"question": HOURS, "at_least": 2}]},
        {"all": [TIGHT, {"question": "opt_income", "in": ["answered"]}]},
        {"all": [BELOW_2, {"question": HOURS, "in": ["answered"]}]},
        {"any": [BELOW_2, AT_LEAST_4]},
        {"count": 2, "of": [TIGHT, ENOUGH, PHD]},
        {"all": [{"any": [PHD, TIGHT]}, {"any": [{"path": ["rc_ra"]}, PHD]}]},
    ],
)
def test_a_condition_that_can_hold_is_taken(condition: Document) -> None:
    doc = document()
    in_a_flag(condition)(doc)
    assert isinstance(parse(doc), Ruleset)


def test_a_condition_that_opens_thousands_of_ways_is_read_at_once() -> None:
    doc = document()
    in_a_flag({"all": [{"any": [BELOW_2] * 20}] * 20 + [{"any": [AT_LEAST_4] * 20}]})(doc)
    assert isinstance(parse(doc), Ruleset)


LONG = "word " * 40_000
TOO_LONG = "The text is too long: at most 2000 characters."
NO_ADDRESS = "Write a web address that begins with https://, such as https://doi.org/10.1000/182."


def about(**changes: object) -> Change:
    return lambda d: d["about"].update(changes)


ABSURD: dict[str, tuple[Change, str, str]] = {
    **{
        f"the address {address}": (about(source_url=address), "about.source_url", NO_ADDRESS)
        for address in ("javascript:alert(1)", "data:text/html,x", "//example.org", "example", "https://", "http://a b")
    },
    "a help of 200,000 characters": (
        lambda d: item(d, "questions", "opt_peers").update(help=LONG),
        "questions.opt_peers.help",
        TOO_LONG,
    ),
    "a name of a paragraph": (
        lambda d: item(d, "paths", "phd").update(label="word " * 100),
        "paths.phd.label",
        "The text is too long: at most 200 characters.",
    ),
    "the next review before the last": (
        about(last_reviewed="2026-01-01", next_review="2025-01-01"),
        "about.next_review",
        "The next review must come after the last one, 2026-01-01, and within ten years of it.",
    ),
    "the next review in a thousand years": (
        about(last_reviewed="2026-01-01", next_review="3026-01-01"),
        "about.next_review",
        "The next review must come after the last one, 2026-01-01, and within ten years of it.",
    ),
    "a review before there was such research": (
        about(last_reviewed="0206-01-01"),
        "about.last_reviewed",
        "Use a day from 2000-01-01 on.",
    ),
    "two choices of the same words": (
        lambda d: [choice.update(label="Enough") for choice in item(d, "questions", "opt_income")["choices"][:2]],
        "questions.opt_income.choices",
        "2 choices are called Enough. Give each different words.",
    ),
    "two criteria of the same name": (
        lambda d: [criterion.update(label="Growth") for criterion in d["criteria"][:2]],
        "criteria",
        "2 of these are called Growth. Give each a different name.",
    ),
    "choices with bounds": (
        lambda d: item(d, "questions", "opt_income").update(min=0, max=1),
        "questions.opt_income",
        "Choices have no min, max, step or anchors. Remove them or change the type.",
    ),
    "anchors out of order": (
        lambda d: item(d, "questions", HOURS).update(anchors=[[4, "weekly"], [1, "monthly"]]),
        f"questions.{HOURS}.anchors",
        "Sort the anchors by their numbers, each number once.",
    ),
    "a variant that varies nothing": (
        lambda d: item(d, "flags", "F05_money").update(variants=[{"when": TIGHT}]),
        "flags.F05_money.variants[0]",
        "This changes nothing. Give another level, text or action.",
    ),
    "a career of a thousand years": (
        lambda d: d["timeline"].update(lead_years=[[3, 0.5], [1000, 0.5]]),
        "timeline.lead_years[1]",
        "Use a number of years from 0 to 100.",
    ),
    "a number of years twice": (
        lambda d: d["timeline"].update(lead_years=[[3, 0.5], [3, 0.5]]),
        "timeline.lead_years",
        "A number of years is there twice. Give each its own probability once.",
    ),
    "a number in the billions": (
        lambda d: d["sampling"]["weight_concentration"].update(value=1e12, high=1e12),
        "sampling.weight_concentration.value",
        "1e+12 is out of all proportion. Use at most 1,000,000.",
    ),
    "answers that go together wholly": (
        lambda d: d["sampling"]["dependence"]["strength"].update(value=1, high=1),
        "sampling.dependence.strength.value",
        "The engine works with 0 to 0.95 here.",
    ),
    "answers that go together and are unknown": (
        lambda d: d["sampling"]["dependence"].update(questions=["opt_nothing"]),
        "sampling.dependence.questions[0]",
        "There is no question opt_nothing. Check its spelling or add it.",
    ),
    "an option above itself": (
        lambda d: d["reference_cases"][0].update(
            expected=[{"kind": "above", "option": d["reference_cases"][0]["options"][0]["id"]} | {"other": first(d)}]
        ),
        "REFERENCE.expected[0].other",
        "An option cannot come out above itself. Choose another one.",
    ),
    "an expectation that always holds": (
        lambda d: d["reference_cases"][0].update(expected=[{"kind": "value", "option": first(d), "at_least": 0}]),
        "REFERENCE.expected[0].at_least",
        "Every value lies from 0 to 100. Expect something narrower.",
    ),
}


def first(d: Document) -> str:
    return str(d["reference_cases"][0]["options"][0]["id"])


@pytest.mark.parametrize(("change", "path", "sentence"), ABSURD.values(), ids=ABSURD.keys())
def test_a_value_that_cannot_be_meant_is_refused(change: Change, path: str, sentence: str) -> None:
    doc = document()
    path = path.replace("REFERENCE", f"reference_cases.{doc['reference_cases'][0]['id']}")
    change(doc)
    assert (path, sentence) in [(fault.path, fault.message) for fault in refusal(doc)]


def test_web_addresses_are_taken() -> None:
    for address in ("https://doi.org/10.1000/182", "http://localhost:8000/a?b#c", "https://[2001:db8::1]/"):
        doc = document()
        doc["about"]["source_url"] = address
        assert parse(doc).about.source_url == address


def test_every_text_of_the_schema_says_how_long_it_may_be() -> None:
    """Ids and choices keep a pattern or a list; lists of ids are held to what exists."""
    schema = Ruleset.model_json_schema()
    endless = [
        f"{name}.{key}"
        for name, part in schema["$defs"].items()
        for key, shape in part.get("properties", {}).items()
        if shape.get("type") == "string" and not {"maxLength", "pattern", "enum", "const", "format"} & shape.keys()
    ]
    assert endless == []
