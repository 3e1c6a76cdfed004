"""Demo cases: made-up people with real questions. They are evaluated like anybody's."""

from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.models import Answer, AnswerState, Assessment, Option
from careerpaths import rulesets
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.ruleset import Ruleset

FILE = Path(__file__).parent / "demo_cases.yaml"


def demo_cases() -> list[dict[str, Any]]:
    """Each with a title and a case in the case format."""
    cases: list[dict[str, Any]] = rulesets.read_yaml(FILE.read_bytes(), FILE.name)["cases"]
    return cases


def example_case(ruleset: Ruleset) -> Case:
    """The case of the public example: the first of the demo cases."""
    return read_case(ruleset, demo_cases()[0]["case"])


@transaction.atomic
def make_demo_cases() -> int:
    """Store the demo cases under the live rules. Returns how many were made: none where some exist."""
    if Assessment.objects.filter(is_demo=True).exists():
        return 0
    live = RulesetVersion.objects.live()
    cases = demo_cases()
    for demo in cases:
        read_case(live.ruleset, demo["case"])
        _store(live, demo)
    return len(cases)


def _store(live: RulesetVersion, demo: dict[str, Any]) -> None:
    assessment = Assessment.objects.create(ruleset=live, title=demo["title"], is_demo=True)
    rows = [_row(assessment, None, key, value) for key, value in demo["case"]["person"].items()]
    for place, data in enumerate(demo["case"]["options"]):
        option = assessment.options.create(name=data["name"], path=data["path"], position=place)
        rows += [_row(assessment, option, key, value) for key, value in data["answers"].items()]
    Answer.objects.bulk_create(rows)


def _row(assessment: Assessment, option: Option | None, question: str, value: Any) -> Answer:
    if value in AnswerState.values:
        return Answer(assessment=assessment, option=option, question=question, state=value)
    return Answer(assessment=assessment, option=option, question=question, state=AnswerState.GIVEN, value=value)
