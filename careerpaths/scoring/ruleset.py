"""The schema of a ruleset: one document holds everything that an assessment depends on.

The document is the single schema of the project: YAML import, admin forms, JSON Schema, comparison and the
engine all start from these classes and their parts. `careerpaths.scoring.parsing` reads it.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from careerpaths.scoring.parts.advice import Checklist, Flag, Phase, PlanItem, Veto
from careerpaths.scoring.parts.numbers import Adjustment, Criterion, Curve, LevelTable, Rule, Sampling, Timeline
from careerpaths.scoring.parts.origins import About, Evidence, PathKind
from careerpaths.scoring.parts.questions import Question, Section
from careerpaths.scoring.parts.reference_cases import ReferenceCase
from careerpaths.scoring.schema import Frozen, Label, Shape, Slug


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
    def paths_by_id(self) -> Mapping[str, PathKind]:
        return {path.id: path for path in self.paths}

    @cached_property
    def criteria_by_id(self) -> Mapping[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}


def digest_of(document: Mapping[str, Any]) -> str:
    """The digest of a document as `Ruleset.document` gives it."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
