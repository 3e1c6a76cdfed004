"""What the holder of a share link sees."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import sharing
from assessments.access import by_share_token, personal
from assessments.models import ShareLink
from assessments.redaction import shared_page
from careerpaths.operations.limits import limited


def for_holder(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the open link, once its passphrase is known. Whatever is not open answers alike."""

    @personal
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = by_share_token(token)
        if link is None:
            return render(request, "assessments/shared_closed.html", status=404)
        if not sharing.is_unlocked(request, link):
            return redirect("assessments:shared-unlock", token)
        return view(request, link, token=token, **kwargs)

    return wrapped


@require_safe
@for_holder
def result(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    sharing.note_view(link)
    context = {"link": link, "token": token, **shared_page(link.assessment, link)}
    return render(request, "assessments/shared.html", context)


@require_safe
@for_holder
def plan(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    context = {"link": link, "token": token, **shared_page(link.assessment, link)}
    return render(request, "assessments/shared_plan.html", context)


@require_http_methods(["GET", "POST"])
@limited("secret")
@personal
def unlock(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the passphrase. A wrong one and one that comes while the link waits are answered alike."""
    link = by_share_token(token)
    if link is None:
        return render(request, "assessments/shared_closed.html", status=404)
    refused = False
    if request.method == "POST":
        if sharing.try_passphrase(link, request.POST.get("passphrase", "")):
            sharing.unlock(request, link)
            return redirect("assessments:shared", token)
        refused = True
    return render(request, "assessments/shared_unlock.html", {"refused": refused}, status=422 if refused else 200)
