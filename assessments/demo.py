"""Demo cases: made-up people with real questions. They are evaluated like any other."""

from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.models import Assessment
from assessments.questionnaire.answers import fill
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
    """Store the demo cases under the live rules. Returns how many were created: 0 if some exist."""
    if Assessment.objects.filter(is_demo=True).exists():
        return 0
    live = RulesetVersion.objects.live()
    cases = demo_cases()
    for demo in cases:
        assessment = Assessment.objects.create(ruleset=live, title=demo["title"], is_demo=True)
        fill(assessment, read_case(live.ruleset, demo["case"]))
    return len(cases)
