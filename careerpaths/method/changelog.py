"""The audit log as text: who did what to which version, when and why, and what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from careerpaths.document import Change, Names, beyond_label, describe_kept
from careerpaths.models import RulesetChange, RulesetLogEntry, RulesetVersion

_Action = RulesetLogEntry.Action

_MOST = 300  # changes of an entry that are listed; the comparison of the two versions lists all


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An entry with its changes as text."""

    entry: RulesetLogEntry
    changes: tuple[Change, ...]
    left_out: int

    @property
    def count(self) -> int:
        return len(self.changes) + self.left_out


PUBLIC = (_Action.PUBLISHED, _Action.ROLLED_BACK, _Action.RETIRED)
"""What readers of the site are told: which version was in use, and why."""


def public() -> QuerySet[RulesetLogEntry]:
    """The history of the rules that are or were in use, newest first."""
    return readable(RulesetLogEntry.objects.filter(action__in=PUBLIC))


def found(q: str = "", version: str = "", action: str = "") -> QuerySet[RulesetLogEntry]:
    """Entries that contain every word, in the reason, a path, a name or a label."""
    entries = RulesetLogEntry.objects.all()
    if version:
        entries = entries.filter(version__version=version)
    if action:
        entries = entries.filter(action=action)
    for word in q.replace("\0", "").split():
        paths = RulesetChange.objects.filter(path__icontains=word).values("entry")
        entries = entries.filter(
            Q(note__icontains=word)
            | Q(pk__in=paths)
            | Q(by__username__icontains=word)
            | Q(by__first_name__icontains=word)
            | Q(by__last_name__icontains=word)
            | Q(version__version__icontains=word)
        )
    return entries


def readable(entries: QuerySet[RulesetLogEntry]) -> QuerySet[RulesetLogEntry]:
    """Entries with everything shown about them."""
    changes = Prefetch("changes", RulesetChange.objects.order_by("pk"))
    return entries.select_related("by", "version").defer("version__document").prefetch_related(changes)


def said_of(entries: Iterable[RulesetLogEntry]) -> list[Said]:
    """Entries as text. A document is read once for all entries of its version."""
    kept = list(entries)
    changed = {entry.version_id for entry in kept if entry.changes.all()}
    documents = dict(RulesetVersion.objects.filter(pk__in=changed).values_list("pk", "document"))
    names = {pk: Names({}, document) for pk, document in documents.items()}
    return [_said(entry, names.get(entry.version_id, Names({}, {}))) for entry in kept]


def _said(entry: RulesetLogEntry, names: Names) -> Said:
    changes = beyond_label(
        describe_kept(change.path, change.before, change.after, names) for change in entry.changes.all()
    )
    return Said(entry=entry, changes=changes[:_MOST], left_out=max(0, len(changes) - _MOST))
