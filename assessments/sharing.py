"""Share links: made, listed, opened, revoked. Of token and passphrase only a fingerprint and a slow hash are kept."""

from datetime import datetime, timedelta
from typing import Any

import segno
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.access import digest_of, new_key
from assessments.lasting import end_of_day_in
from assessments.models import Assessment, ShareLink

DAYS = 30  # until a link expires, unless its owner says otherwise
MOST_DAYS = 365
MOST_LINKS = 50  # open at the same time, for one comparison
SHORTEST_PASSPHRASE = 8  # characters
FREE_TRIES = 5  # wrong passphrases in a row before the link waits
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)  # doubled with each further wrong one

NOBODY = make_password(None)  # compared with where a link has no passphrase to compare with


class TooManyLinks(ValueError):
    """A comparison that is shared too often already, with one sentence."""


def make(
    assessment: Assessment, *, label: str, days: int, passphrase: str = "", **grants: bool
) -> tuple[ShareLink, str]:
    """A new link and its token, which is not kept. Raises `TooManyLinks`."""
    if assessment.links.open().count() >= MOST_LINKS:
        raise TooManyLinks(_("%(count)d links are open. Close one to make room.") % {"count": MOST_LINKS})
    token = new_key()
    link = assessment.links.create(
        label=label,
        digest=digest_of(token),
        passphrase=make_password(passphrase) if passphrase else "",
        expires_at=end_of_day_in(days),
        **grants,
    )
    return link, token


def revoke(link: ShareLink) -> None:
    """Close a link for good. Whoever has it open sees nothing from the next page on."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])


def state_of(link: ShareLink, now: datetime | None = None) -> str:
    """`open`, `expired` or `revoked`."""
    if link.revoked_at is not None:
        return "revoked"
    return "open" if link.expires_at > (now or timezone.now()) else "expired"


# --- passphrases ----------------------------------------------------------------------------------------------


@transaction.atomic
def try_passphrase(link: ShareLink, passphrase: str) -> bool:
    """Whether this opens the link. After some wrong ones it waits, and then the right one does not open it either.

    A hash is computed in every case, so that the time says nothing.
    """
    link = ShareLink.objects.select_for_update().get(pk=link.pk)
    right = check_password(passphrase, link.passphrase or NOBODY)
    now = timezone.now()
    if link.locked_until and link.locked_until > now:
        return False
    link.failed_tries = 0 if right else link.failed_tries + 1
    link.locked_until = None if right else _wait(link.failed_tries, now)
    link.save(update_fields=["failed_tries", "locked_until"])
    return right


def _wait(failed: int, now: datetime) -> datetime | None:
    if failed < FREE_TRIES:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** min(failed - FREE_TRIES, 10)
    return now + min(wait, LONGEST_WAIT)


UNLOCKED = "unlocked_links"  # in the session: address of a link -> fingerprint of the passphrase's hash


def unlock(request: HttpRequest, link: ShareLink) -> None:
    """Remember that this browser knew the passphrase."""
    request.session[UNLOCKED] = {**request.session.get(UNLOCKED, {}), link.uid: digest_of(link.passphrase)}


def is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    """Whether the link needs no passphrase, or this browser knew the one that it has now."""
    return not link.passphrase or request.session.get(UNLOCKED, {}).get(link.uid) == digest_of(link.passphrase)


# --- what the owner sees --------------------------------------------------------------------------------------


def table(assessment: Assessment) -> list[dict[str, Any]]:
    """The owner's links with their state, the newest first."""
    now = timezone.now()
    return [{"link": link, "state": state_of(link, now)} for link in assessment.links.all()]


def qr_code(address: str) -> str:
    """The address as an SVG picture, black on white whatever the page's colours are."""
    return segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr")
