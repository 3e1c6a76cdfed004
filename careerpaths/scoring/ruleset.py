"""The schema of a ruleset: one document holds everything that an assessment depends on.

The document is the single schema of the project: YAML import, admin forms, JSON Schema, comparison and the
engine all start from these classes. `parse` is the door: it either returns a `Ruleset` that can be meant, or
raises `RulesetError` with a path and a sentence for every fault.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from careerpaths.scoring.conditions import Always, Condition
from careerpaths.scoring.faults import Fault, RulesetError, sentences
from careerpaths.scoring.schema import (
    Address,
    Basis,
    EvidenceId,
    Finite,
    Frozen,
    Label,
    Named,
    PathId,
    Quantity,
    Scope,
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
FlagId = Annotated[str, Shape(r"^F[0-9]{2}_[a-z0-9_]{1,60}$", "Write a flag id such as F14_isolation.")]
Probability = UnitInterval
PriorKey = Literal[PathId, "person"]
Ordering = Literal["higher_is_better", "lower_is_better"]


class Evidence(Frozen):
    """One claim of the post or of a comment on it, in our words."""

    id: EvidenceId
    section: Label
    by: Label
    kind: Literal["threshold", "weight", "direction", "condition", "caveat", "advice", "question", "dissent"]
    strength: Literal["strong", "moderate", "weak"]
    paths: Mapping[Slug, Literal["+", "-", "0", "?"]]
    claim: Text
    numbers: tuple[Words, ...] = ()


class About(Frozen):
    """Whose opinion the rules follow, when they were reviewed, and what they leave out."""

    source_title: Label
    source_author: Label
    source_url: Address
    whose_opinion: Text
    written_by: Text
    last_reviewed: date
    next_review: date
    update_policy: Text
    funding: Text
    not_modelled: tuple[Text, ...] = Field(min_length=1)


class PathKind(Frozen):
    """A kind of option, described in equal detail for and against."""

    id: PathId
    label: Label
    short: Label
    summary: Text
    strengths: tuple[Text, ...]
    drawbacks: tuple[Text, ...]
    typical_week: Text
    evidence: tuple[EvidenceId, ...]


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
    """The number that stands in for an unknown one where no prior is defined."""

    value: Finite
    source: Source
    note: Words = ""


class Question(Frozen):
    """One question: wording, answers, when it is asked, why, and what stands in for an unknown answer."""

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
    """One of R01-R24: its form is code (`rules.py`), its numbers and its switch are here."""

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


FlagLevel = Literal["serious", "warning", "note"]


class FlagVariant(Frozen):
    """Another level or wording of a flag for some people; the first that holds is used."""

    when: Condition
    level: FlagLevel | None = None
    text: Words = ""
    action: Words = ""


class Flag(Frozen):
    """A warning beside the scores: it never changes them and no score removes it."""

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


class Dependence(Frozen):
    """How far the unknown answers of one option go together: good places have good mentors and good peers."""

    strength: Quantity = Field(description="correlation of two latent answers; 0: each is drawn on its own")
    questions: tuple[Slug, ...] = Field(min_length=1, description="the answers that speak of the place")


class Sampling(Frozen):
    """How unknown answers and weights are drawn (decision model 4.1)."""

    stream: Slug = Field(description="names the random streams; a new name gives new draws")
    draws: int = Field(ge=100, le=100_000)
    weight_concentration: Quantity
    dependence: Dependence


class ReferenceOption(Frozen):
    """One option of a reference case, in the case format."""

    id: Slug
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    path: PathId
    answers: Mapping[Slug, Any] = {}


class Expectation(Frozen):
    """One thing that must come out of a reference case. Which fields count depends on the kind."""

    kind: Literal["first", "above", "value", "raised", "not_raised", "closeness"]
    option: Named = Field(default="", description="id of the option; empty: the person, for a warning")
    other: Named = Field(default="", description="for `above`: the option that comes out lower")
    at_least: Finite | None = Field(default=None, ge=0, le=100, description="for `value`: points")
    at_most: Finite | None = Field(default=None, ge=0, le=100, description="for `value`: points")
    flag: Named = Field(default="", description="for `raised` and `not_raised`")
    closeness: Literal["comes_out_first", "leans", "too_close", "not_ranked", ""] = ""


class ReferenceCase(Frozen):
    """A case whose outcome is agreed. A version that brings out something else is not published."""

    id: Slug
    name: Label
    why: Text = Field(description="why it must come out so")
    person: Mapping[Slug, Any] = {}
    options: tuple[ReferenceOption, ...] = Field(min_length=1, max_length=8)
    expected: tuple[Expectation, ...] = Field(min_length=1)

    def document(self) -> dict[str, Any]:
        """The case in the case format."""
        options = [{"id": o.id, "name": o.name, "path": o.path, "answers": dict(o.answers)} for o in self.options]
        return {"person": dict(self.person), "options": options}


class Ruleset(Frozen):
    """Questions, weights, value functions, priors, rules, flags, plan and evidence of one version."""

    format: Literal[1] = 1
    name: Slug
    version: Annotated[
        str,
        Shape(r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,39}$", "Use letters, digits, dots and hyphens, 40 characters at most."),
    ]
    title: Label
    about: About
    evidence: tuple[Evidence, ...]
    paths: tuple[PathKind, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    criteria: tuple[Criterion, ...]
    tables: tuple[LevelTable, ...]
    curves: tuple[Curve, ...]
    rules: tuple[Rule, ...]
    timeline: Timeline
    adjustments: tuple[Adjustment, ...] = ()
    flags: tuple[Flag, ...]
    vetoes: tuple[Veto, ...]
    phases: tuple[Phase, ...]
    plan: tuple[PlanItem, ...]
    checklists: tuple[Checklist, ...]
    sampling: Sampling
    reference_cases: tuple[ReferenceCase, ...] = ()

    def document(self) -> dict[str, Any]:
        """The ruleset as plain JSON data, without what equals its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document in canonical JSON: equal content, equal digest."""
        return digest_of(self.document())

    @cached_property
    def digest_without_label(self) -> str:
        """The digest of all but name and version. Where it is equal, everything comes out equal."""
        return digest_of({**self.document(), "name": "", "version": ""})

    @cached_property
    def questions_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def tables_by_id(self) -> Mapping[str, LevelTable]:
        return {table.id: table for table in self.tables}

    @cached_property
    def curves_by_id(self) -> Mapping[str, Curve]:
        return {curve.id: curve for curve in self.curves}

    @cached_property
    def evidence_by_id(self) -> Mapping[str, Evidence]:
        return {item.id: item for item in self.evidence}

    @cached_property
    def flags_by_id(self) -> Mapping[str, Flag]:
        return {flag.id: flag for flag in self.flags}

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def adjustments_by_id(self) -> Mapping[str, Adjustment]:
        return {adjustment.id: adjustment for adjustment in self.adjustments}

    @cached_property
    def plan_by_id(self) -> Mapping[str, PlanItem]:
        return {item.id: item for item in self.plan}

    @cached_property
    def paths_by_id(self) -> Mapping[str, PathKind]:
        return {path.id: path for path in self.paths}

    @cached_property
    def criteria_by_id(self) -> Mapping[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}


def digest_of(document: Mapping[str, Any]) -> str:
    """The digest of a document as `Ruleset.document` gives it."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def parse(document: Any) -> Ruleset:
    """Turn plain data into a ruleset.

    Raises `RulesetError` that lists every fault with its path and one sentence.
    """
    from careerpaths.scoring.checks.consistency import faults_of  # noqa: PLC0415 - it reads the classes above

    try:
        ruleset = Ruleset.model_validate(document)
    except ValidationError as error:
        raise RulesetError(sentences(error, document)) from error
    faults: list[Fault] = faults_of(ruleset)
    if faults:
        raise RulesetError(faults)
    return ruleset
