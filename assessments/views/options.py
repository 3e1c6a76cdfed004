"""The options: list, add, edit, copy, delete, bring back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import for_owner
from assessments.models import Assessment, Option
from assessments.questionnaire import options
from assessments.questionnaire.option_cards import card_data, form_for, option_list, save_card
from assessments.wording.form_with_faults import Refused
from careerpaths.operations.once import NothingMade, once
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.scoring.schema import PATHS


def _option(assessment: Assessment, oid: str) -> Option:
    """The option at this address, deleted ones included."""
    return get_object_or_404(assessment.options, uid=oid)


def _back(request: HttpRequest, assessment: Assessment, change: Callable[[], object], said: str = "") -> HttpResponse:
    """Make a change and go back to the list, or go back with the reason why it was refused."""
    try:
        change()
    except Refused as error:
        messages.error(request, str(error))
        return NothingMade(reverse("assessments:options", args=[assessment.uid]))
    if said:
        messages.success(request, said)
    return redirect("assessments:options", assessment.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
@once
def options_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The list of options, with a form to add one."""
    form = form_for(assessment, request.POST if request.method == "POST" else None)
    if form.is_valid() and save_card(assessment, None, form):
        return redirect("assessments:options", assessment.uid)
    status = UNPROCESSABLE if form.errors else 200
    context = {"assessment": assessment, "form": form, **option_list(assessment)}
    return render(request, "assessments/options.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def edit_option(request: HttpRequest, assessment: Assessment, oid: str) -> HttpResponse:
    option = _option(assessment, oid)
    form = form_for(assessment, request.POST if request.method == "POST" else None, initial=card_data(option))
    if form.is_valid() and save_card(assessment, option, form):
        return redirect("assessments:options", assessment.uid)
    status = UNPROCESSABLE if form.errors else 200
    context = {"assessment": assessment, "option": option, "form": form}
    return render(request, "assessments/option_form.html", context, status=status)


@require_POST
@for_owner
@once
def add_typical_option(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    path = request.POST.get("path", "")
    if path not in PATHS:
        raise Http404
    return _back(request, assessment, lambda: options.add_typical(assessment, path))


@require_POST
@for_owner
@once
def copy_option(request: HttpRequest, assessment: Assessment, oid: str) -> HttpResponse:
    return _back(request, assessment, lambda: options.copied_option(_option(assessment, oid)))


@require_POST
@for_owner
def option_delete(request: HttpRequest, assessment: Assessment, oid: str) -> HttpResponse:
    return _back(request, assessment, lambda: options.delete_option(_option(assessment, oid)))


@require_POST
@for_owner
@once
def restore_option(request: HttpRequest, assessment: Assessment, oid: str) -> HttpResponse:
    return _back(request, assessment, lambda: options.restore(_option(assessment, oid)), _("The option is back."))
