"""What the templates of the impact page ask: counts, shares and names as words."""

from typing import Any

from django import template
from django_stubs_ext import StrOrPromise

from careerpaths.admin.impact.words import answer_name, of_hundred, people, points_in_words, question_name
from careerpaths.checking.reference_cases import CLOSENESS

register = template.Library()
for function in (of_hundred, people, points_in_words, question_name):
    register.filter(function.__name__, function)
register.simple_tag(answer_name)


@register.filter
def shift(option: dict[str, Any]) -> str:
    """By how many points the value of an option moves."""
    return points_in_words(option["after"] - option["before"])


@register.filter
def how_close(code: str) -> StrOrPromise:
    return CLOSENESS[code]
