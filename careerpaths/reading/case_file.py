"""Case files: one case or a list of cases, as JSON or YAML."""

from typing import Any

from careerpaths import rulesets
from careerpaths.reading.json import Limits, NotJson, read_json
from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.faults import CaseError, Fault
from careerpaths.scoring.ruleset import Ruleset

CASE_LIMITS = Limits(size=5_000_000, depth=11, values=1_000_000)
"""It is our own file, so this only keeps a wrong file from filling the memory."""


def read_cases(ruleset: Ruleset, text: bytes, name: str) -> tuple[list[Case], bool]:
    """The cases of a file, and whether it holds a list. Raises `DocumentError` with every fault of every case."""
    data = _data(text, name)
    if not isinstance(data, list):
        return [read_case(ruleset, data)], False
    cases, faults = [], []
    for n, item in enumerate(data):
        try:
            cases.append(read_case(ruleset, item))
        except CaseError as error:
            faults += [
                Fault(path=f"[{n}].{fault.path}" if fault.path else f"[{n}]", message=fault.message)
                for fault in error.faults
            ]
    if faults:
        raise CaseError(faults)
    return cases, True


def _data(text: bytes, name: str) -> Any:
    """JSON is tried first: it is faster, and YAML stumbles over tabs that JSON allows."""
    try:
        return read_json(text, CASE_LIMITS)
    except NotJson:
        return rulesets.read_plain(text, name)
