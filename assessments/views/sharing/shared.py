"""What the holder of a share link sees."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import by_share_token, let_in, once_for_a_browser, personal
from assessments.models import ShareLink
from assessments.sharing import comments, links, visits
from assessments.sharing.comment_forms import CommentForm
from assessments.sharing.redaction import redacted_case, shared_page, shown_names
from assessments.sharing.start_from_shared import start_from
from careerpaths.operations.limits import limited
from careerpaths.operations.once import once
from careerpaths.operations.refusals import UNPROCESSABLE


def closed(request: HttpRequest) -> HttpResponse:
    """The response for every link that does not work."""
    return render(request, "assessments/shared_closed.html", status=404)


def holder_page(link: ShareLink) -> dict[str, Any]:
    """The shared result, with the comments its holder has made and may make."""
    context = {"link": link, **shared_page(link.assessment, link)}
    if link.may_comment:
        context["form"] = CommentForm(shown_names(link.assessment, link))
        context["comments"] = comments.seen_by(link.assessment, link)
    return context


def for_holder(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the open link, once its passphrase is known. All links that are not open look the same."""

    @personal
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = by_share_token(token)
        if link is None:
            return closed(request)
        if not links.is_unlocked(request, link):
            return _locked(request, token)
        return view(request, link, token=token, **kwargs)

    return wrapped


def _locked(request: HttpRequest, token: str) -> HttpResponse:
    """Redirect to the page that asks for the passphrase; show it with a text that was just sent and would be lost."""
    if request.POST.get("text"):
        return render(request, "assessments/shared_unlock.html", {"places": links.opinion_places(token)}, status=403)
    return redirect("assessments:shared-unlock", token)


@require_safe
@for_holder
def shared_result(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    response = render(request, "assessments/shared.html", {"places": links.opinion_places(token), **holder_page(link)})
    return visits.count_visit(request, response, link, token)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("say")
@for_holder
@once
def comment(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    """Post a comment. One that is refused comes back as typed."""
    if not link.may_comment:
        return closed(request)
    if request.method != "POST":
        return redirect("assessments:shared", token)
    form = CommentForm(shown_names(link.assessment, link), request.POST)
    if form.is_valid() and form.say(link.assessment, link):
        messages.success(request, _("Your comment was sent."))
        return redirect(reverse("assessments:shared", args=[token]) + "#comments")
    context = {"link": link, "places": links.opinion_places(token), "form": form}
    return render(request, "assessments/comment_again.html", context, status=UNPROCESSABLE)


@require_POST
@limited("begin")
@for_holder
@once_for_a_browser
def start_from_this(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    """Start from this: what was shown becomes the visitor's own comparison."""
    title = link.assessment.title if link.shows_names else ""
    assessment = start_from(redacted_case(link.assessment, link), title)
    messages.success(request, _("This is your own copy. What you change here stays here."))
    return let_in(request, redirect("assessments:tasks", assessment.uid), assessment)


@require_safe
@for_holder
def shared_plan(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    context = {"link": link, "places": links.opinion_places(token), **shared_page(link.assessment, link)}
    return visits.count_visit(request, render(request, "assessments/shared_plan.html", context), link, token)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("secret")
@personal
def unlock_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the passphrase."""
    link = by_share_token(token)
    if link is None:
        return closed(request)
    if links.is_unlocked(request, link):
        return redirect("assessments:shared", token)
    context: dict[str, Any] = {"places": links.opinion_places(token)}
    if request.method != "POST":
        return render(request, "assessments/shared_unlock.html", context)
    if links.try_passphrase(request, link, request.POST.get("passphrase", "")):
        links.unlock(request, link)
        return redirect("assessments:shared", token)
    said = _("That did not work. Check the passphrase with the person who sent you the link.")
    context["faults"] = [{"target": "id_passphrase", "message": said}]
    return render(request, "assessments/shared_unlock.html", context, status=UNPROCESSABLE)
