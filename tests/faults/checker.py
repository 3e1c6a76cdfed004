"""Holds what clients were told against what is stored: a line for each thing that is not as it must be."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django_tasks_db.models import DBTaskResult

from assessments.models import Answer, AnswerChange, AnswerState
from careerpaths.models import ImpactReport, RulesetVersion

Sent = list[dict[str, Any]]


def lost_answers(sent: Sent) -> Iterator[str]:
    """The last answer that a client was told of stands, unless one that it was not told of came after it.

    And each one that it was told of is in the history.
    """
    cells: dict[tuple[str, str], Sent] = defaultdict(list)
    for one in sent:
        cells[one["uid"], one["question"]].append(one)
    for (uid, question), tries in cells.items():
        where = {"assessment__uid": uid, "question": question}
        answer = Answer.objects.filter(**where).first()
        stored = answer and (answer.value if answer.state == AnswerState.GIVEN else answer.state)
        if stored not in allowed(tries):
            yield f"{uid} {question}: {stored!r} is stored, {sorted(allowed(tries), key=str)} was saved last"
        kept = Counter(AnswerChange.objects.filter(**where).values_list("answer", flat=True))
        for value, many in Counter(one["value"] for one in tries if one["told"]).items():
            if kept[value] < many:
                yield f"{uid} {question}: {value!r} was saved {many} times, the history knows {kept[value]}"


def allowed(tries: Sent) -> set[str | None]:
    """What may be stored after these tries."""
    told = [place for place, one in enumerate(tries) if one["told"]]
    after = tries[told[-1] + 1 :] if told else tries
    last: set[str | None] = {tries[told[-1]]["value"]} if told else {None}
    return last | {one["value"] for one in after}


def half_published() -> Iterator[str]:
    """One version is live, and each published one is what its digest says."""
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).count()
    if live != 1:
        yield f"{live} versions of the rules are live"
    for version in RulesetVersion.objects.published():
        if not version.is_intact():
            yield f"{version} is not what its digest says"


def tasks_left() -> Iterator[str]:
    """Each task was taken up once, and has ended well or visibly not."""
    for task in DBTaskResult.objects.all():
        if task.status not in ("SUCCESSFUL", "FAILED"):
            yield f"task {task.task_path} is {task.status}"
        if len(task.worker_ids) > 1:
            yield f"task {task.task_path} was taken up {len(task.worker_ids)} times"
    for report in ImpactReport.objects.exclude(state__in=("done", "failed", "cancelled")):
        yield f"impact report {report.pk} is {report.state}"


def wrong(file: str) -> Iterator[str]:
    """All of it, for the ledger in this file."""
    sent: Sent = json.loads(Path(file).read_text())
    yield from lost_answers(sent)
    yield from half_published()
    yield from tasks_left()
