"""What is said next to the scores: warnings, vetoes, the plan and questions to ask."""

from typing import Annotated, Literal

from pydantic import Field

from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.schema import Basis, EvidenceId, Frozen, Label, PathId, Scope, Shape, Slug, Text, Words

FlagId = Annotated[str, Shape(r"^F[0-9]{2}_[a-z0-9_]{1,60}$", "Write a flag id such as F14_isolation.")]
FlagLevel = Literal["serious", "warning", "note"]


class FlagVariant(Frozen):
    """Another level or wording of a flag for some people; the first that holds is used."""

    when: Condition
    level: FlagLevel | None = None
    text: Words = ""
    action: Words = ""


class Flag(Frozen):
    """A warning next to the scores: it never changes them and no score removes it."""

    id: FlagId
    scope: Scope
    level: FlagLevel
    title: Label
    text: Text
    action: Text = Field(description="what the reader can do about it")
    help: Words = Field(default="", description="where to turn to")
    when: Condition
    variants: tuple[FlagVariant, ...] = ()
    basis: Basis
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)


class Phase(Frozen):
    """A stretch of time that groups plan items."""

    id: Slug
    title: Label
    remind_after_days: int | None = Field(
        default=None,
        ge=0,
        le=3650,
        description="days from the start of the plan to a calendar's reminder; an assumption",
    )


class PlanItem(Frozen):
    """A step that is worth taking when its condition holds for an option."""

    id: Annotated[str, Shape(r"^PL[0-9]{2}$", "Write a plan id such as PL07.")]
    phase: Slug
    paths: tuple[PathId, ...] = Field(default=(), description="kinds of option it is for; empty: all")
    when: Condition
    text: Text
    why: Text
    basis: Basis
    basis_note: Words = ""
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)


class ChecklistItem(Frozen):
    """A question to ask on a visit; what is heard answers a question of the site."""

    ask: Text
    answers: Slug
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)


class Checklist(Frozen):
    """Questions for one kind of conversation."""

    id: Slug
    title: Label
    items: tuple[ChecklistItem, ...] = Field(min_length=1)


class Veto(Frozen):
    """What takes an option out of the ranking. Only the person can say so."""

    id: Annotated[str, Shape(r"^V[0-9]{2}$", "Write a veto id such as V01.")]
    when: Condition
    effect: Text
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)
