"""The schema of a ruleset: one document holds everything that an assessment depends on.

The document is the single schema of the project: YAML import, admin forms, JSON Schema, comparison and the
engine all start from these classes and their parts. `careerpaths.scoring.parsing` reads it.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from careerpaths.scoring.parts.advice import Checklist, Flag, Phase, PlanItem, Veto
from careerpaths.scoring.parts.numbers import Adjustment, Criterion, Curve, LevelTable, Rule, Sampling, Timeline
from careerpaths.scoring.parts.origins import About, Evidence, PathKind
from careerpaths.scoring.parts.questions import Question, Section
from careerpaths.scoring.parts.reference_cases import ReferenceCase
from careerpaths.scoring.schema import Frozen, Label, Shape, Slug
from careerpaths.scoring.tree.document import Emphasis, FollowedBy, Goal, NamedNumber, Scale, Tree, TreeTimeline
from careerpaths.scoring.tree.nodes import AnyNode


class Ruleset(Frozen):
    """Questions, weights, value functions, priors, rules, flags, plan and evidence of one version."""

    format: Literal[2]
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
    nodes: tuple[AnyNode, ...] = Field(min_length=1, description="what stands between the answers and the value")
    goals: tuple[Goal, ...] = Field(min_length=1)
    emphasis: tuple[Emphasis, ...] = ()
    followed_by: tuple[FollowedBy, ...] = ()
    value: Slug = Field(description="the node that is the value of an option")
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
    def tree(self) -> Tree:
        """The value tree, with its numbers and scales from where the document keeps them."""
        owners = [*(criterion.constants for criterion in self.criteria), *(rule.constants for rule in self.rules)]
        constants = {key: number for owner in (*owners, self.timeline.constants) for key, number in owner.items()}
        return Tree(
            numbers=tuple(NamedNumber(id=key, **dict(number)) for key, number in constants.items()),
            scales=(*(_of_table(table) for table in self.tables), *(_of_curve(curve) for curve in self.curves)),
            nodes=self.nodes,
            goals=self.goals,
            weights={goal.id: {c.id: getattr(c.weights, goal.id, 0.0) for c in self.criteria} for goal in self.goals},
            emphasis=self.emphasis,
            followed_by=self.followed_by,
            timeline=_of_timeline(self.timeline),
            value=self.value,
        )

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
    def paths_by_id(self) -> Mapping[str, PathKind]:
        return {path.id: path for path in self.paths}

    @cached_property
    def criteria_by_id(self) -> Mapping[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}


def _of_table(table: LevelTable) -> Scale:
    unknown = table.levels.get(table.unknown, table.unknown) if table.unknown else None
    return Scale(id=table.id, question=table.question, levels=table.levels, unknown=unknown, source=table.source)


def _of_curve(curve: Curve) -> Scale:
    return Scale(id=curve.id, question=curve.question, points=curve.points, source=curve.source)


def _of_timeline(timeline: Timeline) -> TreeTimeline:
    return TreeTimeline(
        chances=tuple(sorted(timeline.chances.items(), key=lambda item: item[1])),
        start=timeline.start,
        experience=timeline.experience,
        credit="credit_per_year",
        most_credit="credit_max",
        years=timeline.lead_years,
        horizon="horizon_years",
    )


def digest_of(document: Mapping[str, Any]) -> str:
    """The digest of a document as `Ruleset.document` gives it."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
