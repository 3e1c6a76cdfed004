"""An analysis as plain JSON data: what the command prints, the API answers and an export holds.

The keys are an outside interface: they may be added to, never renamed.
"""

from typing import Any

from careerpaths.scoring.findings.analysis import Analysis
from careerpaths.scoring.findings.robustness import Acceptability
from careerpaths.scoring.findings.variations import Cell
from careerpaths.scoring.values.evaluation import OptionResult

POINT_DIGITS, SHARE_DIGITS = 4, 4  # of what is printed; pages show whole numbers


def report(analysis: Analysis) -> dict[str, Any]:
    """The whole result as JSON data."""
    ruleset, evaluation = analysis.compiled.ruleset, analysis.evaluation
    headline = analysis.acceptability.get("headline")
    return {
        "ruleset": {"name": ruleset.name, "version": ruleset.version, "digest": ruleset.digest},
        "lead_weight": _share(evaluation.lead_weight),
        "view": evaluation.view,
        "options": [_option(option, headline) for option in evaluation.options],
        "person_flags": list(evaluation.person_flags),
        "closeness": analysis.closeness,
        "chance_too_late": _share(evaluation.chance_too_late),
        "pairwise": _pairwise(headline),
        "central_weights": _central_weights(headline),
        "robustness": {name: _acceptability(found) for name, found in analysis.acceptability.items()},
        "find_out": _find_out(analysis, of_person=False),
        "answer_first": _find_out(analysis, of_person=True),
        "evpi": _points(analysis.evpi),
        "tipping_points": _tipping_points(analysis),
        "weight_tipping_points": [
            {"criterion": p.criterion, "from": _share(p.before), "to": _share(p.after), "first": p.first}
            for p in analysis.weight_tipping_points
        ],
        "tornado": [
            {**_cell(analysis, bar.cell), "given": bar.given, "low": _points(bar.low), "high": _points(bar.high)}
            | {"low_answer": bar.low_answer, "high_answer": bar.high_answer}
            for bar in analysis.tornado
        ],
        "switches": [
            {"switch": switch.name, "first": switch.first, "changes": switch.changes} for switch in analysis.switches
        ],
        "plan": [item.id for item in analysis.plan],
    }


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, POINT_DIGITS) + 0.0  # + 0.0 turns -0.0 into 0.0


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, SHARE_DIGITS) + 0.0


def _option(option: OptionResult, headline: Acceptability | None) -> dict[str, Any]:
    return {
        "id": option.id,
        "name": option.name,
        "path": option.path,
        "value": _points(option.value),
        "low": _points(option.low),
        "high": _points(option.high),
        "min": _points(option.minimum),
        "max": _points(option.maximum),
        "rank": option.rank,
        "criteria": {
            key: {"value": _share(part.value), "points": _points(part.points), "most": _points(part.most)}
            for key, part in option.criteria.items()
        },
        "limits": _points(option.limits),
        "held_back": {node: _points(points) for node, points in option.held_back.items()},
        "route": _points(option.route),
        "adjustments": _points(option.adjustments),
        "flags": list(option.flags),
        "rank_acceptability": _ranks(option.id, headline),
        "expected_lead_years": _points(option.expected_lead_years),
        "chance_of_a_lead_year": _share(option.chance_of_a_lead_year),
        "p_phd_after": _share(option.p_phd_after),
        "lead_value": _points(option.lead_value),
        "contributor_value": _points(option.contributor_value),
        "core_asked": option.core_asked,
        "core_answered": option.core_answered,
        "excluded": option.excluded,
    }


def _ranks(option_id: str, found: Acceptability | None) -> list[float | None]:
    if found is None or option_id not in found.option_ids:
        return []
    return [_share(float(share)) for share in found.ranks[found.option_ids.index(option_id)]]


def _pairwise(found: Acceptability | None) -> dict[str, dict[str, float | None]]:
    if found is None:
        return {}
    return {
        one: {other: _share(float(found.pairwise[i, j])) for j, other in enumerate(found.option_ids) if other != one}
        for i, one in enumerate(found.option_ids)
    }


def _central_weights(found: Acceptability | None) -> dict[str, dict[str, float | None]]:
    if found is None:
        return {}
    return {
        option: {criterion: _share(weight) for criterion, weight in weights.items()}
        for option, weights in zip(found.option_ids, found.central_weights, strict=True)
        if weights is not None
    }


def _acceptability(found: Acceptability) -> dict[str, Any]:
    return {
        "rank_acceptability": {option: _ranks(option, found) for option in found.option_ids},
        "central_weights": _central_weights(found),
        # empty where nobody asked for the factors
        "confidence": {
            option: _share(value)
            for option, value in zip(found.option_ids, found.confidence, strict=bool(found.confidence))
        },
    }


def _cell(analysis: Analysis, cell: Cell) -> dict[str, Any]:
    option = None if cell.option is None else analysis.case.options[cell.option].id
    return {"option": option, "question": cell.question}


def _find_out(analysis: Analysis, *, of_person: bool) -> list[dict[str, Any]]:
    return [
        {
            **_cell(analysis, finding.cell),
            "evppi": _points(finding.evppi),
            "error": _points(finding.error),
            "chance_changes": _share(finding.chance_changes),
            "minutes": finding.minutes,
            "worth_it": finding.worth_it,
        }
        for finding in analysis.findings
        if of_person == (finding.cell.option is None) and (of_person or finding.minutes is not None)
    ]


def _tipping_points(analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {**_cell(analysis, p.cell), "from": p.before, "to": p.after, "steps": p.steps, "first": p.first}
        for p in analysis.tipping_points
    ]
