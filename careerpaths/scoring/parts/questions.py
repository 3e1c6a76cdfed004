"""What is asked, and what is assumed for an unknown answer."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from careerpaths.scoring.conditions import Always, Condition
from careerpaths.scoring.schema import (
    EvidenceId,
    Finite,
    Frozen,
    Label,
    PathId,
    Probability,
    Scope,
    Slug,
    Source,
    Text,
    Words,
)

PriorKey = Literal[PathId, "person"]


class Section(Frozen):
    """A group of questions on the task list."""

    id: Slug
    title: Label
    scope: Scope
    intro: Words = ""


class Choice(Frozen):
    """One answer of a question; the id is what is stored."""

    id: Slug
    label: Label
    hint: Words = ""


class FindOut(Frozen):
    """How an unknown answer can be found out."""

    how: Text
    whom: Label
    ask: Text = Field(description="the words to use")
    minutes: int = Field(ge=1, le=1000)


class Prior(Frozen):
    """What is assumed of an unknown answer, for each kind of option or for every person.

    A choice question has one probability per choice, in the order of its choices; a number question has
    pairs of (value, probability). A path without an entry does not have the question.
    """

    choices: Mapping[PriorKey, tuple[Probability, ...]] = {}
    numbers: Mapping[PriorKey, tuple[tuple[Finite, Probability], ...]] = {}
    source: Source


class Neutral(Frozen):
    """The number used for an unknown one if no prior is defined."""

    value: Finite
    source: Source
    note: Words = ""


class Question(Frozen):
    """One question: wording, answers, when it is asked, why, and what is assumed for an unknown answer."""

    id: Slug
    section: Slug
    scope: Scope
    type: Literal["single_choice", "number", "probability", "ranking"]
    tier: Literal["setup", "core", "detail", "optional"]
    text: Text
    short: Label = Field(description="a few words, for grids, charts and lists")
    help: Words = ""
    why: Text = Field(description="why we ask, in one or two sentences")
    choices: tuple[Choice, ...] = ()
    unit: Annotated[str, StringConstraints(max_length=200)] = ""
    min: Finite | None = None
    max: Finite | None = None
    step: Finite | None = None
    anchors: tuple[tuple[Finite, Text], ...] = ()
    not_sure: bool = False
    prefer_not_to_say: bool = False
    sensitive: bool = False
    paths: tuple[PathId, ...] = Field(default=(), description="kinds of option that have it; empty: all")
    show_if: Condition = Always(always=True)
    applies_if: Condition = Always(always=True)
    worst_to_best: tuple[str, ...] = Field(default=(), description="needed where no table orders the choices")
    prior: Prior | None = None
    neutral: Neutral | None = None
    find_out: FindOut | None = None
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)
    used_in: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def choice_ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choices)

    def label_of(self, choice_id: str) -> str:
        """What the reader sees for a stored choice."""
        return next(choice.label for choice in self.choices if choice.id == choice_id)

    def has_path(self, path: str) -> bool:
        return not self.paths or path in self.paths
