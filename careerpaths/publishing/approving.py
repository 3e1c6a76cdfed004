"""The second person: where the setting APPROVAL is on, nobody's own last edit becomes live without another's word."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.models import RulesetVersion
from careerpaths.publishing.journal import Action, record
from careerpaths.publishing.refusals import PublishingError, State, lock, need, need_unchanged

EDITS = (Action.OPENED, Action.IMPORTED, Action.SAVED)


def needs_approval(draft: RulesetVersion) -> bool:
    """Whether a second person must approve it. The first version of a site needs none: nobody is there to ask."""
    return bool(settings.APPROVAL) and not is_approved(draft) and RulesetVersion.objects.published().exists()


def is_approved(draft: RulesetVersion) -> bool:
    """Whether somebody approved exactly this content."""
    return bool(draft.approved_digest) and draft.approved_digest == draft.digest


def last_editor(draft: RulesetVersion) -> User | None:
    """Who touched the content last; nobody where a command did or the account is gone."""
    entry = draft.log.filter(action__in=EDITS).select_related("by").first()
    return entry.by if entry else draft.created_by


def approve(draft: RulesetVersion, *, by: User, note: str = "", seen: str = "") -> RulesetVersion:
    """Say that this content may be published. `seen` is the digest of the content that was looked at."""
    with transaction.atomic():
        lock(draft)
        need(draft, State.DRAFT, gettext("Only a draft can be approved."))
        need_unchanged(draft, seen)
        if last_editor(draft) == by:
            raise PublishingError(gettext("You changed this draft last. Ask a second person to approve it."))
        draft.approved_by, draft.approved_at, draft.approved_digest = by, timezone.now(), draft.digest
        draft.save(update_fields=["approved_by", "approved_at", "approved_digest"])
        record(draft, Action.APPROVED, by=by, note=note)
    return draft


def void_approval(draft: RulesetVersion, *, by: User | None) -> None:
    """Take back an approval of other content. Call it inside the transaction that changed the draft."""
    if not draft.approved_digest or is_approved(draft):
        return
    draft.approved_by, draft.approved_at, draft.approved_digest = None, None, ""
    draft.save(update_fields=["approved_by", "approved_at", "approved_digest"])
    record(draft, Action.APPROVAL_VOID, by=by, note=gettext("The draft was changed after it was approved."))


def need_approval(draft: RulesetVersion) -> None:
    if needs_approval(draft):
        raise PublishingError(gettext("A second person must approve this draft before it is published."))
