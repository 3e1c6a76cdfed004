"""The result, the plan and the public example."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.access import for_owner
from assessments.models import Assessment
from assessments.result_pages import example_page, plan_page, result_page


@require_safe
@for_owner
def result(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/result.html", result_page(assessment))


@require_safe
@for_owner
def plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/plan.html", plan_page(assessment))


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A demo case, evaluated by the live rules like anybody's."""
    return render(request, "assessments/result.html", example_page())
