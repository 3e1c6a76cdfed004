"""A condition of the ruleset as a plain clause, to follow "when"."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext, ngettext
from pydantic import TypeAdapter, ValidationError

from careerpaths.scoring.conditions import (
    AllOf,
    Always,
    AnswerIn,
    AnswerWithin,
    AnyOf,
    AnyOptionAnswer,
    AnyOptionPath,
    AtLeastOf,
    Condition,
    DetailsOpened,
    FactWithin,
    FlagHolds,
    PathIn,
    parts_of_condition,
)
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PathId

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
Joint = AllOf | AnyOf | AtLeastOf


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """What must be true, split into clauses if one line would be too long."""

    text: str
    parts: tuple["Clause", ...] = ()

    @property
    def on_one_line(self) -> str:
        inside = (f"({part.on_one_line})" if part.parts else part.text for part in self.parts)
        return f"{self.text} {'; '.join(inside)}" if self.parts else self.text


def in_words(condition: Condition, ruleset: Ruleset) -> Clause:
    """The condition as a clause. Questions, answers and kinds of option go by the names that readers see."""
    if not isinstance(condition, Joint):
        return Clause(text=_words(condition, ruleset))
    inside = parts_of_condition(condition)
    clauses = tuple(in_words(part, ruleset) for part in inside)
    if len(clauses) == 1:
        return clauses[0]
    if len(clauses) == 2 and not any(isinstance(part, Joint) for part in inside):
        return _two(condition, *(clause.text for clause in clauses))
    return Clause(text=_heading(condition), parts=clauses)


def on_one_line(condition: Any, rulesets: Iterable[Ruleset]) -> str:
    """A condition as plain data, in the words of the first ruleset that knows everything it is about."""
    for ruleset in rulesets:
        with suppress(ValidationError, LookupError, StopIteration):
            return in_words(_CONDITION.validate_python(condition), ruleset).on_one_line
    return json.dumps(condition, ensure_ascii=False)


def number_text(value: float) -> str:
    """A number as readers write it: 2, 0.33, 10,000."""
    whole = round(value)
    return f"{whole:,}" if value == whole else f"{value:,.4f}".rstrip("0")


def _two(condition: Joint, one: str, other: str) -> Clause:
    if isinstance(condition, AnyOf) or (isinstance(condition, AtLeastOf) and condition.count == 1):
        return Clause(text=gettext("%(one)s, or %(other)s") % {"one": one, "other": other})
    return Clause(text=gettext("%(one)s, and %(other)s") % {"one": one, "other": other})


def _heading(condition: Joint) -> str:
    match condition:
        case AllOf():
            return gettext("all of these hold:")
        case AnyOf():
            return gettext("one of these holds:")
        case AtLeastOf(count=count):
            return ngettext("at least %(n)s of these holds:", "at least %(n)s of these hold:", count) % {"n": count}


@singledispatch
def _words(condition: object, ruleset: Ruleset) -> str:
    raise TypeError(f"There are no words for {type(condition).__name__}.")


@_words.register
def _always(condition: Always, ruleset: Ruleset) -> str:
    return gettext("always")


@_words.register
def _details(condition: DetailsOpened, ruleset: Ruleset) -> str:
    return gettext("the detailed questions are open")


@_words.register
def _answer(condition: AnswerIn, ruleset: Ruleset) -> str:
    question = ruleset.questions_by_id[condition.question]
    states = {
        "answered": gettext("answered"),
        "not_sure": gettext("“Not sure”"),
        "unanswered": gettext("not answered"),
    }
    answers = [states.get(choice) or _quoted(question.label_of(choice)) for choice in condition.choices]
    return gettext("“%(question)s” is %(answers)s") % {"question": question.short, "answers": _one_of(answers)}


@_words.register
def _amount(condition: AnswerWithin, ruleset: Ruleset) -> str:
    question = ruleset.questions_by_id[condition.question]
    named = gettext("“%(question)s” (%(unit)s)") % {"question": question.short, "unit": question.unit}
    return _bounded(named, condition)


@_words.register
def _path(condition: PathIn, ruleset: Ruleset) -> str:
    return gettext("the kind of option is %(kinds)s") % {"kinds": _kinds(condition.path, ruleset)}


@_words.register
def _some_path(condition: AnyOptionPath, ruleset: Ruleset) -> str:
    return gettext("one of the options is of the kind %(kinds)s") % {
        "kinds": _kinds(condition.any_option_path, ruleset)
    }


@_words.register
def _some_answer(condition: AnyOptionAnswer, ruleset: Ruleset) -> str:
    return gettext("for one of the options %(clause)s") % {"clause": _answer(condition.any_option, ruleset)}


@_words.register
def _warning(condition: FlagHolds, ruleset: Ruleset) -> str:
    return gettext("the warning “%(title)s” is shown") % {"title": ruleset.flags_by_id[condition.flag].title}


@_words.register
def _fact(condition: FactWithin, ruleset: Ruleset) -> str:
    match condition.fact:
        case "savings_cover_runway" if condition.at_least is not None:  # a yes or no, as 1 or 0
            return gettext("savings last as long as the secure money")
        case "savings_cover_runway":
            return gettext("savings do not last as long as the secure money")
        case "chance_too_late":
            named = gettext("the chance that no time is left, from 0 to 1,")
        case "core_answered_share":
            named = gettext("the share of main questions about the option that have a definite answer, from 0 to 1,")
        case "open_questions":
            named = gettext("the number of answers that are worth finding out")
    return _bounded(named, condition)


def _bounded(named: str, condition: AnswerWithin | FactWithin) -> str:
    bounds = [
        (gettext("at least %(number)s"), condition.at_least),
        (gettext("at most %(number)s"), condition.at_most if isinstance(condition, AnswerWithin) else None),
        (gettext("below %(number)s"), condition.below),
    ]
    said = [text % {"number": number_text(value)} for text, value in bounds if value is not None]
    return gettext("%(what)s is %(bounds)s") % {"what": named, "bounds": gettext(" and ").join(said)}


def _quoted(text: str) -> str:
    return gettext("“%(text)s”") % {"text": text}


def _kinds(paths: Sequence[PathId], ruleset: Ruleset) -> str:
    return _one_of([_quoted(ruleset.paths_by_id[path].short) for path in paths])


def _one_of(words: Sequence[str]) -> str:
    *others, last = words
    return gettext("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last
