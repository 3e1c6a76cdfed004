"""Publishing at a set time. Either exactly what was planned is published, or nothing, and the plan stays visible."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.document.fields import TIME_OF_PUBLISHING
from careerpaths.document.words import Change
from careerpaths.models import RulesetVersion
from careerpaths.publishing.audit import Action, record
from careerpaths.publishing.going_live import Seen, need_to_be_ready, ready
from careerpaths.publishing.refusals import PublishingError, VersionState, lock, need, need_a_reason
from careerpaths.publishing.tasks import carry_out_at

_LONGEST = timedelta(days=366)


def schedule(
    draft: RulesetVersion, *, at: datetime, note: str, by: User | None = None, seen: Seen | None = None
) -> RulesetVersion:
    """Plan to publish a draft. It must be ready to publish now, and again when it is due."""
    need_a_reason(note, gettext("Say why this version is published."))
    now = timezone.now()
    if not now < at <= now + _LONGEST:
        raise PublishingError(gettext("Choose a time from now to a year ahead."))
    seen = ready(draft, seen)
    with transaction.atomic():
        lock(draft)
        need_to_be_ready(draft, seen)
        before = draft.scheduled_for
        draft.scheduled_for, draft.scheduled_note, draft.scheduled_by = at, note.strip(), by
        draft.scheduled_base_id = seen.live
        draft.save()
        record(draft, Action.SCHEDULED, by=by, note=note, changes=[_moved(before, at)])
        carry_out_at(at)
    return draft


def unschedule(draft: RulesetVersion, *, by: User | None = None, note: str = "") -> RulesetVersion:
    """Cancel a plan. The draft stays."""
    with transaction.atomic():
        lock(draft)
        need(draft, VersionState.DRAFT, gettext("This version was published already."))
        if draft.scheduled_for is None:
            raise PublishingError(gettext("Publishing this draft is not planned."))
        change = _moved(draft.scheduled_for, None)
        draft.scheduled_for, draft.scheduled_note = None, ""
        draft.scheduled_by, draft.scheduled_base = None, None
        draft.save()
        record(draft, Action.UNSCHEDULED, by=by, note=note, changes=[change])
    return draft


def _moved(before: datetime | None, after: datetime | None) -> Change:
    """The plan's time as a line of the log."""
    said = [when.isoformat(timespec="minutes") if when else None for when in (before, after)]
    return Change(
        path=TIME_OF_PUBLISHING,
        part=TIME_OF_PUBLISHING,
        before=said[0],
        after=said[1],
        subject="",
        said_before="",
        said_after="",
    )
