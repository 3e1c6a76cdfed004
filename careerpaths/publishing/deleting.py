"""Deleting a draft. Its audit log goes with it, so another version's log records what was deleted, by whom and why."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext, ngettext

from careerpaths.models import RulesetVersion
from careerpaths.publishing.audit import Action, record
from careerpaths.publishing.refusals import PublishingError, VersionState, lock, need_a_reason, need_unchanged

_SHORT = 12  # characters of a digest, enough to tell versions apart


def delete_draft(draft: RulesetVersion, *, by: User | None = None, note: str, seen: str = "") -> None:
    """Remove a draft with its log and its impact reports. `seen` is the digest of the content the person looked at."""
    need_a_reason(note, gettext("Say why this draft is deleted."))
    with transaction.atomic():
        lock(draft)
        if reason := reason_to_keep(draft):
            raise PublishingError(reason)
        need_unchanged(draft, seen)
        if keeper := _keeper(draft):
            said = gettext("Draft %(label)s (digest %(digest)s…): %(why)s")
            told = said % {"label": draft.version, "digest": draft.digest[:_SHORT], "why": note.strip()}
            record(keeper, Action.DELETED, by=by, note=told)
        draft.delete()


def reason_to_keep(draft: RulesetVersion) -> str:
    """Why it cannot be deleted, in a sentence; empty if it can.

    A plan to publish must be cancelled first: it was made with the permission to publish, which editors do not have.
    An approval does not prevent deletion, because any edit would void the approval.
    """
    if draft.state != VersionState.DRAFT:
        return gettext("Only a draft can be deleted.")
    if draft.scheduled_for is not None:
        return gettext("Publishing this draft is planned. Cancel the plan first.")
    if labels := [*draft.drafts.order_by("pk").values_list("version", flat=True)]:
        said = ngettext(
            "Version %(labels)s was opened from this draft, so it cannot be deleted.",
            "Versions %(labels)s were opened from this draft, so it cannot be deleted.",
            len(labels),
        )
        return said % {"labels": ", ".join(labels)}
    if _keeper(draft) is None:
        return gettext("There is no published version whose audit log can record this. Publish a version first.")
    return ""


def _keeper(draft: RulesetVersion) -> RulesetVersion | None:
    """The version whose log records the deletion: the nearest published version it comes from, or else the live one.

    Not another draft, because that could be deleted as well, and the entry with it.
    """
    base = draft.based_on
    while base is not None and base.state == VersionState.DRAFT:
        base = base.based_on
    return base or RulesetVersion.objects.filter(state=VersionState.LIVE).first()
