"""The life of an impact report: waiting, running, done; or cancelled, or failed. One runs for a version at a time.

A report belongs to the two documents it compared. Its findings are written once, at the end, so half a result
is never seen. A worker that was killed gives no more sign of life; its report then counts as failed.
"""

import logging
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerpaths.impact.cases import CaseReader, case_source
from careerpaths.impact.findings import impact_findings
from careerpaths.impact.memory import keep_freed_memory
from careerpaths.impact.tally import Tally
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.operations.background import works_in_background
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.findings.batch import Outcomes, outcomes
from careerpaths.scoring.parsing import parse

_State = ImpactReport.State
REPORTS_UNDER_WAY = (_State.WAITING, _State.RUNNING)
SILENCE = timedelta(seconds=60)  # a lot takes about a second, so a worker that is silent for this long was killed
SOON = timedelta(seconds=15)  # an idle worker picks up the work within a second or two
REPORT_WAITS = timedelta(minutes=10)  # in the queue, while no other report is running
MOST_IN_A_REQUEST = 5000
"""How many people are compared if no worker runs: about three seconds of a request."""
KILLED = gettext_lazy("The program comparing the cases stopped before it had finished. Start the comparison again.")
NOT_TAKEN = gettext_lazy("No worker started the comparison. Start one with manage.py worker, then try again.")
MOVED = gettext_lazy("The draft or the live version changed before the work began. Start the comparison again.")
BROKEN = gettext_lazy(
    "The comparison failed, and the error was logged. Start it again, or tell the people who run the site."
)

log = logging.getLogger(__name__)


def _how_many() -> int:
    """How many cases to compare. Counting reads everything stored, so this is part of the background work."""
    stored = case_source().count()
    return stored if works_in_background() else min(stored, MOST_IN_A_REQUEST)


def latest(version: RulesetVersion) -> ImpactReport | None:
    """The newest report of a version. One whose worker gave no sign of life is first marked as failed."""
    report = version.impact_reports.select_related("live", "requested_by").defer("live__document").first()
    if report is not None and (fault := _why_it_is_lost(report)):
        _end(report.pk, _State.FAILED, fault=fault)
        report.refresh_from_db()
    return report


def _why_it_is_lost(report: ImpactReport) -> str:
    now = timezone.now()
    waits_long = report.state == _State.WAITING and now - report.created_at > REPORT_WAITS
    if report.state == _State.WAITING and not works_in_background() and now - report.created_at > SOON:
        return str(NOT_TAKEN)  # requested when there was a queue; without one, asking again does the work at once
    if waits_long and not _somebody_worked_since(now - REPORT_WAITS):
        return str(NOT_TAKEN)
    if report.state == _State.RUNNING and report.heartbeat_at and now - report.heartbeat_at > SILENCE:
        return str(KILLED)
    return ""


def lacks_a_worker(report: ImpactReport) -> bool:
    """Whether no worker has started on it or is busy with another report."""
    now = timezone.now()
    waits = report.state == _State.WAITING and now - report.created_at > SOON
    return waits and not _somebody_worked_since(now - SILENCE)


def _somebody_worked_since(moment: datetime) -> bool:
    """Whether some report was under way. For a million cases that takes many minutes, and the others wait meanwhile."""
    return ImpactReport.objects.filter(heartbeat_at__gte=moment).exists()


def last_result(version: RulesetVersion) -> ImpactReport | None:
    """The newest report that was done."""
    return version.impact_reports.filter(state=_State.DONE).select_related("live").defer("live__document").first()


def is_out_of_date(report: ImpactReport) -> bool:
    """Whether the version has changed since, or another one has become live."""
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).values_list("digest", flat=True).first()
    version = RulesetVersion.objects.filter(pk=report.draft_id).values_list("digest", flat=True).get()
    return (version, live) != (report.draft_digest, report.live_digest)


def cancel(version: RulesetVersion) -> bool:
    """Stop the running work. The worker notices within a second or two. Returns whether there was any."""
    mine = ImpactReport.objects.filter(draft=version)
    waiting = mine.filter(state=_State.WAITING).update(state=_State.CANCELLED, finished_at=timezone.now())
    return bool(waiting + mine.filter(state=_State.RUNNING).update(cancel_asked=True))


def run(pk: int) -> None:
    """Do the work for a report, unless somebody else has started it or it was cancelled."""
    now = timezone.now()
    waiting = ImpactReport.objects.filter(pk=pk, state=_State.WAITING)
    if not waiting.update(state=_State.RUNNING, started_at=now, heartbeat_at=now, total=_how_many()):
        return
    try:
        _compare(ImpactReport.objects.select_related("draft", "live").get(pk=pk))
    except (ImpactReport.DoesNotExist, RulesetVersion.DoesNotExist):
        log.info("impact report %s: the draft was deleted", pk)
    except BaseException:
        _end(pk, _State.FAILED, fault=str(BROKEN))
        raise


def give_up(pk: int) -> None:
    """Nobody is at it any more. One that had ended stays as it is."""
    _end(pk, _State.FAILED, fault=str(KILLED))


def _compare(report: ImpactReport) -> None:
    if is_out_of_date(report):
        _end(report.pk, _State.FAILED, fault=str(MOVED))
        return
    try:
        live, version = (compile_ruleset(parse(one.document)) for one in (report.live, report.draft))
    except RulesetError:
        log.exception("impact report %s: a ruleset cannot be read", report.pk)
        _end(report.pk, _State.FAILED, fault=_("A version cannot be read any more. Check it first."))
        return
    keep_freed_memory()
    tally, reader = Tally(), CaseReader(live.ruleset, version.ruleset)
    if _count(report, live, version, tally, reader):
        result = impact_findings(tally, reader, case_source(), live, version)
        _end(report.pk, _State.DONE, result=result, done=tally.people)


def _count(report: ImpactReport, live: Compiled, version: Compiled, tally: Tally, reader: CaseReader) -> bool:
    """Score one lot after another. Returns whether it reached the end.

    Each ruleset has a thread, and the next lot is read meanwhile: NumPy lets two cores work at the same time.
    """
    with ThreadPoolExecutor(2) as threads:
        scored = deque[tuple[Future[Outcomes], Future[Outcomes]]]()
        for lot in case_source().lots(report.total):
            pairs = [reader.read(stored) for stored in lot]
            before = threads.submit(outcomes, live, [one for one, _ in pairs])
            scored.append((before, threads.submit(outcomes, version, [other for _, other in pairs])))
            if len(scored) > 1 and not _add(report, live, version, tally, scored.popleft()):
                return False
        return all(_add(report, live, version, tally, last) for last in scored) and _goes_on(report, tally.people)


def _add(
    report: ImpactReport,
    live: Compiled,
    version: Compiled,
    tally: Tally,
    scored: tuple[Future[Outcomes], Future[Outcomes]],
) -> bool:
    before, after = scored
    tally.add(live, before.result(), version, after.result())
    return _goes_on(report, tally.people)


def _goes_on(report: ImpactReport, done: int) -> bool:
    """Report the progress, and find out whether the work is still wanted."""
    running = ImpactReport.objects.filter(pk=report.pk, state=_State.RUNNING)
    if running.filter(cancel_asked=True).exists():
        _end(report.pk, _State.CANCELLED)
        return False
    return bool(running.update(done=done, heartbeat_at=timezone.now()))


def _end(pk: int, state: str, **fields: Any) -> None:
    """Finish a report; one that had already ended stays as it is."""
    open_still = ImpactReport.objects.filter(pk=pk, state__in=REPORTS_UNDER_WAY)
    open_still.update(state=state, finished_at=timezone.now(), **fields)
    log.info("impact report %s: %s", pk, state)
