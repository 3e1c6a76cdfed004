"""What the engine computes with: criteria, value functions, rules, the timeline and the draws."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from careerpaths.scoring.conditions import Condition
from careerpaths.scoring.schema import (
    EvidenceId,
    Finite,
    Frozen,
    Label,
    Probability,
    Quantity,
    Shape,
    Slug,
    Source,
    Text,
    UnitInterval,
    Words,
)

CriterionId = Literal["people", "own_ideas", "execution", "safety", "communication", "sustainability", "timing"]
CRITERIA: tuple[CriterionId, ...] = (
    "people",
    "own_ideas",
    "execution",
    "safety",
    "communication",
    "sustainability",
    "timing",
)
GROWTH: tuple[CriterionId, ...] = CRITERIA[:5]
"""The criteria that make up growth into a research lead (decision model 3.2)."""
RuleId = Annotated[str, Shape(r"^R[0-9]{2}$", "Write a rule id such as R07.")]
Ordering = Literal["higher_is_better", "lower_is_better"]


class ProfileWeights(Frozen):
    """A criterion's weight under each goal; the weight is worth its swing from worst to best."""

    lead: UnitInterval
    contributor: UnitInterval


class Criterion(Frozen):
    """What is weighed: a name, two weights and the shares inside it."""

    id: CriterionId
    label: Label
    short: Label
    description: Text
    weights: ProfileWeights
    source: Source
    justification: Text
    constants: Mapping[Slug, Quantity] = {}


class LevelTable(Frozen):
    """A number for each choice of a question: a value function (0 worst, 1 best), a share or a factor."""

    id: Slug
    question: Slug
    role: Literal["value", "share", "factor", "goal_weight"]
    ordering: Ordering = "higher_is_better"
    levels: Mapping[Slug, Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]]
    unknown: Slug | None = Field(
        default=None, description="the choice or the constant that stands for an unknown answer; none: it is drawn"
    )
    source: Source
    note: Words = ""


class Curve(Frozen):
    """A piecewise linear, never falling function through the given points; flat beyond its ends."""

    id: Slug
    label: Label
    question: Slug | None = None
    unit_x: Label
    unit_y: Label
    points: tuple[tuple[Finite, UnitInterval], ...] = Field(min_length=2)
    source: Source
    note: Words = ""


class Rule(Frozen):
    """One of R01-R24. Nodes of the tree say how it computes; its numbers and its switch are here."""

    id: RuleId
    name: Label
    kind: Label
    acts_on: Label
    effect: Text
    enabled: bool = True
    constants: Mapping[Slug, Quantity] = {}
    evidence: tuple[EvidenceId, ...] = Field(min_length=1)


class Timeline(Frozen):
    """How many years it takes to become a lead, and how far we look (decision model section 5)."""

    chances: Mapping[Slug, Finite] = Field(description="question -> years: the chance in percent within them")
    start: Slug = Field(description="the question that says in how many months an option begins")
    experience: Slug = Field(description="the question that says how many years of research a person has done")
    lead_years: tuple[tuple[Finite, Probability], ...] = Field(min_length=1, description="(years, probability)")
    source: Source
    note: Words = ""
    constants: Mapping[Slug, Quantity]


class Adjustment(Frozen):
    """A rule of the closed kind that an admin may add: when CONDITION, then ACTION on TARGET by AMOUNT."""

    id: Slug
    name: Label
    when: Condition
    target: Literal[CriterionId, "value"]
    action: Literal["add", "multiply", "cap"]
    amount: Finite
    enabled: bool = True
    rationale: Text
    source: Source


class Dependence(Frozen):
    """How strongly the unknown answers of one option are correlated: good sites have good mentors and good peers."""

    strength: Quantity = Field(description="correlation of two latent answers; 0: each is drawn on its own")
    questions: tuple[Slug, ...] = Field(min_length=1, description="the answers that speak of the place")


class Sampling(Frozen):
    """How unknown answers and weights are drawn (decision model 4.1)."""

    stream: Slug = Field(description="names the random streams; a new name gives new draws")
    draws: int = Field(ge=100, le=100_000)
    weight_concentration: Quantity
    dependence: Dependence
