"""The schema of a value tree: numbers, scales that turn answers into numbers, nodes above them, goals on top."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from careerpaths.scoring.schema import (
    Finite,
    Frozen,
    Label,
    Named,
    Probability,
    Quantity,
    Slug,
    Source,
    UnitInterval,
    Words,
)
from careerpaths.scoring.tree.nodes import THE_REST, AnyNode


class NamedNumber(Quantity):
    """A constant of the method. Texts and nodes refer to it by its id."""

    id: Slug


class Scale(Frozen):
    """A value function: from an answer, from the kind of option, or from the value of a node, to a number.

    `levels` gives a number, or the id of one, for each choice; `points` a piecewise linear function that is flat beyond
    its ends. Where a question does not exist for an option, its value is 0.
    """

    id: Slug
    label: Label = "-"
    question: Slug | None = Field(default=None, description="none: a curve that nodes refer to")
    levels: Mapping[Slug, Finite | Slug] = {}
    points: tuple[tuple[Finite, Finite], ...] = ()
    unit: Label = "value from 0 to 1"
    unknown: Finite | Slug | None = Field(default=None, description="stands for an unknown answer; none: it is drawn")
    reason: Words = Field(default="", description="why its levels do not follow the order of the choices")
    source: Source
    note: Words = ""

    @model_validator(mode="after")
    def _is_one_of_two(self) -> "Scale":
        if bool(self.levels) == bool(self.points):
            raise ValueError("Give a number for each choice under levels, or the points of a curve under points.")
        return self


class Goal(Frozen):
    """Something to work towards, and the node that puts its criteria together."""

    id: Slug
    label: Label
    value: Slug = Field(description="the node that is its value")
    share: Slug = Field(default=THE_REST, description="the node that says how far it is the person's; one has the rest")


class Emphasis(Frozen):
    """A person's answer that multiplies one weight under every goal; all are rescaled to sum 1."""

    criterion: Slug
    by: Slug = Field(description="a scale of an answer about the person; 1 leaves the weight alone")
    rule: Named = ""


class FollowedBy(Frozen):
    """A kind of option that may follow another. The better of the two counts, for the share of years that is left.

    V + s c max(W - V, 0), with W the value of a typical option of the kind that follows, c its chance, and
    s = 1 - years/horizon where the person means to go on.
    """

    id: Slug
    rule: Named = ""
    kind: Slug = Field(description="the kind of option that follows")
    question: Slug = Field(description="when the person means to go on")
    years: Mapping[Slug, Slug] = Field(description="the years before it begins, a number, by choice; no others go on")
    horizon: Slug = Field(description="a number of years that both share")
    chance: Slug = Field(description="a node")
    delay: Slug = Field(description="a number: years that each year before delays what comes after")
    begins_with: Mapping[Slug, Slug] = Field(default={}, description="a scale and the node whose value it then has")


class TreeTimeline(Frozen):
    """What the person's own timeline is made of, and how long it takes to get there."""

    chances: tuple[tuple[Slug, Finite], ...] = Field(description="(question, years): chance in percent within them")
    start: Slug = Field(description="a question: months until the option begins")
    experience: Slug = Field(description="a question: years of experience")
    credit: Slug = Field(description="a number: years that each of them saves")
    most_credit: Slug = Field(description="a number")
    years: tuple[tuple[Finite, Probability], ...] = Field(min_length=1, description="(years to get there, probability)")
    horizon: Slug = Field(description="a number: how far ahead years are counted")


class Tree(Frozen):
    """Everything between the answers and the value."""

    numbers: tuple[NamedNumber, ...]
    scales: tuple[Scale, ...]
    nodes: tuple[AnyNode, ...]
    goals: tuple[Goal, ...] = Field(min_length=1)
    weights: Mapping[Slug, Mapping[Slug, UnitInterval]] = Field(description="what each criterion weighs for each goal")
    emphasis: tuple[Emphasis, ...] = ()
    followed_by: tuple[FollowedBy, ...] = ()
    timeline: TreeTimeline
    value: Slug = Field(description="the node that is the value of an option")
