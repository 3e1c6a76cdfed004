"""Who draws a PDF: the request that asks for it or, if there is one, a worker.

Worker and site may share nothing but the database, so the worker leaves the file there for an hour. A file belongs to
the content that it shows. Looking changes nothing: a killed worker is given up after a time limit.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.tasks import TaskResult, task
from django.tasks.signals import task_finished
from django.utils import timezone

from assessments.exports import as_pdf
from assessments.exports.bundle import Bundle
from assessments.models import Assessment, DrawnPdf
from careerpaths.operations.background import SOMEBODY_WAITS, has_failed, works_in_background

DRAWN_FOR = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=2)  # in the queue, behind other work
LONGEST_DRAWING = timedelta(minutes=1)  # it takes about a second, so a worker that needs this long was killed

_State = DrawnPdf.State


class NotDrawn(LookupError):
    """A worker has to draw it first."""


class Stand(StrEnum):
    """How far the PDF of a comparison has got."""

    NONE = "none"
    WAITING = "waiting"
    DRAWING = "drawing"
    READY = "ready"
    CHANGED = "changed"  # there is one, but the comparison has changed since
    LOST = "lost"
    FAILED = "failed"


UNDER_WAY = (Stand.WAITING, Stand.DRAWING)


def write_drawn(kept: Bundle) -> bytes:
    """The PDF of the comparison as it is now. Raises `NoPdf`, or `NotDrawn` if a worker has to draw it first."""
    if not works_in_background():
        return as_pdf.write_pdf(kept)
    done = DrawnPdf.objects.filter(assessment=kept.assessment, state=_State.DONE, since__gt=timezone.now() - DRAWN_FOR)
    content = done.filter(digest=as_pdf.digest(as_pdf.html(kept))).values_list("content", flat=True).first()
    if content is None:
        raise NotDrawn
    return bytes(content)


def stand_of(kept: Bundle) -> Stand:
    """Its progress. The current comparison is only written out if there is a file to compare it with."""
    pdf = DrawnPdf.objects.filter(assessment=kept.assessment).defer("content").first()
    if pdf is None:
        return Stand.NONE
    age = timezone.now() - pdf.since
    match pdf.state:
        case _State.WAITING:
            return Stand.WAITING if age < LONGEST_WAIT else Stand.LOST
        case _State.DRAWING:
            return Stand.DRAWING if age < LONGEST_DRAWING else Stand.LOST
        case _State.FAILED:
            return Stand.FAILED
    if age >= DRAWN_FOR:
        return Stand.NONE
    return Stand.READY if pdf.digest == as_pdf.digest(as_pdf.html(kept)) else Stand.CHANGED


def ask_for_pdf(kept: Bundle) -> None:
    """Have it drawn, unless the same content is already drawn or under way. Raises `NoPdf`."""
    if not as_pdf.is_possible():
        raise as_pdf.NoPdf
    digest = as_pdf.digest(as_pdf.html(kept))
    with transaction.atomic():
        mine = DrawnPdf.objects.filter(assessment=Assessment.objects.select_for_update().get(pk=kept.assessment.pk))
        if mine.filter(digest=digest).exists() and stand_of(kept) in {*UNDER_WAY, Stand.READY}:
            return
        mine.delete()
        pdf = mine.create(assessment=kept.assessment, digest=digest, since=timezone.now())
        draw_pdf.enqueue(pdf.pk)  # committed with the transaction, because the queue is in the same database


@task(priority=SOMEBODY_WAITS)
def draw_pdf(pk: int) -> None:
    """Draw the comparison as it is now, unless somebody else has started it or it is no longer wanted."""
    mine = DrawnPdf.objects.filter(pk=pk)
    if not mine.filter(state=_State.WAITING).update(state=_State.DRAWING, since=timezone.now()):
        return
    html = as_pdf.html(Bundle(Assessment.objects.get(drawn_pdf=pk)))
    mine.update(digest=as_pdf.digest(html))
    mine.update(state=_State.DONE, content=as_pdf.pdf_of(html), since=timezone.now())
    remove_old.using(run_after=timezone.now() + DRAWN_FOR).enqueue()


@receiver(task_finished)
def drawing_failed(task_result: TaskResult[Any, Any], **kwargs: object) -> None:
    """Nobody draws it any more: something went wrong, or the worker was killed and another took its name."""
    if has_failed(task_result, draw_pdf):
        unfinished = DrawnPdf.objects.filter(pk=task_result.args[0], state__in=(_State.WAITING, _State.DRAWING))
        unfinished.update(state=_State.FAILED, since=timezone.now())


@task
def remove_old() -> None:
    """Remove files and requests that are older than an hour."""
    DrawnPdf.objects.filter(since__lte=timezone.now() - DRAWN_FOR).delete()
