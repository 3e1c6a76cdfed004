"""What is written down of one case: values, ranges, shares, warnings and the plan."""

from typing import Any

from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Analysis, analyse
from careerpaths.scoring.values.evaluation import OptionResult

DRAWS = 300
DIGITS = 11
NUMBERS = ("value", "low", "high", "minimum", "maximum", "limits", "route", "lead_value", "contributor_value")
MAYBE = ("expected_lead_years", "chance_of_a_lead_year", "p_phd_after")


def said_of(compiled: Compiled, case: Case) -> dict[str, Any]:
    """Everything that a new form of the same rules has to say, too."""
    found = analyse(compiled, case, DRAWS)
    return {
        "lead_weight": _rounded(found.evaluation.lead_weight),
        "view": found.evaluation.view,
        "too_late": _rounded(found.evaluation.chance_too_late),
        "flags": list(found.evaluation.person_flags),
        "options": [_option(found, option) for option in found.evaluation.options],
        "plan": [item.id for item in found.plan],
    }


def _option(found: Analysis, option: OptionResult) -> list[Any]:
    """A list, since two thousand people have six thousand of them."""
    shares = [
        _rounded(seen.first(option.id)) if option.id in seen.option_ids else None
        for _, seen in sorted(found.acceptability.items())
    ]
    numbers = [_rounded(getattr(option, name)) for name in (*NUMBERS, *MAYBE)]
    criteria = [_rounded(part.points) for _, part in sorted(option.criteria.items())]
    return [numbers, criteria, shares, list(option.flags), option.rank, option.excluded]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0
