"""The long part of a result page, rendered once for each reader and cached with the page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessments.models import Assessment
from assessments.results.contexts import all_answers
from assessments.results.page import ResultPage

PLACE_OF_TOKEN = "the-token-of-the-reader"  # noqa: S105 - placeholder in the cached text for each reader's own

register = template.Library()


@register.filter
def rounded(number: float) -> int:
    """A figure as pages show it: whole."""
    return round(number)


@register.simple_tag(takes_context=True)
def result_body(context: dict[str, Any]) -> SafeString:
    """Everything after the one-sentence answer. Reads `page`, and `assessment` on a page that links into it.

    It may depend on nothing else, or a cached text would be another reader's.
    """
    page: ResultPage = context["page"]
    assessment: Assessment | None = context.get("assessment")
    text = page.texts.get(_reader(assessment), lambda: _drawn(page, assessment))
    return mark_safe(text.replace(PLACE_OF_TOKEN, str(context.get("csrf_token", ""))))  # noqa: S308 - rendered by a template


def _reader(assessment: Assessment | None) -> str:
    own = f"{assessment.uid} {assessment.opinion_on_id}" if assessment else ""
    return f"{get_language()} {own}"


def _drawn(page: ResultPage, assessment: Assessment | None) -> str:
    context = {
        "page": page,
        "assessment": assessment,
        "about": page.ruleset.about,
        "answers": all_answers(page),
        "csrf_token": PLACE_OF_TOKEN,
    }
    return render_to_string("assessments/result_body.html", context)
