"""The method page as a whole. `method_of` turns a ruleset into words; the templates only place them."""

from dataclasses import dataclass

from careerpaths.method.advice import PhaseSaid, VetoSaid, Warned, phase_said, veto_said, warned
from careerpaths.method.conditions import number
from careerpaths.method.evidence import PassageGroup, register_of
from careerpaths.method.numbers import CurvePicture, Figure, ValueTable, curve_picture, figure, value_table
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
from careerpaths.scoring.ruleset import Checklist, Ruleset


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
        lead_sum=number(round(sum(weight.lead for weight in weights), 6)),
        contributor_sum=number(round(sum(weight.contributor for weight in weights), 6)),
        goal_tables=goal_tables,
        rules=tuple(rule_said(rule, ruleset) for rule in ruleset.rules),
        timeline=timeline_said(ruleset),
        tables=tables,
        curves=tuple(curve_picture(curve, ruleset) for curve in ruleset.curves),
        draws=number(ruleset.sampling.draws),
        sampling=(figure("weight_concentration", ruleset.sampling.weight_concentration, ruleset),),
        adjustments=tuple(adjustment_said(adjustment, ruleset) for adjustment in ruleset.adjustments),
        warnings=tuple(warned(flag, ruleset) for flag in ruleset.flags),
        vetoes=tuple(veto_said(veto, ruleset) for veto in ruleset.vetoes),
        phases=tuple(phase_said(phase, ruleset) for phase in ruleset.phases),
        checklists=ruleset.checklists,
        sections=tuple(section_asked(section, ruleset) for section in ruleset.sections),
        evidence=register_of(ruleset),
    )
