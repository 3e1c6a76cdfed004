"""What is asked: when, why, the possible answers, and what is assumed without an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import Clause, in_words, number_text
from careerpaths.method.numbers import Origin, Typical, origin, typical
from careerpaths.method.uses import Use
from careerpaths.scoring.conditions import Always
from careerpaths.scoring.parts.questions import Question, Section
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question: when it is asked, the possible answers, what is assumed without one, and what uses it."""

    question: Question
    tier: str
    when: Clause | None  # empty if it is always asked
    kinds: tuple[str, ...]  # kinds of option that have it; empty means all
    answers: tuple[str, ...]
    typical: Typical | None
    neutral: str
    neutral_note: str
    neutral_origin: Origin | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionAsked:
    """A group of questions."""

    title: str
    intro: str
    questions: tuple[Asked, ...]


def section_asked(section: Section, ruleset: Ruleset) -> SectionAsked:
    questions = tuple(_asked(question, ruleset) for question in ruleset.questions if question.section == section.id)
    return SectionAsked(title=section.title, intro=section.intro, questions=questions)


def _asked(question: Question, ruleset: Ruleset) -> Asked:
    tiers = {
        "setup": gettext("asked with the option"),
        "core": gettext("main question"),
        "detail": gettext("detailed question"),
        "optional": gettext("optional question"),
    }
    neutral = question.neutral
    return Asked(
        question=question,
        tier=tiers[question.tier],
        when=None if isinstance(question.show_if, Always) else in_words(question.show_if, ruleset),
        kinds=tuple(ruleset.paths_by_id[path].short for path in question.paths),
        answers=tuple(_answers(question)),
        typical=typical(question, ruleset),
        neutral=f"{number_text(neutral.value)} {question.unit}".strip() if neutral else "",
        neutral_note=neutral.note if neutral else "",
        neutral_origin=origin(neutral.source, ruleset) if neutral else None,
        uses=tuple(_use(name, ruleset) for name in question.used_in),
    )


def _answers(question: Question) -> Iterator[str]:
    """The possible answers, as the form offers them."""
    yield from (choice.label for choice in question.choices)
    if question.min is not None and question.max is not None:
        span = {"low": number_text(question.min), "high": number_text(question.max), "unit": question.unit}
        yield gettext("A number from %(low)s to %(high)s (%(unit)s)") % span
    if question.not_sure:
        yield gettext("Not sure")
    if question.prefer_not_to_say:
        yield gettext("Prefer not to say")


def _use(name: str, ruleset: Ruleset) -> Use:
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
