"""The result, the plan and the public example."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.access import for_answering
from assessments.journal.decisions import beside_result
from assessments.models import Assessment
from assessments.results.contexts import example_page, plan_page, result_page
from assessments.sharing.second_opinions import may_compare


@require_safe
@for_answering
def result(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    context = {**result_page(assessment), "decide": beside_result(assessment), "may_compare": may_compare(assessment)}
    return render(request, "assessments/result.html", context)


@require_safe
@for_answering
def plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/plan.html", plan_page(assessment))


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A demo case, evaluated by the live rules like any other."""
    return render(request, "assessments/result.html", example_page())
