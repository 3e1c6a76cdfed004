"""What the templates of the method page ask about a ruleset. Many filters take the ruleset as their argument."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django_stubs_ext import StrOrPromise

from careerpaths.method.conditions import in_words, number_text
from careerpaths.method.numbers import amount, curve_points, effect, origin, percent
from careerpaths.method.questions import answers, typical, use
from careerpaths.method.uses import short_id
from careerpaths.method.words import WORDED
from careerpaths.scoring.parts.advice import Phase, PlanItem
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset

register = template.Library()
register.filter("number", number_text)
for function in (in_words, amount, curve_points, effect, origin, percent, answers, typical, use, short_id):
    register.filter(function.__name__, function)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping[key]


@register.filter
def worded(value: str) -> StrOrPromise:
    """A value of one of the closed lists, in words."""
    return WORDED[value]


@register.filter
def steps(phase: Phase, ruleset: Ruleset) -> list[PlanItem]:
    return [item for item in ruleset.plan if item.phase == phase.id]


@register.filter
def short_names(ids: Iterable[str], by_id: Mapping[str, Any]) -> list[str]:
    return [by_id[one].short for one in ids]


@register.filter
def label(question: Question, choice: str) -> str:
    return question.label_of(choice)


@register.filter
def spaced(name: str) -> str:
    return name.replace("_", " ")


@register.filter
def headings(section: str) -> str:
    """The nested headings of the post, as a reader writes them."""
    return section.replace(" > ", " › ")
