"""The life of a ruleset version: each step is one function that checks, writes and logs.

A version starts as a draft, becomes live once, and is retired when another takes its place. A document is parsed
before it is stored and again before it is published, so an invalid document never becomes live. Each function
takes the person who did it (`by`; none for a command) and writes the log in the same transaction as the change.
"""

from careerpaths.publishing.approving import approve, editors, is_approved, last_editor, may_approve, needs_approval
from careerpaths.publishing.deleting import delete_draft, reason_to_keep
from careerpaths.publishing.drafts import add_draft, import_draft, next_label, open_draft, save_draft
from careerpaths.publishing.going_live import Seen, checks_failing, publish, retire, roll_back
from careerpaths.publishing.plans import Due, missed, obstacle, publish_due
from careerpaths.publishing.refusals import ChecksFailed, DraftChanged, PublishingError
from careerpaths.publishing.scheduling import schedule, unschedule

__all__ = [
    "ChecksFailed",
    "DraftChanged",
    "Due",
    "PublishingError",
    "Seen",
    "add_draft",
    "approve",
    "checks_failing",
    "delete_draft",
    "editors",
    "import_draft",
    "is_approved",
    "last_editor",
    "may_approve",
    "missed",
    "needs_approval",
    "next_label",
    "obstacle",
    "open_draft",
    "publish",
    "publish_due",
    "reason_to_keep",
    "retire",
    "roll_back",
    "save_draft",
    "schedule",
    "unschedule",
]
