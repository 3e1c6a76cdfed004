"""Everything that can be said about one case: evaluation, confidence, reasons, what would change it, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.explanation import Reason, reasons
from careerpaths.scoring.findings.information import Finding, ToFindOut, findings, to_find_out, total_evpi
from careerpaths.scoring.findings.robustness import Acceptability, Closeness, Setting, acceptability, closeness_of
from careerpaths.scoring.findings.sensitivity import (
    Bar,
    Switch,
    TippingPoint,
    WeightTippingPoint,
    switches,
    tipping_points,
    tornado,
    weight_tipping_points,
)
from careerpaths.scoring.findings.variations import Variation, leaders, variations
from careerpaths.scoring.parts.advice import PlanItem
from careerpaths.scoring.schema import Scope
from careerpaths.scoring.values.advice import Advice, plan_of, warning_of
from careerpaths.scoring.values.evaluation import Evaluation, summarise, timeline_given
from careerpaths.scoring.values.scores import Scores, score

PLANNED_OPTIONS = 2  # the plan is for the first two options (decision model 6)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """Only the comparison of one case under one ruleset, fast enough to follow a hand on a control."""

    compiled: Compiled
    case: Case
    evaluation: Evaluation
    closeness: Closeness
    order: tuple[int, ...]  # positions of the ranked options, best first
    first: Mapping[str, int]  # option id -> in how many of a hundred ways it comes first; empty where nothing is ranked


@dataclass(frozen=True, kw_only=True)
class Analysis(Glance):
    """The whole result: also why, what would change it, what to find out and what to do."""

    acceptability: Mapping[Setting, Acceptability]
    variations: tuple[Variation, ...]
    reasons: tuple[tuple[Reason, ...], ...]  # of each option
    advice: tuple[tuple[Advice, ...], ...]  # warnings of each option
    person_advice: tuple[Advice, ...]
    findings: tuple[Finding, ...]
    to_find_out: ToFindOut
    evpi: float  # points that knowing everything would bring
    tornado: tuple[Bar, ...]
    tipping_points: tuple[TippingPoint, ...]
    weight_tipping_points: tuple[WeightTippingPoint, ...]
    switches: tuple[Switch, ...]
    plan: tuple[PlanItem, ...]
    later_than: tuple[float, ...]  # P(transformative AI comes later) for each year from now; empty without a timeline
    ready_after: tuple[tuple[float, float], ...]  # (years, probability) to become a lead, experience taken off


LOOK_AHEAD = 25  # years of the timeline that are shown


def analyse(compiled: Compiled, case: Case, draws: int | None = None, *, confidence: bool = True) -> Analysis:
    """Evaluate a case and look at it from every side. Deterministic: equal input, equal output.

    Confidence factors take a quarter of the time, and no page shows them.
    """
    scores = score(compiled, [case], draws)
    varied = variations(scores, case) if case.options else ()
    evaluation = summarise(scores, case)
    ranked = evaluation.view != "none"
    found = findings(scores, varied) if ranked else ()
    evpi = total_evpi(scores, case) if ranked else 0.0
    asked = to_find_out(found, evpi)
    order = leaders(scores) if ranked else ()
    shares = _acceptabilities(scores, case, confidence=confidence) if ranked and case.options else {}
    return Analysis(
        compiled=compiled,
        case=case,
        evaluation=evaluation,
        closeness=closeness_of(scores, shares["headline"]) if shares else "not_ranked",
        order=order,
        first=shares["headline"].first_of_100() if shares else {},
        acceptability=shares,
        variations=varied,
        reasons=reasons(scores, varied, case),
        advice=tuple(_advice(scores, "option", n) for n in range(len(case.options))),
        person_advice=_advice(scores, "person", 0),
        findings=found,
        to_find_out=asked,
        evpi=evpi,
        tornado=tornado(scores, varied) if ranked else (),
        tipping_points=tipping_points(scores, case, varied) if ranked else (),
        weight_tipping_points=weight_tipping_points(scores) if ranked else (),
        switches=switches(scores, case) if ranked else (),
        plan=plan_of(scores.frame, order[:PLANNED_OPTIONS], asked.worth_it) if order else (),
        later_than=_later_than(scores),
        ready_after=_ready_after(scores),
    )


def _later_than(scores: Scores) -> tuple[float, ...]:
    if not timeline_given(scores):
        return ()
    years = np.arange(LOOK_AHEAD + 1, dtype=np.float64)[None, :]
    return tuple(float(chance) for chance in scores.valued.options.times.chance_later_than(years)[0])


def _ready_after(scores: Scores) -> tuple[tuple[float, float], ...]:
    credit = float(scores.valued.options.credit[0])
    return tuple((max(years - credit, 0.0), share) for years, share in scores.compiled.ruleset.timeline.lead_years)


def _acceptabilities(scores: Scores, case: Case, *, confidence: bool) -> Mapping[Setting, Acceptability]:
    """In every weight setting that the case allows."""
    settings: tuple[Setting, ...] = ("headline", "none")
    if isinstance(case.person.get("criteria_ranking"), tuple):
        settings = ("headline", "ranking", "none")
    return {setting: acceptability(scores, case, setting, confidence=confidence) for setting in settings}


def _advice(scores: Scores, scope: Scope, position: int) -> tuple[Advice, ...]:
    flags = scores.compiled.ruleset.flags
    raised = (flag for flag in flags if flag.scope == scope and scores.frame.flags[flag.id][position])
    return tuple(warning_of(scores.frame, flag, position) for flag in raised)


def glance(compiled: Compiled, case: Case, draws: int | None = None) -> Glance:
    """Evaluate and rank a case without looking into what would change it. The figures are those of `analyse`."""
    scores = score(compiled, [case], draws)
    evaluation = summarise(scores, case)
    ranked = evaluation.view != "none" and bool(case.options)
    shares = acceptability(scores, case) if ranked else None
    return Glance(
        compiled=compiled,
        case=case,
        evaluation=evaluation,
        closeness=closeness_of(scores, shares) if shares else "not_ranked",
        order=leaders(scores) if ranked else (),
        first=shares.first_of_100() if shares else {},
    )
