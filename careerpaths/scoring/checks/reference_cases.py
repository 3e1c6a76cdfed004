"""Whether reference cases are valid: their answers exist, and so does what they expect something of."""

from collections.abc import Callable, Iterable, Iterator

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.faults import CaseError, Fault
from careerpaths.scoring.parts.reference_cases import Expectation, ReferenceCase
from careerpaths.scoring.ruleset import Ruleset

_NEEDS: dict[str, tuple[str, ...]] = {
    "first": ("option",),
    "above": ("option", "other"),
    "value": ("option",),
    "raised": ("flag",),
    "not_raised": ("flag",),
    "closeness": ("closeness",),
}
"""What an expectation of each kind must say."""


def reference_cases_can_be_read(ruleset: Ruleset) -> Iterator[Fault]:
    for case in ruleset.reference_cases:
        try:
            read_case(ruleset, case.document())
        except CaseError as error:
            for fault in error.faults:
                yield Fault(path=f"reference_cases.{case.id}.{fault.path}", message=fault.message)


def expectations_speak_of_what_is_there(ruleset: Ruleset) -> Iterator[Fault]:
    for case in ruleset.reference_cases:
        for n, expected in enumerate(case.expected):
            path = f"reference_cases.{case.id}.expected[{n}]"
            yield from _complete(path, expected)
            yield from _known(path, expected, case, ruleset)


def _complete(path: str, expected: Expectation) -> Iterator[Fault]:
    for needed in _NEEDS[expected.kind]:
        if not getattr(expected, needed):
            yield Fault(path=f"{path}.{needed}", message="This is missing. Choose one.")
    low, high = expected.at_least, expected.at_most
    if expected.kind == "value" and low is None and high is None:
        yield Fault(path=f"{path}.at_least", message="Say the least value, the greatest value, or both.")
    elif expected.kind == "value" and (low or 0) <= 0 and (high is None or high >= 100):
        yield Fault(path=f"{path}.at_least", message="Every value lies from 0 to 100. Expect something narrower.")
    if expected.kind == "above" and expected.option == expected.other:
        yield Fault(path=f"{path}.other", message="An option cannot come out above itself. Choose another one.")
    if low is not None and high is not None and low > high:
        yield Fault(path=f"{path}.at_most", message=f"The greatest value must be {low:g} or more.")


def _known(path: str, expected: Expectation, case: ReferenceCase, ruleset: Ruleset) -> Iterator[Fault]:
    ids = {option.id for option in case.options}
    for key in ("option", "other"):
        if (named := getattr(expected, key)) and named not in ids:
            yield Fault(path=f"{path}.{key}", message=f"The case has no option {named}. Choose one of {_listed(ids)}.")
    if expected.flag and expected.flag not in ruleset.flags_by_id:
        yield Fault(path=f"{path}.flag", message=f"There is no warning {expected.flag}. Choose one that exists.")


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids))


REFERENCE_CHECKS: tuple[Callable[[Ruleset], Iterable[Fault]], ...] = (
    reference_cases_can_be_read,
    expectations_speak_of_what_is_there,
)
