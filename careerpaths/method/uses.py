"""Where each passage of the evidence register is used: the links back from a passage to what is based on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.numbers import numbers_of_sampling
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A place on the method page."""

    anchor: str
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """Places of one kind."""

    kind: str
    places: tuple[Use, ...]


Cited = tuple[str, Use, Iterable[str]]  # kind, place, what its source lists


def uses_of_evidence(ruleset: Ruleset) -> Mapping[str, tuple[Uses, ...]]:
    """For each passage the places that cite it, grouped by kind, in the order of the page."""
    found: dict[str, dict[str, dict[Use, None]]] = {item.id: {} for item in ruleset.evidence}
    for kind, use, cited in _places(ruleset):
        for passage in cited:
            if passage in found:
                found[passage].setdefault(kind, {})[use] = None
    return {
        passage: tuple(Uses(kind=kind, places=tuple(places)) for kind, places in kinds.items())
        for passage, kinds in found.items()
    }


def _places(ruleset: Ruleset) -> Iterator[Cited]:
    yield from _what_is_weighed(ruleset)
    yield from _what_is_counted(ruleset)
    yield from _what_is_said(ruleset)
    yield from _what_is_asked(ruleset)


def _what_is_weighed(ruleset: Ruleset) -> Iterator[Cited]:
    for path in ruleset.paths:
        yield gettext("Kinds of option"), Use(anchor=f"path-{path.id}", said=path.short), path.evidence
    for criterion in ruleset.criteria:
        use = Use(anchor=f"criterion-{criterion.id}", said=criterion.label)
        yield gettext("Criteria"), use, (*criterion.source, *_sources(criterion.constants))
    for rule in ruleset.rules:
        yield gettext("Rules"), Use(anchor=rule.id, said=rule.id), (*rule.evidence, *_sources(rule.constants))
    for change in ruleset.adjustments:
        yield gettext("Adjustments"), Use(anchor=f"adjustment-{change.id}", said=change.name), change.source


def _what_is_counted(ruleset: Ruleset) -> Iterator[Cited]:
    timeline = ruleset.timeline
    timing = Use(anchor="timeline", said=gettext("Timeline"))
    yield gettext("Numbers"), timing, (*timeline.source, *_sources(timeline.constants))
    draws = Use(anchor="unknowns", said=gettext("What you do not know"))
    yield gettext("Numbers"), draws, _sources(numbers_of_sampling(ruleset))
    for table in ruleset.tables:
        title = ruleset.questions_by_id[table.question].short
        yield gettext("Values"), Use(anchor=f"value-{table.id}", said=title), table.source
    for curve in ruleset.curves:
        yield gettext("Values"), Use(anchor=f"curve-{curve.id}", said=curve.label), curve.source


def _what_is_said(ruleset: Ruleset) -> Iterator[Cited]:
    for flag in ruleset.flags:
        yield gettext("Warnings"), Use(anchor=short_id(flag.id), said=short_id(flag.id)), flag.evidence
    for veto in ruleset.vetoes:
        yield gettext("Deal-breakers"), Use(anchor=veto.id, said=veto.id), veto.evidence
    for item in ruleset.plan:
        yield gettext("Plan"), Use(anchor=item.id, said=item.id), item.evidence
    for checklist in ruleset.checklists:
        use = Use(anchor=f"checklist-{checklist.id}", said=checklist.title)
        yield gettext("Plan"), use, [passage for item in checklist.items for passage in item.evidence]


def _what_is_asked(ruleset: Ruleset) -> Iterator[Cited]:
    for question in ruleset.questions:
        prior = question.prior.source if question.prior else ()
        neutral = question.neutral.source if question.neutral else ()
        use = Use(anchor=f"question-{question.id}", said=question.short)
        yield gettext("Questions"), use, (*question.evidence, *prior, *neutral)


def short_id(flag_id: str) -> str:
    """F01 for F01_mentoring_below_minimum."""
    return flag_id.split("_", 1)[0]


def _sources(constants: Mapping[str, Quantity]) -> list[str]:
    return [item for quantity in constants.values() for item in quantity.source]
