"""The task list, one question at a time, autosave, and checking the answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import for_answering
from assessments.journal.decisions import before_result
from assessments.models import Assessment
from assessments.questionnaire.pages import check_page, page_for, question_page, submit, task_page
from assessments.questionnaire.progress import progress_of
from assessments.results.cache import order_of
from assessments.results.found_out import found_out_sentences
from assessments.wording.special_questions import LEANING
from careerpaths.operations.refusals import UNPROCESSABLE


@require_safe
@for_answering
def tasks(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/tasks.html", task_page(assessment))


@require_http_methods(["GET", "HEAD", "POST"])
@for_answering
def question(request: HttpRequest, assessment: Assessment, question: str) -> HttpResponse:
    """Ask one question; save what was sent and continue."""
    page = page_for(assessment, question, back_to=request.GET.get("next", ""))
    if request.method != "POST":
        return render(request, "assessments/question.html", question_page(page))
    before = order_of(assessment) if page.back_to == "result" and page.question.id != LEANING else None
    result = submit(page, request.POST)
    if result.faulty and "skip" not in request.POST:
        return render(request, "assessments/question.html", question_page(page, result), status=UNPROCESSABLE)
    did = found_out_sentences(assessment, before, result.changes) if before else ()
    for sentence in (*did, *result.notes, *result.not_saved):
        messages.info(request, sentence)
    return redirect(page.leads_to(request.POST.get("to", ""), progress_of(assessment)))


@require_POST
@for_answering
def save(request: HttpRequest, assessment: Assessment, question: str) -> HttpResponse:
    """Save what was changed on a page that stays open. Says for each answer what is stored, or why it is not."""
    page = page_for(assessment, question, back_to="")
    return JsonResponse({"cells": submit(page, request.POST).outcome(request.POST)})


@require_safe
@for_answering
def check_answers(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/check.html", {**check_page(assessment), **before_result(assessment)})
