"""A second opinion: an advisor starts it, and the owner reads it and takes over answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import for_answering, for_owner, let_in, once_for_a_browser
from assessments.coming_back import comparisons
from assessments.models import Assessment, ShareLink
from assessments.sharing import links, second_opinions
from assessments.views.sharing.shared import for_holder
from assessments.wording.form_with_faults import Refused
from careerpaths.operations import limits
from careerpaths.operations.limits import limited
from careerpaths.operations.refusals import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
@limited("begin")
@for_holder
@once_for_a_browser
def begin_answering(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    """Say what is asked; the button opens a new questionnaire in this browser, or the existing one."""
    if not link.may_answer:
        return render(request, "assessments/shared_closed.html", status=404)
    begun = second_opinions.begun_here(request, link)
    context = {"link": link, "places": links.opinion_places(token), "begun": begun}
    if request.method != "POST":
        return render(request, "assessments/opinion_begin.html", context)
    if begun is None:
        limits.count(request, "opinion", link.uid)
    try:
        opinion = begun or second_opinions.begin_opinion(link)
    except Refused as error:
        context["faults"] = [{"target": "", "message": str(error)}]
        return render(request, "assessments/opinion_begin.html", context, status=UNPROCESSABLE)
    return let_in(request, redirect("assessments:tasks", opinion.uid), opinion)


@require_safe
@for_answering
def compared(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Both results for the advisor, if the owner shows every answer."""
    page = second_opinions.advisors_page(assessment)
    if page is None:
        raise Http404
    return render(request, "assessments/opinion.html", {"assessment": assessment, "page": page, "is_advisor": True})


def _opinion(assessment: Assessment, uid: str) -> Assessment:
    return get_object_or_404(assessment.opinions.select_related("opinion_link", "ruleset"), uid=uid)


@require_safe
@for_owner
def opinions_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    context = {"assessment": assessment, "opinions": second_opinions.opinions_listed(assessment)}
    return render(request, "assessments/opinions.html", context)


@require_safe
@for_owner
def read_opinion(request: HttpRequest, assessment: Assessment, opinion: str) -> HttpResponse:
    """Both results and the differences, for the owner."""
    found = _opinion(assessment, opinion)
    response = render(request, "assessments/opinion.html", second_opinions.owners_page(assessment, found))
    if request.method == "GET":
        second_opinions.note_opinion_read(found)
    return response


@require_POST
@for_owner
def take_over_answers(request: HttpRequest, assessment: Assessment, opinion: str) -> HttpResponse:
    """Make one answer of the second opinion the owner's own."""
    found, sent = _opinion(assessment, opinion), request.POST
    fields = {name: sent.get(name, "") for name in ("question", "option", "seen")}
    try:
        messages.success(request, second_opinions.take_over(assessment, found, **fields))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("assessments:opinion", assessment.uid, found.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def remove_opinion(request: HttpRequest, assessment: Assessment, opinion: str) -> HttpResponse:
    found = _opinion(assessment, opinion)
    label = second_opinions.labels(assessment)[found.uid]
    if request.method == "POST":
        comparisons.delete_for_good(found)
        messages.success(request, _("The second opinion by %(name)s was deleted for good.") % {"name": label})
        return redirect("assessments:opinions", assessment.uid)
    return render(
        request, "assessments/opinion_delete.html", {"assessment": assessment, "opinion": found, "label": label}
    )
