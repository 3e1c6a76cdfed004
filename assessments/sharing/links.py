"""Share links: made, listed, opened, revoked. Of token and passphrase only a fingerprint and a slow hash are kept."""

import unicodedata
from datetime import datetime
from typing import Any

import segno
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.access import key_digest
from assessments.lasting import end_of_day_in
from assessments.models import Assessment, ShareLink
from assessments.wording.form_with_faults import Refused
from careerpaths.operations import limits
from careerpaths.operations.once import new_secret

DAYS = 30  # until a link expires, unless its owner says otherwise
MOST_DAYS = 365
MOST_LINKS = 50  # open at the same time, for one comparison
SHORTEST_PASSPHRASE = 8  # characters


def make(
    assessment: Assessment, *, label: str, days: int, passphrase: str = "", **grants: bool
) -> tuple[ShareLink, str]:
    """A new link and its token, which is not kept. Raises `Refused`."""
    token = new_secret()
    if made := assessment.links.filter(digest=key_digest(token)).first():  # by the same form, sent before
        return made, token
    _make_room(assessment)
    link = assessment.links.create(
        label=label,
        digest=key_digest(token),
        passphrase=make_password(_as_typed(passphrase)) if passphrase else "",
        expires_at=end_of_day_in(days),
        **grants,
    )
    return link, token


def change_link(link: ShareLink, *, label: str, days: int, **grants: bool) -> ShareLink:
    """Change the label, last day or rights; the address stays, and an expired link opens again. Raises
    `Refused`."""
    if state_of(link) != "open":
        _make_room(link.assessment)
    link.label, link.expires_at = label, end_of_day_in(days)
    for right, granted in grants.items():
        setattr(link, right, granted)
    link.save(update_fields=["label", "expires_at", *grants])
    return link


def days_left(link: ShareLink) -> int:
    """Days until the link ends, or what a new one would get if it has ended."""
    if state_of(link) != "open":
        return DAYS
    return (timezone.localdate(link.expires_at) - timezone.localdate()).days


def _make_room(assessment: Assessment) -> None:
    if assessment.links.open().count() >= MOST_LINKS:
        raise Refused(_("%(count)d links are open. Close one to make room.") % {"count": MOST_LINKS})


def revoke(link: ShareLink) -> None:
    """Close a link for good. Anyone who has it open sees nothing from the next page on."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])


def state_of(link: ShareLink, now: datetime | None = None) -> str:
    """`open`, `expired` or `revoked`."""
    if link.revoked_at is not None:
        return "revoked"
    return "open" if link.expires_at > (now or timezone.now()) else "expired"


# --- passphrases ----------------------------------------------------------------------------------------------


def try_passphrase(request: HttpRequest, link: ShareLink, passphrase: str) -> bool:
    """Whether this passphrase opens the link. Raises `TooOften` after several wrong ones, and then checks none. Each
    network has its own tries, so nobody locks the link for others. All networks together have a limit too, so that
    guessing from many networks is slow.
    """
    limits.count(request, "passphrase", link.uid)
    limits.count_all("passphrase of all", link.uid)
    if not check_password(_as_typed(passphrase), link.passphrase):
        return False
    limits.forgive(request, "secret")
    limits.start_over(request, "passphrase", link.uid)
    limits.start_over_all("passphrase of all", link.uid)
    return True


def _as_typed(passphrase: str) -> str:
    """The same for every way of typing it: a keyboard may compose letters, a chat program may add a space."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


UNLOCKED = "unlocked_links"  # in the session: address of a link -> fingerprint of the passphrase's hash


def unlock(request: HttpRequest, link: ShareLink) -> None:
    """Remember that this browser knew the passphrase."""
    request.session[UNLOCKED] = {**request.session.get(UNLOCKED, {}), link.uid: key_digest(link.passphrase)}


def is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    """Whether the link needs no passphrase, or this browser knew the one that it has now."""
    return not link.passphrase or request.session.get(UNLOCKED, {}).get(link.uid) == key_digest(link.passphrase)


def opinion_places(token: str) -> dict[str, str]:
    """The addresses of a link's pages, as its holder opens them."""
    pages = {"result": "shared", "plan": "shared-plan", "unlock": "shared-unlock", "opinion": "opinion-begin"}
    forms = {"comment": "shared-comment", "copy": "shared-copy"}
    return {place: reverse(f"assessments:{name}", args=[token]) for place, name in {**pages, **forms}.items()}


# --- what the owner sees --------------------------------------------------------------------------------------


def table(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """The owner's links with their state, the newest first: those that are open, and those that have ended."""
    now = timezone.now()
    rows = [{"link": link, "state": state_of(link, now)} for link in assessment.links.all()]
    return {
        "open": [row for row in rows if row["state"] == "open"],
        "ended": [row for row in rows if row["state"] != "open"],
    }


def qr_code(address: str) -> str:
    """The address as an SVG QR code, black on white whatever the page's colours."""
    return segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr")


PREVIEWED = ("plan", "unlock", "opinion")  # in addition to the result


def preview_places(link: ShareLink) -> dict[str, str]:
    """Where the owner sees the pages that the link opens; its forms lead nowhere."""
    uid = link.assessment.uid
    places = {page: reverse("assessments:share-preview-page", args=[uid, link.uid, page]) for page in PREVIEWED}
    result = reverse("assessments:share-preview", args=[uid, link.uid])
    return {"result": result, "links": reverse("assessments:share", args=[uid]), **places}
