"""Comparisons that nobody opened for a long time are deleted, with everything that belongs to them."""

from datetime import date

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from assessments.models import Assessment, BrowserTransfer

BATCH = 500  # comparisons in one transaction


def last_kept_day(today: date) -> date:
    """Comparisons that were last opened before this day are deleted."""
    months = today.year * 12 + today.month - 1 - settings.EXPIRE_MONTHS
    return date(months // 12, months % 12 + 1, min(today.day, 28))


def unused(today: date) -> QuerySet[Assessment]:
    """What nobody opened since then. Demo cases stay, and second opinions go with what they are about."""
    day = last_kept_day(today)
    old = Q(last_used_on__lt=day) | Q(last_used_on=None, updated_at__date__lt=day)
    return Assessment.objects.filter(old, is_demo=False, opinion_on=None)


def expire() -> int:
    """Delete what is unused, batch by batch. Returns how many comparisons went; none where EXPIRE_MONTHS is 0."""
    if not settings.EXPIRE_MONTHS:
        return 0
    gone, today = 0, timezone.now().date()
    while pks := list(unused(today).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        Assessment.objects.filter(pk__in=pks).update(leaning=None)
        Assessment.objects.filter(pk__in=pks).delete()
        gone += len(pks)
    BrowserTransfer.objects.filter(expires_at__lt=timezone.now()).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return gone


@task
def expire_unused() -> int:
    """The same in the background."""
    return expire()
