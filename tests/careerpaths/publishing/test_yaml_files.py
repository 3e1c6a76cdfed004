"""Export and import: a version comes back byte for byte, whatever an editor wrote."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths import rulesets
from careerpaths.rulesets.writing import write_yaml
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from harness.documents import document

BASE = parse(document()).document()

ODD = ["no", "on", "Yes", "null", "~", "1e5", "0x1f", "1_000", "2026-11-23", "12:30:45", "=", "<<", "-", "'", '"']
ODD += ["%TAG", "@x", "`y`", "{z}", "[z]", "!tag", "&anchor", "*alias", "|", ">", ".inf", "0o7", "trailing:", "é", "😀"]
ODD += ["007", "1.", "+1", ".5", "true", "? a", "# b", ": c", "a: b", "a\tb", "two\nlines", "a\rb"]
ODD += ["\u2028", "\x85", "\ufeffx", "\x07"]

texts = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(lambda text: text.strip()),
)


def exported(doc: dict[str, Any]) -> str:
    ruleset = parse(doc)
    return write_yaml(ruleset.document(), ruleset.digest)


def test_the_shipped_rules_survive_export_and_import() -> None:
    once = exported(BASE)

    assert exported(rulesets.read_yaml(once, "export")) == once
    assert rulesets.read_yaml(once, "export") == BASE


@settings(max_examples=10, deadline=None)
@given(title=texts, note=texts, label=texts, lead=st.floats(0, 0.3), amount=st.floats(-1e6, 1e6, allow_nan=False))
def test_edited_rules_survive_export_and_import(title: str, note: str, label: str, lead: float, amount: float) -> None:
    doc = copy.deepcopy(BASE)
    doc["title"], doc["about"]["not_modelled"] = title, [note, label]
    first, second = doc["criteria"][:2]
    total = first["weights"]["lead"] + second["weights"]["lead"]
    first["weights"]["lead"], second["weights"]["lead"] = lead, total - lead
    doc["questions"][0]["choices"][0]["label"] = label
    doc["curves"][0]["note"] = note
    doc["adjustments"] = [
        {
            "id": "an_adjustment",
            "name": label,
            "when": {"all": [{"always": True}, {"path": ["phd"]}]},
            "target": "value",
            "action": "add",
            "amount": 0.1 + amount * 1e-12,
            "rationale": note,
            "source": ["assumption"],
        }
    ]
    try:
        once = exported(doc)
    except RulesetError:
        return  # a sum that is off by more than rounding, or an amount out of bounds

    back = rulesets.read_yaml(once, "export")

    assert exported(back) == once
    assert parse(back).digest == parse(doc).digest


@pytest.mark.parametrize("odd", ODD)
def test_text_stays_text(odd: str) -> None:
    doc = {"name": "x", "version": "1", "text": odd, odd: [odd, {"key": odd}]}

    assert rulesets.read_yaml(write_yaml(doc, ""), "export") == doc


@pytest.mark.parametrize("number", [0.1, 1e-07, 1e22, -0.0, 1.0, 3, -17, 10**18, 0.30000000000000004])
def test_a_number_stays_the_same_number(number: float) -> None:
    doc = {"name": "x", "version": "1", "number": number}

    back = rulesets.read_yaml(write_yaml(doc, ""), "export")

    assert repr(back["number"]) == repr(number)
