"""Start, continue, come back, delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import access
from assessments.access import (
    by_return_token,
    for_answering,
    for_owner,
    let_in,
    make_return_link,
    once_for_a_browser,
    personal,
)
from assessments.coming_back import comparisons
from assessments.models import Assessment
from assessments.questionnaire import beginning
from assessments.wording.special_questions import GOAL
from careerpaths.operations.limits import limited
from careerpaths.operations.once import once


@require_POST
@limited("begin")
@personal
@once_for_a_browser
def start(request: HttpRequest) -> HttpResponse:
    assessment = beginning.begin()
    return let_in(request, redirect("assessments:question", assessment.uid, GOAL), assessment)


@require_safe
@personal
def my_comparisons(request: HttpRequest) -> HttpResponse:
    return access.renew_key(request, render(request, "assessments/mine.html", comparisons.my_page(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
@once
def link(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    context: dict[str, object] = {"assessment": assessment}
    if request.method == "POST":
        address = reverse("assessments:return", args=[make_return_link(assessment)])
        context["address"] = request.build_absolute_uri(address)
    return render(request, "assessments/link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; its button opens the assessment in this browser."""
    assessment = by_return_token(token)
    if request.method == "POST":
        return let_in(request, redirect("assessments:tasks", assessment.uid), assessment)
    return render(request, "assessments/return.html", {"assessment": assessment})


@require_http_methods(["GET", "HEAD", "POST"])
@for_answering
def delete_comparison(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if request.method == "POST":
        is_opinion = assessment.opinion_on_id is not None
        comparisons.delete_for_good(assessment)
        said = _("Your second opinion was taken back.") if is_opinion else _("Your comparison was deleted for good.")
        messages.success(request, said)
        return redirect("assessments:mine")
    context = {"assessment": assessment, "goes": comparisons.what_goes(assessment)}
    return render(request, "assessments/delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def delete_everything(request: HttpRequest) -> HttpResponse:
    """Delete everything that this browser and this account have."""
    if request.method == "POST":
        count = comparisons.delete_all(list(access.mine(request)))
        messages.success(request, ngettext("%d comparison was deleted.", "%d comparisons were deleted.", count) % count)
        return redirect("assessments:mine")
    return render(request, "assessments/delete_all.html", {"assessments": access.mine(request)})


@require_POST
@for_answering
def details(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    beginning.open_details(assessment, opened=request.POST.get("details") == "on")
    return redirect("assessments:tasks", assessment.uid)


@require_safe
@for_answering
def other_role(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/other_role.html", beginning.other_role_context(assessment))
