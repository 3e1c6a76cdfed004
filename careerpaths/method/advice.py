"""What is said in addition to the values: warnings, deal-breakers and the plan as text."""

from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import Clause, in_words
from careerpaths.method.uses import short_id
from careerpaths.scoring.conditions import Always
from careerpaths.scoring.parts.advice import Flag, Phase, PlanItem, Veto
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """The wording of a warning for some people."""

    when: Clause
    level: str
    text: str
    action: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Warned:
    """A warning, when it is shown, and its wording for some people."""

    id: str
    flag: Flag
    level: str
    about: str
    when: Clause
    variants: tuple[Variant, ...]
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VetoSaid:
    """What takes an option out of the ranking."""

    id: str
    when: Clause
    effect: str
    passages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A plan item, and when it is offered."""

    item: PlanItem
    kinds: tuple[str, ...]  # kinds of option; empty means all
    when: Clause | None  # empty if it is always offered
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseSaid:
    """A stretch of time and its steps."""

    title: str
    steps: tuple[Step, ...]


def warned(flag: Flag, ruleset: Ruleset) -> Warned:
    return Warned(
        id=short_id(flag.id),
        flag=flag,
        level=_level(flag.level),
        about=gettext("about an option") if flag.scope == "option" else gettext("about you"),
        when=in_words(flag.when, ruleset),
        variants=tuple(
            Variant(
                when=in_words(variant.when, ruleset),
                level=_level(variant.level) if variant.level else "",
                text=variant.text,
                action=variant.action,
            )
            for variant in flag.variants
        ),
        basis=_basis(flag.basis),
    )


def veto_said(veto: Veto, ruleset: Ruleset) -> VetoSaid:
    return VetoSaid(id=veto.id, when=in_words(veto.when, ruleset), effect=veto.effect, passages=veto.evidence)


def phase_said(phase: Phase, ruleset: Ruleset) -> PhaseSaid:
    steps = tuple(_step(item, ruleset) for item in ruleset.plan if item.phase == phase.id)
    return PhaseSaid(title=phase.title, steps=steps)


def _step(item: PlanItem, ruleset: Ruleset) -> Step:
    return Step(
        item=item,
        kinds=tuple(ruleset.paths_by_id[path].short for path in item.paths),
        when=None if isinstance(item.when, Always) else in_words(item.when, ruleset),
        basis=_basis(item.basis),
    )


def _level(level: str) -> str:
    return {"serious": gettext("Serious"), "warning": gettext("Warning"), "note": gettext("Note")}[level]


def _basis(basis: str) -> str:
    return {
        "post": gettext("Basis: the post"),
        "comments": gettext("Basis: comments on the post"),
        "ours": gettext("Basis: our own judgement"),
    }[basis]
