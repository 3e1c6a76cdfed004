"""The decision journal, and the four questions around the result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import for_owner
from assessments.journal import decisions, sure_test
from assessments.journal.forms import DecisionForm, OutcomeForm
from assessments.models import Assessment, Decision, SureAnswers
from assessments.wording.form_with_faults import Refused
from careerpaths.operations.once import once
from careerpaths.operations.refusals import UNPROCESSABLE


def _decision(assessment: Assessment, entry: int) -> Decision:
    return get_object_or_404(assessment.decisions.select_related("option"), pk=entry)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
@once
def entries(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The journal, with a form for the next entry."""
    form = DecisionForm(assessment, request.POST if request.method == "POST" else None)
    if form.is_valid():
        decisions.write_decision(assessment, None, form.cleaned_data)
        messages.success(request, _("Your decision is saved."))
        return redirect("assessments:journal", assessment.uid)
    context = {**decisions.journal_page(assessment), "form": form}
    return render(request, "assessments/journal.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def entry(request: HttpRequest, assessment: Assessment, entry: int) -> HttpResponse:
    """Look at a decision again, and write down what happened."""
    decision = _decision(assessment, entry)
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"outcome": decision.outcome})
    if form.is_valid():
        decisions.note_outcome(decision, form.cleaned_data)
        messages.success(request, _("Your note on what happened is saved."))
        return redirect("assessments:journal-entry", assessment.uid, decision.pk)
    context = {**decisions.entry_page(assessment, decision), "form": form}
    return render(request, "assessments/journal_entry.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def edit_entry(request: HttpRequest, assessment: Assessment, entry: int) -> HttpResponse:
    """Correct an entry. What the result said then stays."""
    decision = _decision(assessment, entry)
    form = DecisionForm(assessment, request.POST if request.method == "POST" else None, decision=decision)
    if form.is_valid():
        decisions.write_decision(assessment, decision, form.cleaned_data)
        messages.success(request, _("The entry is updated."))
        return redirect("assessments:journal-entry", assessment.uid, decision.pk)
    context = {"assessment": assessment, "decision": decision, "form": form}
    return render(request, "assessments/journal_edit.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def remove_entry(request: HttpRequest, assessment: Assessment, entry: int) -> HttpResponse:
    decision = _decision(assessment, entry)
    if request.method == "POST":
        decision.delete()
        messages.success(request, _("The entry was deleted for good."))
        return redirect("assessments:journal", assessment.uid)
    context = {"assessment": assessment, "decision": decision, "chosen": decisions.chosen(decision)}
    return render(request, "assessments/journal_delete.html", context)


AFTERWARDS = {SureAnswers.Moment.BEFORE.value: "check", SureAnswers.Moment.AFTER.value: "result"}


@require_POST
@for_owner
def answer_sure(request: HttpRequest, assessment: Assessment, moment: str) -> HttpResponse:
    """Save the answers about deciding, and go back to the page that asked."""
    if moment not in AFTERWARDS:
        raise Http404
    try:
        sure_test.keep_sure_test(assessment, moment, request.POST)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your answers about deciding are saved."))
    return redirect(f"{reverse(f'assessments:{AFTERWARDS[moment]}', args=[assessment.uid])}#sure")
