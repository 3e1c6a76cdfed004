"""The task list, one question at a time, autosave, and checking the answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import for_answering
from assessments.journal import before_result
from assessments.models import Assessment
from assessments.progress import progress_of
from assessments.questions import check_page, page_for, question_page, submit, task_page

UNPROCESSABLE = 422


@require_safe
@for_answering
def tasks(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/tasks.html", task_page(assessment))


@require_http_methods(["GET", "HEAD", "POST"])
@for_answering
def question(request: HttpRequest, assessment: Assessment, question: str) -> HttpResponse:
    """Ask one question; save what was sent and go on."""
    page = page_for(assessment, question, back_to=request.GET.get("next", ""))
    if "skip" in request.POST:
        return redirect(page.where_next(page.progress))
    if request.method != "POST":
        return render(request, "assessments/question.html", question_page(page))
    result = submit(page, request.POST)
    if result.faulty:
        return render(request, "assessments/question.html", question_page(page, result), status=UNPROCESSABLE)
    for sentence in result.notes:
        messages.info(request, sentence)
    return redirect(page.where_next(progress_of(assessment)))


@require_POST
@for_answering
def save(request: HttpRequest, assessment: Assessment, question: str) -> HttpResponse:
    """Keep one changed answer and say so. The fragment has an address of its own."""
    page = page_for(assessment, question, back_to="")
    result = submit(page, request.POST, half_way=True)
    return render(
        request, "assessments/question_saved.html", {"cells": result.sent(request.POST), "saved": result.saved}
    )


@require_safe
@for_answering
def check(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/check.html", {**check_page(assessment), **before_result(assessment)})
