"""Views that only make a given number of queries and writes, and respond with a given number of bytes."""

import json
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from assessments.models import Answer, AnswerChange, Assessment, Option

CUT: Path = settings.VAR_DIR / "yardstick"  # what our own views rendered, and how many queries they made
LINE = 80  # characters per paragraph
AROUND = (
    "<!DOCTYPE html><title>A page</title>"
    "<form method=post>{% csrf_token %}</form>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"
)


@cache
def cut(name: str) -> dict[str, Any]:
    """How many queries and writes our own view makes, what there is to read, and its page as lines."""
    known: dict[str, Any] = json.loads((CUT / f"{name}.json").read_text())
    return known


def _read(name: str) -> None:
    """The same number of queries for rows of the measured comparison: itself, its options and its answers."""
    pk = cut(name)["assessment"]
    answers = Answer.objects.filter(assessment=pk).values_list("option", "question", "state", "value")
    queries = (Assessment.objects.filter(pk=pk), Option.objects.filter(assessment=pk), answers)
    for query in islice(cycle(queries), cut(name)["reads"]):
        list(query.all())


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page as large as ours; a sent form is stored and redirects."""
    if request.method == "POST":
        with transaction.atomic():
            _read(name)
            for _ in range(cut(name)["writes"]):
                AnswerChange.objects.create(assessment_id=cut(name)["assessment"], question="yardstick")
        return redirect("/")
    _read(name)
    return render(request, "yardstick.html", {"lines": cut(name)["lines"]})


@csrf_exempt
def data(request: HttpRequest, name: str) -> HttpResponse:
    """JSON as large as ours."""
    _read(name)
    json.loads(request.body)
    return HttpResponse(json.dumps(cut(name)["lines"]), content_type="application/json")
