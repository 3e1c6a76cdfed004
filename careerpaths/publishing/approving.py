"""The second person: if the setting APPROVAL is on, nobody can approve their own edits."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.models import RulesetVersion
from careerpaths.publishing.audit import Action, record
from careerpaths.publishing.refusals import PublishingError, VersionState, lock, need, need_unchanged

EDITS = (Action.OPENED, Action.IMPORTED, Action.SAVED)


def needs_approval(draft: RulesetVersion) -> bool:
    """Whether a second person must approve it. The first version of a site needs none: there is nobody to ask."""
    return bool(settings.APPROVAL) and not is_approved(draft) and RulesetVersion.objects.published().exists()


def is_approved(draft: RulesetVersion) -> bool:
    """Whether somebody approved exactly this content."""
    return bool(draft.approved_digest) and draft.approved_digest == draft.digest


def last_editor(draft: RulesetVersion) -> User | None:
    """Who edited the content last; nobody if a command did or the account has been deleted."""
    entry = draft.log.filter(action__in=EDITS).select_related("by").first()
    return entry.by if entry else draft.created_by


def editors(draft: RulesetVersion) -> QuerySet[User]:
    """Who opened, imported or edited it and still has an account."""
    return User.objects.filter(pk__in=draft.log.filter(action__in=EDITS).values("by")).order_by("username")


def may_approve(draft: RulesetVersion, by: User) -> bool:
    """Whether this is somebody else's work: they have changed nothing in it since it was last approved or live."""
    return by.pk not in _editors(draft)


def _editors(draft: RulesetVersion) -> set[int | None]:
    """Who has edited since the last approval. A draft opened from another draft inherits its editors."""
    if draft.published_at:
        return set()
    approval = draft.log.filter(action=Action.APPROVED).first()
    edits = draft.log.filter(action__in=EDITS)
    if approval:
        return set(edits.filter(pk__gt=approval.pk).values_list("by", flat=True))
    before = _editors(draft.based_on) if draft.based_on else set()
    return {draft.created_by_id, *edits.values_list("by", flat=True), *before}


def approve(draft: RulesetVersion, *, by: User, note: str = "", seen: str = "") -> RulesetVersion:
    """Approve this content for publishing. `seen` is the digest of the content the person looked at."""
    with transaction.atomic():
        lock(draft)
        need(draft, VersionState.DRAFT, gettext("Only a draft can be approved."))
        need_unchanged(draft, seen)
        if not may_approve(draft, by):
            said = gettext("Part of this draft is your own work. Ask somebody who did not edit it to approve it.")
            raise PublishingError(said)
        draft.approved_by, draft.approved_at, draft.approved_digest = by, timezone.now(), draft.digest
        draft.save(update_fields=["approved_by", "approved_at", "approved_digest"])
        record(draft, Action.APPROVED, by=by, note=note)
    return draft


def void_approval(draft: RulesetVersion, *, by: User | None) -> None:
    """Withdraw an approval of different content. Call it inside the transaction that changed the draft."""
    if not draft.approved_digest or is_approved(draft):
        return
    draft.approved_by, draft.approved_at, draft.approved_digest = None, None, ""
    draft.save(update_fields=["approved_by", "approved_at", "approved_digest"])
    record(draft, Action.APPROVAL_VOID, by=by, note=gettext("The draft was changed after it was approved."))


def need_approval(draft: RulesetVersion) -> None:
    if needs_approval(draft):
        raise PublishingError(gettext("A second person must approve this draft before it is published."))
