"""JSON: the case format with the journal. It can be imported again and read by `manage.py evaluate` and the API."""

import json
from typing import Any

from assessments.exports.bundle import Bundle
from assessments.journal.decisions import chosen
from assessments.journal.sure_test import SURE_FIELDS
from assessments.models import Decision, Option, SureAnswers

FORMAT = "career-paths/1"


def export_document(kept: Bundle) -> dict[str, Any]:
    """The comparison as plain data. Equal content gives equal data: nothing says when it was made."""
    version, leaning = kept.assessment.ruleset, _present(kept.assessment.leaning)
    return {
        "format": FORMAT,
        "title": kept.assessment.title,
        "ruleset": {"name": version.name, "version": version.version, "digest": version.digest},
        **_whole(_without_addresses(kept.document)),
        "journal": {
            "leaning": leaning.seed if leaning else None,
            "decisions": [_decision(decision) for decision in kept.decisions],
            "sure": {moment: _sure(answers) for moment, answers in sorted(kept.sure.items())},
        },
    }


def _without_addresses(document: dict[str, Any]) -> dict[str, Any]:
    """Each option identified by its seed: a copy made from the file has new addresses and the same result."""
    options = [{**option, "id": option["seed"]} for option in document["options"]]
    return {**document, "options": [{k: v for k, v in option.items() if k != "seed"} for option in options]}


def _whole(data: Any) -> Any:
    """The same data with whole numbers written as integers: 30 and 30.0 are the same answer."""
    match data:
        case dict():
            return {key: _whole(value) for key, value in data.items()}
        case list():
            return [_whole(value) for value in data]
        case float() if data.is_integer():
            return int(data)
        case _:
            return data


def _present(option: Option | None) -> Option | None:
    return option if option and option.deleted_at is None else None


def _decision(decision: Decision) -> dict[str, Any]:
    """One entry. An option that was deleted is not in the file, so the entry keeps its name."""
    option = _present(decision.option)
    return {
        "option": option.seed if option else None,
        "choice": "" if option else chosen(decision),
        "why": decision.why,
        "confidence": decision.confidence,
        "result_then": decision.result_then,
        "decided_at": decision.decided_at.isoformat(),
        "look_again_on": decision.look_again_on.isoformat() if decision.look_again_on else None,
        "outcome": decision.outcome,
        "outcome_at": decision.outcome_at.isoformat() if decision.outcome_at else None,
    }


def _sure(answers: SureAnswers) -> dict[str, bool | None]:
    return {name: getattr(answers, name) for name in SURE_FIELDS}


def write_json(kept: Bundle) -> bytes:
    return (json.dumps(export_document(kept), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
