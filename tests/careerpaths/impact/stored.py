"""Cases as they are stored, and the source a comparison reads them from."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from assessments.models import Answer, AnswerState, Assessment
from careerpaths import publishing
from careerpaths.impact import asking
from careerpaths.impact.cases import Example, StoredCase
from careerpaths.models import ImpactReport, RulesetVersion
from harness.cases import FULL, OF_PATH, PERSON

State = ImpactReport.State
PHD = ("phd", FULL)
JOB = ("rc_nonprofit", {**FULL, **OF_PATH["rc_nonprofit"]})


def stored(*options: tuple[str, dict[str, Any]], person: dict[str, Any] = PERSON) -> StoredCase:
    return StoredCase(texts(person), [(path, texts(answers)) for path, answers in options])  # type: ignore[misc]


def texts(answers: dict[str, Any]) -> dict[str, str]:
    return {question: json.dumps(answer) for question, answer in answers.items()}


class Source:
    """A test's own cases, in place of the stored ones."""

    cases: Sequence[StoredCase] = ()
    size = 1000

    def examples(self) -> Sequence[Example]:
        return []

    def shown_questions(self) -> Sequence[str]:
        return ()

    def count(self) -> int:
        return len(self.cases)

    def lots(self, most: int | None = None) -> Iterator[Sequence[StoredCase]]:
        some = list(self.cases[:most])
        for start in range(0, len(some), self.size):
            yield some[start : start + self.size]


def edit(draft: RulesetVersion, change: Any) -> RulesetVersion:
    changed = copy.deepcopy(draft.document)
    change(changed)
    return publishing.save_draft(draft, changed)


def found(draft: RulesetVersion) -> dict[str, Any]:
    report = asking.ask_for_report(draft)
    assert report.state == State.DONE, report.fault
    assert report.result is not None
    result: dict[str, Any] = report.result
    return result


def jobs_before_phds(changed: dict[str, Any]) -> None:
    """An adjustment that reverses the order of a PhD and a job."""
    changed["adjustments"] = [
        {
            "id": "jobs",
            "name": "Jobs first.",
            "when": {"path": ["phd"]},
            "target": "value",
            "action": "add",
            "amount": -30,
            "rationale": "For a test.",
            "source": ["assumption"],
        }
    ]


def person(ruleset: RulesetVersion, **fields: Any) -> Assessment:
    """A stored comparison of a PhD and a job with an answer of each kind."""
    kept = Assessment.objects.create(ruleset=ruleset, **fields)
    phd, job = (kept.options.create(path=path, position=n) for n, path in enumerate(("phd", "rc_ra")))
    Answer.objects.create(assessment=kept, question="goal_role", state=AnswerState.GIVEN, value="research_lead")
    Answer.objects.create(assessment=kept, option=phd, question="opt_mentor_hours", state=AnswerState.GIVEN, value=2.5)
    Answer.objects.create(assessment=kept, option=job, question="opt_peers", state=AnswerState.NOT_SURE)
    return kept
