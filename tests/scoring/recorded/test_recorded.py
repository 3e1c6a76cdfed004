"""The rules 1.0 say what they said before their form became data: each number to a billionth."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from careerpaths import rulesets
from careerpaths.scoring.answers import Case, readable_case
from harness.cases import compiled
from tests.scoring.recorded.people import people
from tests.scoring.recorded.saying import said_of

DEMO_CASES = Path(__file__).parents[3] / "assessments" / "demo_cases.yaml"
FILE = Path(__file__).parent / "said.jsonl.gz"
EVERY = 1 if os.environ.get("RECORDED") == "all" else 100  # all of them take some minutes


def written_cases() -> Iterator[Case]:
    """The reference cases, the demo cases and two thousand random people."""
    ruleset = compiled().ruleset
    documents = [case.document() for case in ruleset.reference_cases]
    documents += [demo["case"] for demo in rulesets.read(DEMO_CASES)["cases"]]
    documents += people(ruleset)
    for document in documents:
        yield readable_case(ruleset, document)


def written() -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(FILE.read_bytes()).splitlines()]


def test_as_many_people_are_written_down_as_were_asked() -> None:
    assert len(written()) == sum(1 for _ in written_cases())


def test_the_rules_say_what_they_said(subtests: pytest.Subtests) -> None:
    for n, (case, before) in enumerate(zip(written_cases(), written(), strict=True)):
        if n % EVERY == 0:
            with subtests.test(str(n)):
                assert differences(said_of(compiled(), case), before) == []


def differences(now: Any, before: Any, where: str = "") -> list[str]:
    """Where two things differ: numbers by more than a billionth."""
    if isinstance(before, dict):
        return [line for key in before for line in differences(now[key], before[key], f"{where}.{key}")]
    if isinstance(before, list) and isinstance(now, list) and len(now) == len(before):
        return [
            line
            for n, (a, b) in enumerate(zip(now, before, strict=True))
            for line in differences(a, b, f"{where}[{n}]")
        ]
    if isinstance(before, float) and isinstance(now, float | int) and abs(now - before) <= 1e-9 * max(1, abs(before)):
        return []
    return [] if now == before else [f"{where}: {now} instead of {before}"]
