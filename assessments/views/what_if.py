"""Try other weights, timelines and answers; nothing is kept until the person says so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import for_answering
from assessments.models import Assessment
from assessments.results.what_if import WhatIf
from careerpaths.operations.refusals import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
@for_answering
def what_if(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The panel with the saved comparison next to the tried one."""
    trial = WhatIf(assessment, request.POST)
    lines = trial.lines
    if request.POST.get("action") == "keep" and not trial.faults:
        kept = trial.keep()
        sentence = ngettext("%(count)d answer was changed.", "%(count)d answers were changed.", kept)
        messages.success(request, sentence % {"count": kept})
        return redirect("assessments:result", assessment.uid)
    context = {"assessment": assessment, "trial": trial, "lines": lines, "faults": trial.faults}
    status = UNPROCESSABLE if trial.faults and request.method == "POST" else 200
    return render(request, "assessments/what_if.html", context, status=status)


@require_POST
@for_answering
def ranking(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Only the tried comparison, while the person is still using the controls."""
    trial = WhatIf(assessment, request.POST)
    return render(request, "assessments/what_if_ranking.html", {"trial": trial, "lines": trial.lines})
