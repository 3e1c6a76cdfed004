"""Reference cases: the results that a ruleset must give before it is published."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerpaths.cache import Cache
from careerpaths.scoring.compiled import compile_ruleset
from careerpaths.scoring.findings.reference import Met, Outcome, reference_outcomes
from careerpaths.scoring.parts.reference_cases import Expectation, ReferenceCase
from careerpaths.scoring.ruleset import Ruleset

CLOSENESS = {
    "comes_out_first": gettext_lazy("comes out first"),
    "leans": gettext_lazy("leans ahead"),
    "too_close": gettext_lazy("too close to call"),
    "not_ranked": gettext_lazy("not ranked"),
}
"""How close the result of a case is, as text."""


_kept: Cache[list[Outcome]] = Cache(16)  # a draft's pages need them again and again


def outcomes_of(ruleset: Ruleset) -> list[Outcome]:
    """The outcome of every reference case, worked out once in this process."""
    return _kept.get(ruleset.digest_without_label, lambda: reference_outcomes(compile_ruleset(ruleset)))


def failures(ruleset: Ruleset) -> list[str]:
    """One sentence for each unmet expectation."""
    return [
        _("%(case)s: expected %(expected)s, came out %(came_out)s.")
        % {
            "case": outcome.case.name,
            "expected": said(result.expected, outcome.case, ruleset),
            "came_out": came_out(result, outcome.case),
        }
        for outcome in outcomes_of(ruleset)
        for result in outcome.results
        if not result.met
    ]


def said(expected: Expectation, case: ReferenceCase, ruleset: Ruleset) -> str:
    """An expectation as text."""
    names = {option.id: option.name or option.id for option in case.options}
    flag = ruleset.flags_by_id[expected.flag].title if expected.flag in ruleset.flags_by_id else expected.flag
    words = {
        "option": names.get(expected.option, _("the person")),
        "other": names.get(expected.other, ""),
        "flag": flag,
        "low": f"{expected.at_least or 0:g}",
        "high": f"{100 if expected.at_most is None else expected.at_most:g}",
        "closeness": CLOSENESS.get(expected.closeness, ""),
    }
    sentences = {
        "first": _("%(option)s first"),
        "above": _("%(option)s above %(other)s"),
        "value": _("%(option)s from %(low)s to %(high)s points"),
        "raised": _("the warning “%(flag)s” for %(option)s"),
        "not_raised": _("no warning “%(flag)s” for %(option)s"),
        "closeness": "%(closeness)s",
    }
    return sentences[expected.kind] % words


def came_out(result: Met, about: ReferenceCase) -> str:
    """The actual result as text."""
    match result.expected.kind:
        case "first":
            names = {option.id: option.name or option.id for option in about.options}
            return names.get(result.came_out, _("no option"))
        case "closeness":
            return str(CLOSENESS[result.came_out])
        case "raised" | "not_raised":
            return _("raised") if result.came_out == "raised" else _("not raised")
        case _:
            return result.came_out
