"""What is asked: the possible answers, what is assumed without one, and what uses them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import number_text
from careerpaths.method.numbers import percent
from careerpaths.method.uses import Use
from careerpaths.scoring.parts.questions import Prior, Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS


@dataclass(frozen=True, kw_only=True, slots=True)
class Typical:
    """How many of a hundred are assumed to give each answer, for each kind of option; empty if none can."""

    columns: list[str]
    rows: list[tuple[str, list[str]]]


def answers(question: Question) -> Iterator[str]:
    """The possible answers, as the form offers them."""
    yield from (choice.label for choice in question.choices)
    if question.min is not None and question.max is not None:
        span = {"low": number_text(question.min), "high": number_text(question.max), "unit": question.unit}
        yield gettext("A number from %(low)s to %(high)s (%(unit)s)") % span
    if question.not_sure:
        yield gettext("Not sure")
    if question.prefer_not_to_say:
        yield gettext("Prefer not to say")


def typical(question: Question, ruleset: Ruleset) -> Typical | None:
    """The prior of a question as a table, or nothing if it has none."""
    if question.prior is None:
        return None
    by_key = _shares(question, question.prior)
    keys = [key for key in ("person", *PATHS) if key in by_key]
    given = question.choice_ids or sorted({answer for shares in by_key.values() for answer in shares}, key=float)
    names: dict[str, str] = {"person": gettext("Everyone"), **{path.id: path.short for path in ruleset.paths}}
    return Typical(
        columns=[names[key] for key in keys],
        rows=[
            (
                question.label_of(answer) if question.choices else answer,
                [percent(by_key[key].get(answer)) for key in keys],
            )
            for answer in given
        ],
    )


def _shares(question: Question, prior: Prior) -> dict[str, dict[str, float]]:
    """The share of each answer, for each kind of option or for every person."""
    found: dict[str, dict[str, float]] = {}
    for key, pairs in prior.numbers.items():
        found[key] = {f"{value:g}": share for value, share in pairs}
    for key, shares in prior.choices.items():
        found[key] = dict(zip(question.choice_ids, shares, strict=True))
    return found


def use(name: str, ruleset: Ruleset) -> Use:
    """A name from `used_in`: a rule, a warning, a deal-breaker, a criterion or one of a few fixed words."""
    words = {
        "plan": Use(anchor="plan", said=gettext("Plan")),
        "priors": Use(anchor="questions", said=gettext("What is assumed for unknown answers")),
        "weights": Use(anchor="criteria", said=gettext("Weights")),
        "reflection": Use(anchor="", said=gettext("Shown beside the result, changes nothing")),
    }
    if name in words:
        return words[name]
    if name in ruleset.criteria_by_id:
        return Use(anchor=f"criterion-{name}", said=ruleset.criteria_by_id[name].label)
    return Use(anchor=name, said=name)
