"""Publishing at a time. What was planned is what is published, or nothing is, and the plan stays in sight."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.difference.fields import TIME_OF_PUBLISHING
from careerpaths.difference.words import Change
from careerpaths.models import RulesetVersion
from careerpaths.publishing.going_live import Seen, live_key, need_to_be_ready, publish, ready
from careerpaths.publishing.journal import Action, record
from careerpaths.publishing.refusals import PublishingError, State, lock, need, need_a_reason
from careerpaths.scoring.faults import RulesetError

LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """What became of a plan whose time had come."""

    version: RulesetVersion
    refusal: str = ""  # a sentence; empty: it was published


def schedule(
    draft: RulesetVersion, *, at: datetime, note: str, by: User | None = None, seen: Seen | None = None
) -> RulesetVersion:
    """Plan to publish a draft. It must be fit to be published now, and again when its time has come."""
    need_a_reason(note, gettext("Say why this version is published."))
    now = timezone.now()
    if not now < at <= now + LONGEST:
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
    return draft


def unschedule(draft: RulesetVersion, *, by: User | None = None, note: str = "") -> RulesetVersion:
    """Take a plan back. The draft stays."""
    with transaction.atomic():
        lock(draft)
        need(draft, State.DRAFT, gettext("This version was published already."))
        if draft.scheduled_for is None:
            raise PublishingError(gettext("Publishing this draft is not planned."))
        change = _moved(draft.scheduled_for, None)
        draft.scheduled_for, draft.scheduled_note = None, ""
        draft.scheduled_by, draft.scheduled_base = None, None
        draft.save()
        record(draft, Action.UNSCHEDULED, by=by, note=note, changes=[change])
    return draft


def obstacle(draft: RulesetVersion) -> str:
    """Why a plan cannot be carried out as it was made, in a sentence; empty where it can, as far as is known now."""
    if draft.scheduled_base_id != live_key():
        return gettext("Another version became live since this was planned. Compare with it, then plan again.")
    if _planned_digest(draft) != draft.digest:
        return gettext("The draft was changed since this was planned. Look at the change, then plan again.")
    return ""


def publish_due(*, now: datetime | None = None) -> list[Due]:
    """Publish every draft whose time has come. One that is refused keeps its plan, for somebody to look at."""
    now = now or timezone.now()
    waiting = RulesetVersion.objects.drafts().filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")
    return [_carry_out(draft) for draft in waiting]


def _carry_out(draft: RulesetVersion) -> Due:
    if refusal := obstacle(draft):
        return Due(version=draft, refusal=refusal)
    seen = Seen(digest=_planned_digest(draft), live=draft.scheduled_base_id)
    try:
        publish(draft, note=draft.scheduled_note, by=draft.scheduled_by, seen=seen)
    except PublishingError as error:
        return Due(version=draft, refusal=str(error))
    except RulesetError as error:
        return Due(version=draft, refusal=str(error.faults[0]))
    return Due(version=draft)


def _planned_digest(draft: RulesetVersion) -> str:
    """The content that was to be published, as the log kept it."""
    entry = draft.log.filter(action=Action.SCHEDULED).first()
    return entry.digest if entry else ""


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
