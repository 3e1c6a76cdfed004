"""Reference cases: evaluated, and compared with what must come out."""

from dataclasses import dataclass

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Glance, glance
from careerpaths.scoring.parts.reference_cases import Expectation, ReferenceCase
from careerpaths.scoring.values.evaluation import OptionResult

DRAWS = 2000  # enough that a value is right to about a third of a point


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """One expectation, whether it is met, and what came out instead."""

    expected: Expectation
    met: bool
    came_out: str  # a few words


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One reference case with all its expectations."""

    case: ReferenceCase
    results: tuple[Met, ...]

    @property
    def passes(self) -> bool:
        return all(result.met for result in self.results)


def reference_outcomes(compiled: Compiled) -> list[Outcome]:
    """What comes out of every reference case of a ruleset."""
    return [outcome(compiled, case) for case in compiled.ruleset.reference_cases]


def outcome(compiled: Compiled, case: ReferenceCase) -> Outcome:
    seen = glance(compiled, read_case(compiled.ruleset, case.document()), DRAWS)
    return Outcome(case=case, results=tuple(_met(seen, expected) for expected in case.expected))


def _met(seen: Glance, expected: Expectation) -> Met:
    match expected.kind:
        case "first":
            first = seen.evaluation.options[seen.order[0]].id if seen.order else "none"
            return Met(expected=expected, met=first == expected.option, came_out=first)
        case "above":
            one, other = _option(seen, expected.option), _option(seen, expected.other)
            return Met(
                expected=expected, met=one.value > other.value, came_out=f"{one.value:.1f} and {other.value:.1f}"
            )
        case "value":
            value = round(_option(seen, expected.option).value, 1)
            low = expected.at_least if expected.at_least is not None else 0.0
            high = expected.at_most if expected.at_most is not None else 100.0
            return Met(expected=expected, met=low <= value <= high, came_out=f"{value:.1f}")
        case "closeness":
            return Met(expected=expected, met=seen.closeness == expected.closeness, came_out=seen.closeness)
        case _:
            raised = expected.flag in _flags(seen, expected.option)
            words = "raised" if raised else "not raised"
            return Met(expected=expected, met=raised == (expected.kind == "raised"), came_out=words)


def _option(seen: Glance, name: str) -> OptionResult:
    return next(option for option in seen.evaluation.options if option.id == name)


def _flags(seen: Glance, option: str) -> tuple[str, ...]:
    return tuple(_option(seen, option).flags) if option else tuple(seen.evaluation.person_flags)
