"""Comparisons that nobody opened for a long time are deleted, with everything that belongs to them."""

import logging
from datetime import date

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from assessments.exports import drawing
from assessments.models import Assessment, BrowserTransfer
from careerpaths.operations.background import CAN_WAIT, remove_old_results

BATCH = 500  # comparisons in one transaction
MANY, MOST_SHARE = 20, 0.5  # more than so many comparisons, and more than this share of all, are not deleted unasked

log = logging.getLogger(__name__)


class TooMany(RuntimeError):
    """So many comparisons would go at once that a wrong clock or setting is more likely than so much disuse."""


def last_kept_day(today: date) -> date:
    """Comparisons that were last opened before this day are deleted."""
    months = today.year * 12 + today.month - 1 - settings.EXPIRE_MONTHS
    return date(months // 12, months % 12 + 1, min(today.day, 28))


def unused(today: date) -> QuerySet[Assessment]:
    """What nobody opened since then. Demo cases stay, and second opinions go with what they are about."""
    day = last_kept_day(today)
    old = Q(last_used_on__lt=day) | Q(last_used_on=None, updated_at__date__lt=day)
    return Assessment.objects.filter(old, is_demo=False, opinion_on=None)


def check_share(today: date) -> None:
    """Raises `TooMany`."""
    going, all_of_them = unused(today).count(), Assessment.objects.filter(is_demo=False, opinion_on=None).count()
    if going > MANY and going > MOST_SHARE * all_of_them:
        raise TooMany(
            f"{going} of {all_of_them} comparisons were not opened since {last_kept_day(today)}. Nothing was deleted. "
            f"If the clock and EXPIRE_MONTHS are right, run manage.py expire --even-most."
        )


def expire(*, even_most: bool = False) -> int:
    """Delete what is unused, and what ran out. Returns how many comparisons went; none where EXPIRE_MONTHS is 0.

    Raises `TooMany` where most of all would go at once, unless `even_most` are to go.
    """
    today = timezone.now().date()
    if settings.EXPIRE_MONTHS and not even_most:
        check_share(today)
    gone = _delete_unused(today) if settings.EXPIRE_MONTHS else 0
    _delete_what_ran_out()
    return gone


def _delete_unused(today: date) -> int:
    """Batch by batch."""
    gone = 0
    while pks := list(unused(today).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        Assessment.objects.filter(pk__in=pks).update(leaning=None)
        Assessment.objects.filter(pk__in=pks).delete()
        gone += len(pks)
    return gone


def _delete_what_ran_out() -> None:
    BrowserTransfer.objects.filter(expires_at__lt=timezone.now()).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    drawing.remove_old.call()
    remove_old_results()


@task(priority=CAN_WAIT)
def expire_unused(*, even_most: bool = False) -> int:
    """The same by a worker."""
    try:
        return expire(even_most=even_most)
    except TooMany as fault:
        log.error("%s", fault)
        raise
