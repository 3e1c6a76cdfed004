"""Coming back: another browser, an account, a name, the next step, and leaving a shared computer."""

from datetime import timedelta

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils import timezone

from assessments.access import BROWSER, forget_key, key_digest, key_of, mine, open_the_same
from assessments.models import Assessment, AssessmentKey, BrowserTransfer
from assessments.questionnaire.progress import progress_of
from careerpaths.operations.once import new_secret

TRANSFER_MINUTES = 15


def next_step(assessment: Assessment) -> str:
    """Where to go on: the options, the first question that is open, or the result."""
    if not assessment.options.present().exists():
        return reverse("assessments:options", args=[assessment.uid])
    asked = progress_of(assessment).next_after("")
    if asked is None:
        return reverse("assessments:result", args=[assessment.uid])
    return reverse("assessments:question", args=[assessment.uid, asked.question.id])


# --- another browser --------------------------------------------------------------------------------------------


def make_transfer(request: HttpRequest) -> str | None:
    """A one-time token that gives another browser what this one has, or nothing if this one has nothing."""
    key = key_of(request)
    if not key or not AssessmentKey.objects.filter(kind=BROWSER, digest=key_digest(key)).exists():
        return None
    token = new_secret()
    if BrowserTransfer.objects.filter(digest=key_digest(token)).exists():  # created by the same form, sent earlier
        return token
    BrowserTransfer.objects.filter(browser_digest=key_digest(key)).delete()
    expires = timezone.now() + timedelta(minutes=TRANSFER_MINUTES)
    BrowserTransfer.objects.create(digest=key_digest(token), browser_digest=key_digest(key), expires_at=expires)
    return token


def open_transfer(token: str) -> BrowserTransfer | None:
    """The transfer with this token, while it can be used."""
    return BrowserTransfer.objects.filter(digest=key_digest(token), used_at=None, expires_at__gt=timezone.now()).first()


@transaction.atomic
def carry_over(transfer: BrowserTransfer, key: str) -> bool:
    """Let another browser open what the first one may. False if somebody else was quicker."""
    now = timezone.now()
    if not BrowserTransfer.objects.filter(pk=transfer.pk, used_at=None).update(used_at=now):
        return False
    open_the_same(transfer.browser_digest, key)
    return True


def forget_browser(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Close everything to this browser and sign out. Accounts and return links still open it elsewhere."""
    logout(request)  # also forgets the passphrases that were entered here
    rotate_token(request)  # an old form cannot be sent again to get back in
    forget_key(request, response)
    return response


# --- an account -------------------------------------------------------------------------------------------------


def claim(request: HttpRequest) -> int:
    """Put this browser's comparisons into the account that is signed in. Returns how many were new there."""
    user = request.user
    if not user.is_authenticated:
        return 0
    key = key_of(request)
    keys = AssessmentKey.objects.filter(kind=BROWSER, digest=key_digest(key))
    own = mine(request).filter(owner=None, pk__in=keys.values("assessment"))
    return Assessment.objects.filter(pk__in=list(own.values_list("pk", flat=True))).update(owner=user)


def release(assessment: Assessment) -> None:
    """Take a comparison out of its account. The browsers that have its key still open it."""
    assessment.owner = None
    assessment.save(update_fields=["owner"])
