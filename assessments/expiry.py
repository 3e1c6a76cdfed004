"""Comparisons that nobody opened for a long time are deleted, with everything that belongs to them.

Decision, November 2026: the models cascade in Python, not in the database (`DB_CASCADE`). Why: Django wants a whole
chain of references to cascade in the same way, and accounts belong to Django's own models, which cascade in Python.
Price: about twenty statements for each batch, which take a fifth of its time.
"""

import logging
from collections.abc import Sequence
from datetime import date
from itertools import batched
from time import sleep
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from assessments.exports import drawing
from assessments.models import Assessment, BrowserTransfer
from careerpaths.operations import once
from careerpaths.operations.background import CAN_WAIT, remove_old_results

BATCH = 100  # comparisons in one transaction, which takes a few tenths of a second
SMALL_BATCH = 1000  # rows that nothing depends on
REST = 0.12  # seconds between two batches: a process waiting for SQLite's lock checks every tenth of a second
MANY, MOST_SHARE = (
    20,
    0.5,
)  # more comparisons than this that are also a larger share than this are not deleted without confirmation

log = logging.getLogger(__name__)


class TooMany(RuntimeError):
    """So many comparisons would be deleted at once that a wrong clock or setting is more likely than real disuse."""


def last_kept_day(today: date) -> date:
    """Comparisons that were last opened before this day are deleted."""
    months = today.year * 12 + today.month - 1 - settings.EXPIRE_MONTHS
    return date(months // 12, months % 12 + 1, min(today.day, 28))


def unused(today: date) -> QuerySet[Assessment]:
    """Comparisons not opened since then. Demo cases stay, and second opinions go with the comparison they are about."""
    day = last_kept_day(today)
    old = Q(last_used_on__lt=day) | Q(last_used_on=None, updated_at__date__lt=day)
    return Assessment.objects.filter(old, is_demo=False, opinion_on=None)


def check_share(going: int, today: date) -> None:
    """Raises `TooMany`."""
    if going <= MANY:
        return
    all_of_them = Assessment.objects.filter(is_demo=False, opinion_on=None).count()
    if going > MOST_SHARE * all_of_them:
        raise TooMany(
            f"{going} of {all_of_them} comparisons were not opened since {last_kept_day(today)}. Nothing was deleted. "
            f"If the clock and EXPIRE_MONTHS are right, run manage.py expire --even-most."
        )


def expire(*, even_most: bool = False) -> int:
    """Delete unused comparisons and everything that has expired. Returns how many comparisons went: 0 if EXPIRE_MONTHS
    is 0.

    Raises `TooMany` if more than half would go at once, unless `even_most` is set.
    """
    gone = _delete_unused(timezone.now().date(), even_most=even_most) if settings.EXPIRE_MONTHS else 0
    _delete_what_ran_out()
    return gone


def _delete_unused(today: date, *, even_most: bool) -> int:
    going = unused(today)
    pks = _keys(going)
    if not even_most:
        check_share(len(pks), today)
    return _delete(going, pks, BATCH)


def _delete_what_ran_out() -> None:
    now = timezone.now()
    transfers, sessions = (
        BrowserTransfer.objects.filter(expires_at__lt=now),
        Session.objects.filter(expire_date__lt=now),
    )
    for over in (transfers, sessions, once.ran_out()):
        _delete(over, _keys(over), SMALL_BATCH)
    drawing.remove_old.call()
    remove_old_results()


def _keys(rows: QuerySet[Any]) -> Sequence[Any]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _delete(rows: QuerySet[Any], pks: Sequence[Any], size: int) -> int:
    """Delete the rows that still qualify, in batches. Returns how many there were.

    Each batch is a separate transaction, with a pause before the next, so that others can write meanwhile. If this
    stops early, the rest goes the next time. What somebody is using right now stays.
    """
    gone = 0
    for n, batch in enumerate(batched(pks, size)):
        if n:
            sleep(REST)
        with transaction.atomic():
            still = _keys(rows.filter(pk__in=batch).select_for_update(skip_locked=True))
            rows.model._default_manager.filter(pk__in=still).delete()
        gone += len(still)
    return gone


@task(priority=CAN_WAIT)
def expire_unused(*, even_most: bool = False) -> int:
    """The same, done by a worker."""
    try:
        return expire(even_most=even_most)
    except TooMany as fault:
        log.error("%s", fault)
        raise
