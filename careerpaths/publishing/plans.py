"""Plans to publish: whether they can still be carried out, and doing so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.models import RulesetVersion
from careerpaths.publishing.audit import Action
from careerpaths.publishing.going_live import Seen, live_key, publish, ready
from careerpaths.publishing.refusals import PublishingError
from careerpaths.scoring.faults import RulesetError

GRACE = timedelta(minutes=2)  # for a worker or a timer to get to it


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """The outcome of a plan that was due."""

    version: RulesetVersion
    refusal: str = ""  # a sentence; empty if it was published


def obstacle(draft: RulesetVersion) -> str:
    """Why a plan cannot be carried out as it was made, in a sentence; empty if it can, as far as is known now."""
    if draft.scheduled_base_id != live_key():
        return gettext("Another version became live since this was planned. Compare with it, then plan again.")
    if _planned_digest(draft) != draft.digest:
        return gettext("The draft was changed since this was planned. Look at the change, then plan again.")
    return ""


def missed(draft: RulesetVersion) -> str:
    """Why the time of a plan has passed and nothing was published, in a sentence; empty if it is still ahead."""
    if draft.scheduled_for is None or timezone.now() < draft.scheduled_for + GRACE:
        return ""
    if reason := obstacle(draft):
        return reason
    try:
        ready(draft, Seen.now(draft))
    except PublishingError as error:
        return str(error)
    except RulesetError as error:
        return str(error.faults[0])
    return gettext(
        "Nothing carried it out. Start a worker, or have a timer run manage.py ruleset due; it then goes live."
    )


def publish_due(*, now: datetime | None = None) -> list[Due]:
    """Publish every draft that is due. One that is refused keeps its plan, for somebody to look at."""
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
    """The content to be published, as recorded in the log."""
    entry = draft.log.filter(action=Action.SCHEDULED).first()
    return entry.digest if entry else ""
