"""Advisors and mentees: invitations, consents that can be withdrawn at any time, and the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.access import consents_for, key_digest
from assessments.lasting import end_of_day_in
from assessments.models import AdvisorNote, Assessment, Comment, Consent, Invitation
from assessments.sharing.redaction import last_shown_answer, shared_page, shown_progress
from assessments.wording.form_with_faults import Refused
from careerpaths.operations.once import new_secret

MOST_INVITATIONS = 50  # open at the same time, for one advisor
MOST_BESIDE = 4  # cases side by side


# --- invitations ------------------------------------------------------------------------------------------------


def invite(advisor: User, *, label: str, days: int) -> tuple[Invitation, str]:
    """A new invitation and its token, which is not kept. Several mentees may use it. Raises `Refused`."""
    token = new_secret()
    if made := advisor.invitations.filter(digest=key_digest(token)).first():  # by the same form, sent before
        return made, token
    if open_invitations().filter(advisor=advisor).count() >= MOST_INVITATIONS:
        raise Refused(_("%(count)d invitations are open. Close one first.") % {"count": MOST_INVITATIONS})
    invitation = Invitation.objects.create(
        advisor=advisor, label=label, digest=key_digest(token), expires_at=end_of_day_in(days)
    )
    return invitation, token


def open_invitations() -> QuerySet[Invitation]:
    """Those that are neither closed nor expired, of advisors whose accounts are active."""
    return Invitation.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), advisor__is_active=True)


def by_token(token: str) -> Invitation | None:
    return open_invitations().filter(digest=key_digest(token)).select_related("advisor").first()


def close(invitation: Invitation) -> None:
    """No further mentee can accept it. Those who did keep their consent until they withdraw it."""
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])


# --- consent ----------------------------------------------------------------------------------------------------


@transaction.atomic
def agree(invitation: Invitation, assessment: Assessment, *, mentee_name: str, **grants: bool) -> Consent:
    """Let the advisor see what the mentee chose. A new consent replaces the old one and takes over its notes."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    open_one = Consent.objects.filter(advisor=invitation.advisor, assessment=assessment, withdrawn_at=None)
    before = open_one.first()
    open_one.update(withdrawn_at=timezone.now())
    consent = Consent.objects.create(
        invitation=invitation, advisor=invitation.advisor, assessment=assessment, mentee_name=mentee_name, **grants
    )
    if before:
        AdvisorNote.objects.filter(consent=before).update(consent=consent)
        Comment.objects.filter(consent=before).update(consent=consent)
    return consent


def change_consent(consent: Consent, *, mentee_name: str, **grants: bool) -> None:
    """Let the advisor see more or less from the next page on. Their notes and comments stay."""
    Consent.objects.filter(pk=consent.pk).update(mentee_name=mentee_name, given_at=timezone.now(), **grants)


def withdraw(consent: Consent) -> None:
    """From the next page on, the advisor sees nothing. Their notes are deleted too, as both sides were told.

    Decision, November 2026: a note belongs to its advisor, but it is about a person who no longer agrees, and this site
    holds it only for that purpose. Price: the advisor has to keep a copy elsewhere of what they need.
    """
    with transaction.atomic():
        AdvisorNote.objects.filter(consent=consent).delete()
        Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


def given(assessment: Assessment) -> QuerySet[Consent]:
    """The open consents of a comparison, for its owner."""
    return assessment.consents.filter(withdrawn_at=None).select_related("advisor")


def has_desk(user: User) -> bool:
    """Whether somebody uses the desk: has ever invited a mentee, or is shown a comparison."""
    return user.invitations.exists() or consents_for(user).exists()


# --- the desk ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """One mentee on the desk."""

    consent: Consent
    answered: int
    asked: int
    last_answer: datetime | None  # only of shown answers, because a hidden one must leave no trace


def desk(advisor: User) -> dict[str, Any]:
    """The mentees and how far they have got, the latest answer first, and the invitations."""
    lines = sorted(map(_line, consents_for(advisor)), key=lambda line: line.last_answer or line.consent.given_at)
    open_ones = set(open_invitations().filter(advisor=advisor).values_list("pk", flat=True))
    rows = [{"invitation": one, "is_open": one.pk in open_ones} for one in advisor.invitations.all()]
    invitations = {
        "open": [row for row in rows if row["is_open"]],
        "ended": [row for row in rows if not row["is_open"]],
    }
    return {"lines": lines[::-1], "invitations": invitations, "most": MOST_BESIDE}


def _line(consent: Consent) -> DeskLine:
    progress = shown_progress(consent.assessment, consent)
    return DeskLine(
        consent=consent,
        answered=progress.done,
        asked=len(progress.questions),
        last_answer=last_shown_answer(consent.assessment, consent),
    )


def case_page(consent: Consent) -> dict[str, Any]:
    """What the advisor is shown of one case."""
    note = AdvisorNote.objects.filter(consent=consent).first()
    shown = shared_page(consent.assessment, consent)
    return {"consent": consent, "note": note, "places": case_places(consent), **shown}


def case_places(consent: Consent) -> dict[str, str]:
    """The addresses of one case at the desk."""
    places = {"result": "desk-case", "plan": "desk-plan", "comment": "desk-comment"}
    return {place: reverse(f"assessments:{name}", args=[consent.uid]) for place, name in places.items()}


def beside(advisor: User, uids: list[str]) -> list[dict[str, Any]]:
    """Up to four cases side by side, in the order they were chosen."""
    found = {consent.uid: consent for consent in consents_for(advisor)}
    chosen = [found[uid] for uid in dict.fromkeys(uids) if uid in found][:MOST_BESIDE]
    return [{"consent": consent, "page": shared_page(consent.assessment, consent)["page"]} for consent in chosen]


def keep_note(consent: Consent, text: str) -> None:
    """The advisor's own note. An empty one is removed."""
    if text.strip():
        AdvisorNote.objects.update_or_create(consent=consent, defaults={"text": text})
    else:
        AdvisorNote.objects.filter(consent=consent).delete()
