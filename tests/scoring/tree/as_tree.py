"""The rules 1.0 said as a tree: nodes from a file, numbers and scales from the ruleset."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from careerpaths import rulesets
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import Quantity
from careerpaths.scoring.tree.document import Tree
from careerpaths.scoring.tree.program import Program

FILE = Path(__file__).parent / "rules_1_0.yaml"
STAND_INS = {"goal_role": 0.5, "new_agendas_value": "agenda_unknown", "mental_health_risk": 1.0}
"""What an answer counts as where it is missing."""


_MADE: dict[str, Program] = {}


def program_of(ruleset: Ruleset) -> Program:
    """The tree with the numbers of a ruleset of the old form."""
    if ruleset.digest not in _MADE:
        _MADE[ruleset.digest] = _program(ruleset)
    return _MADE[ruleset.digest]


def _program(ruleset: Ruleset) -> Program:
    document = rulesets.read(FILE)
    weights: dict[str, dict[str, float]] = {"lead": {}, "contributor": {}}
    for criterion in ruleset.criteria:
        weights["lead"][criterion.id] = criterion.weights.lead
        weights["contributor"][criterion.id] = criterion.weights.contributor
    for goal in document["goals"]:
        goal["weights"] = weights[goal["id"]]
    document["numbers"] = [
        {"id": key, **quantity.model_dump(exclude_defaults=True)} for key, quantity in _constants(ruleset)
    ]
    document["scales"] = list(_scales(ruleset))
    document["timeline"] = _timeline(ruleset)
    off = frozenset(rule.id for rule in ruleset.rules if not rule.enabled)
    return Program(tree=Tree.model_validate(document), off=off)


def _constants(ruleset: Ruleset) -> Iterator[tuple[str, Quantity]]:
    owners: list[Mapping[str, Quantity]] = [criterion.constants for criterion in ruleset.criteria]
    owners += [rule.constants for rule in ruleset.rules]
    for owner in (*owners, ruleset.timeline.constants):
        yield from owner.items()


def _scales(ruleset: Ruleset) -> Iterator[dict[str, Any]]:
    for table in ruleset.tables:
        if table.question != "opt_path":
            stand_in = {"unknown": STAND_INS[table.id]} if table.id in STAND_INS else {}
            yield {
                "id": table.id,
                "question": table.question,
                "levels": dict(table.levels),
                "source": table.source,
            } | stand_in
    for curve in ruleset.curves:
        yield {"id": curve.id, "question": curve.question, "points": curve.points, "source": curve.source}
    mentors = ruleset.tables_by_id["opt_mentor_research"].levels
    has = {choice: float(level > 0) for choice, level in mentors.items()}
    yield {"id": "has_mentor", "question": "opt_mentor_research", "levels": has, "source": ["E85"]}
    years = {"no": 0.0, "within_2y": "stage_within_2y", "later": "stage_later"}
    yield {"id": "years_on_job", "question": "opt_then_phd", "levels": years, "unit": "years", "source": ["E69"]} | {
        "reason": "Not going on at all comes last: the sooner, the better."
    }


def _timeline(ruleset: Ruleset) -> dict[str, Any]:
    return {
        "chances": [["tai_p5", 5], ["tai_p10", 10], ["tai_p20", 20]],
        "start": "opt_start_months",
        "experience": "research_experience_years",
        "credit": "credit_per_year",
        "most_credit": "credit_max",
        "years": ruleset.timeline.lead_years,
        "horizon": "horizon_years",
        "source": ruleset.timeline.source,
    }
