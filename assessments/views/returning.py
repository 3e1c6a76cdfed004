"""Coming back: continue, rename, another browser, an account, leaving a shared computer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import for_owner, key_for, once_for_a_browser, personal, remember_key
from assessments.coming_back import browsers
from assessments.models import NAME_LENGTH, Assessment
from assessments.sharing.links import qr_code
from assessments.wording.typed import one_line
from careerpaths.operations.limits import forgive, limited
from careerpaths.operations.once import NothingMade, once
from careerpaths.operations.refusals import UNPROCESSABLE


@require_safe
@for_owner
def go_on(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Go to the next open step."""
    return redirect(browsers.next_step(assessment))


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def rename(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Give the comparison a name."""
    if request.method != "POST":
        return render(request, "assessments/rename.html", {"assessment": assessment, "typed": assessment.title})
    typed = one_line(request.POST.get("title", ""))
    if len(typed) > NAME_LENGTH:
        message = _("Use at most %(most)d characters.") % {"most": NAME_LENGTH}
        context = {"assessment": assessment, "typed": typed, "faults": [{"target": "id_title", "message": message}]}
        return render(request, "assessments/rename.html", context, status=UNPROCESSABLE)
    assessment.title = typed
    assessment.save(update_fields=["title"])
    return redirect("assessments:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@once
def transfer(request: HttpRequest) -> HttpResponse:
    """Create a one-time address for another browser. It is only shown now."""
    context: dict[str, object] = {"minutes": browsers.TRANSFER_MINUTES}
    if request.method == "POST":
        token = browsers.make_transfer(request)
        if token is None:
            messages.error(
                request, _("This browser has no key to a comparison. Sign in to open what is in an account.")
            )
            return NothingMade(reverse("assessments:mine"))
        address = request.build_absolute_uri(reverse("assessments:arrive", args=[token]))
        context |= {"address": address, "qr": qr_code(address)}
    return render(request, "assessments/transfer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("secret")
@personal
@once_for_a_browser
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the address changes nothing; its button lets this browser in, once."""
    found = browsers.open_transfer(token)
    if found is None:
        return render(request, "assessments/shared_closed.html", status=404)
    if request.method != "POST":
        return render(request, "assessments/arrive.html")
    key = key_for(request)
    if not browsers.carry_over(found, key):
        return render(request, "assessments/shared_closed.html", status=404)
    forgive(request, "secret")
    return remember_key(redirect("assessments:mine"), key)


@require_POST
@personal
def forget(request: HttpRequest) -> HttpResponse:
    """Leave a computer that others use."""
    messages.success(request, _("This browser no longer opens anything of yours."))
    return browsers.forget_browser(request, redirect("assessments:home"))


@require_POST
@login_required
@personal
def claim_all(request: HttpRequest) -> HttpResponse:
    """Put what this browser has into the account."""
    count = browsers.claim(request)
    said = ngettext("%d comparison is now in your account.", "%d comparisons are now in your account.", count) % count
    messages.success(request, said)
    return redirect("assessments:mine")


@require_POST
@for_owner
def release_comparison(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Remove a comparison from the account again."""
    browsers.release(assessment)
    messages.success(request, _("The comparison is no longer in an account. Browsers that have its key still open it."))
    return redirect("assessments:mine")
