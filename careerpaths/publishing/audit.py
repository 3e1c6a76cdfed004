"""Writing the audit log: one entry for each action, in the transaction that does it."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from careerpaths.document import Change
from careerpaths.models import RulesetChange, RulesetLogEntry, RulesetVersion

Action = RulesetLogEntry.Action
log = logging.getLogger("careerpaths.publishing")

SAID: Mapping[str, str] = {
    Action.OPENED: "ruleset draft added",
    Action.IMPORTED: "ruleset imported",
    Action.SAVED: "ruleset draft saved",
    Action.APPROVED: "ruleset approved",
    Action.APPROVAL_VOID: "ruleset approval void",
    Action.SCHEDULED: "ruleset to be published",
    Action.UNSCHEDULED: "ruleset no longer to be published",
    Action.PUBLISHED: "ruleset published",
    Action.RETIRED: "ruleset retired",
    Action.ROLLED_BACK: "ruleset rolled back to",
    Action.DELETED: "ruleset draft deleted, logged with",
}
"""For operators: lines of the site's log, which are not translated and name nobody."""


def record(
    version: RulesetVersion,
    action: Action,
    *,
    by: User | None,
    note: str = "",
    changes: Iterable[Change] = (),
    at: datetime | None = None,
) -> RulesetLogEntry:
    """Record what was done. Call it inside the transaction that does it."""
    entry = RulesetLogEntry.objects.create(
        version=version, action=action, by=by, note=note.strip(), digest=version.digest, at=at or timezone.now()
    )
    RulesetChange.objects.bulk_create(
        RulesetChange(entry=entry, path=change.path, before=change.before, after=change.after) for change in changes
    )
    because = f", because: {note.strip()}" if note.strip() else ""
    log.info("%s: %s, digest %s%s", SAID[action], version, version.digest, because)
    return entry
