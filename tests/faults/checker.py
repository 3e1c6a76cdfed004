"""Compares what clients were told with what is stored, and returns a line for each problem."""

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
    """Each client's last confirmed answer is stored, unless an unconfirmed one came after it.

    Every confirmed answer must also be in the history.
    """
    cells: dict[tuple[str, str], Sent] = defaultdict(list)
    for one in sent:
        cells[one["uid"], one["question"]].append(one)
    for (uid, question), tries in cells.items():
        where = {"assessment__uid": uid, "question": question}
        answer = Answer.objects.filter(**where).first()
        stored = answer and (answer.value if answer.state == AnswerState.GIVEN else answer.state)
        if stored not in allowed(tries):
            yield f"{uid} {question}: {stored!r} is stored, but {sorted(allowed(tries), key=str)} was saved last"
        kept = Counter(AnswerChange.objects.filter(**where).values_list("answer", flat=True))
        for value, many in Counter(one["value"] for one in tries if one["told"]).items():
            if kept[value] < many:
                yield f"{uid} {question}: {value!r} was saved {many} times, but is {kept[value]} times in the history"


def allowed(tries: Sent) -> set[str | None]:
    """The values that may be stored after these attempts."""
    told = [place for place, one in enumerate(tries) if one["told"]]
    after = tries[told[-1] + 1 :] if told else tries
    last: set[str | None] = {tries[told[-1]]["value"]} if told else {None}
    return last | {one["value"] for one in after}


def half_published() -> Iterator[str]:
    """One version is live, and each published one matches its digest."""
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).count()
    if live != 1:
        yield f"{live} versions of the rules are live"
    for version in RulesetVersion.objects.published():
        if not version.is_intact():
            yield f"{version} does not match its digest"


def tasks_left() -> Iterator[str]:
    """Each task was started once, and has succeeded or visibly failed."""
    for task in DBTaskResult.objects.all():
        if task.status not in ("SUCCESSFUL", "FAILED"):
            yield f"task {task.task_path} is {task.status}"
        if len(task.worker_ids) > 1:
            yield f"task {task.task_path} was started {len(task.worker_ids)} times"
    for report in ImpactReport.objects.exclude(state__in=("done", "failed", "cancelled")):
        yield f"impact report {report.pk} is {report.state}"


def wrong(file: str) -> Iterator[str]:
    """All problems, for the ledger in this file."""
    sent: Sent = json.loads(Path(file).read_text())
    yield from lost_answers(sent)
    yield from half_published()
    yield from tasks_left()
