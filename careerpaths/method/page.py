"""The method page as a whole. `method_of` turns a ruleset into words; the templates only place them."""

from dataclasses import dataclass

from careerpaths.method.advice import PhaseSaid, VetoSaid, Warned, phase_said, veto_said, warned
from careerpaths.method.conditions import number_text
from careerpaths.method.evidence import PassageGroup, register_of
from careerpaths.method.numbers import CurvePicture, Figure, ValueTable, curve_picture, figures, quantities, value_table
from careerpaths.method.questions import SectionAsked, section_asked
from careerpaths.method.rules import (
    AdjustmentSaid,
    RuleSaid,
    TimelineSaid,
    Weighed,
    adjustment_said,
    rule_said,
    timeline_said,
    weighed,
)
from careerpaths.scoring.parts.advice import Checklist
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """The whole page, in its order."""

    ruleset: Ruleset
    criteria: tuple[Weighed, ...]
    lead_sum: str
    contributor_sum: str
    goal_tables: tuple[ValueTable, ...]
    rules: tuple[RuleSaid, ...]
    timeline: TimelineSaid
    tables: tuple[ValueTable, ...]
    curves: tuple[CurvePicture, ...]
    draws: str
    sampling: tuple[Figure, ...]
    linked: tuple[str, ...]  # questions whose unknown answers can be correlated
    adjustments: tuple[AdjustmentSaid, ...]
    warnings: tuple[Warned, ...]
    vetoes: tuple[VetoSaid, ...]
    phases: tuple[PhaseSaid, ...]
    checklists: tuple[Checklist, ...]
    sections: tuple[SectionAsked, ...]
    evidence: tuple[PassageGroup, ...]


def method_of(ruleset: Ruleset) -> Method:
    weights = [criterion.weights for criterion in ruleset.criteria]
    tables = tuple(value_table(table, ruleset) for table in ruleset.tables if table.role != "goal_weight")
    goal_tables = tuple(value_table(table, ruleset) for table in ruleset.tables if table.role == "goal_weight")
    return Method(
        ruleset=ruleset,
        criteria=tuple(weighed(criterion, ruleset) for criterion in ruleset.criteria),
        lead_sum=f"{sum(weight.lead for weight in weights):.2f}",
        contributor_sum=f"{sum(weight.contributor for weight in weights):.2f}",
        goal_tables=goal_tables,
        rules=tuple(rule_said(rule, ruleset) for rule in ruleset.rules),
        timeline=timeline_said(ruleset),
        tables=tables,
        curves=tuple(curve_picture(curve, ruleset) for curve in ruleset.curves),
        draws=number_text(ruleset.sampling.draws),
        sampling=figures(quantities(ruleset.sampling) | quantities(ruleset.sampling.dependence), ruleset),
        linked=tuple(ruleset.questions_by_id[name].short for name in ruleset.sampling.dependence.questions),
        adjustments=tuple(adjustment_said(adjustment, ruleset) for adjustment in ruleset.adjustments),
        warnings=tuple(warned(flag, ruleset) for flag in ruleset.flags),
        vetoes=tuple(veto_said(veto, ruleset) for veto in ruleset.vetoes),
        phases=tuple(phase_said(phase, ruleset) for phase in ruleset.phases),
        checklists=ruleset.checklists,
        sections=tuple(section_asked(section, ruleset) for section in ruleset.sections),
        evidence=register_of(ruleset),
    )
