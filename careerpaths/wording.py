"""An analysis in a few lines of plain text, for the command line."""

from django.utils.translation import gettext

from careerpaths.scoring.findings.analysis import Analysis

_CLOSENESS = {
    "comes_out_first": "comes out first in most cases",
    "leans": "leans ahead",
    "too_close": "is too close to call with the next",
    "not_ranked": "is not ranked",
}


def hundredths(count: int) -> str:
    """A number of a hundred ways. A sample cannot show that something always or never happens."""
    if count < 1:
        return gettext("fewer than 1 of 100")
    if count > 99:
        return gettext("more than 99 of 100")
    return gettext("%(count)d of 100") % {"count": count}


def as_text(analysis: Analysis) -> str:
    """The ranking with its intervals and confidence, warnings and the plan."""
    evaluation = analysis.evaluation
    lines = [f"Ruleset {analysis.compiled.ruleset.name} {analysis.compiled.ruleset.version}, view: {evaluation.view}"]
    first = analysis.first if len(analysis.order) > 1 else {}
    for place, n in enumerate(analysis.order, start=1):
        option = evaluation.options[n]
        sure = f", first in {hundredths(first[option.id])}" if first else ""
        lines.append(
            f"{place}. {option.name or option.id} ({option.path}): {option.value:.0f} of 100, "
            f"likely {option.low:.0f} to {option.high:.0f}{sure}"
        )
        lines += [f"   {advice.level}: {advice.flag.title}" for advice in analysis.advice[n]]
    if analysis.order:
        best = evaluation.options[analysis.order[0]]
        lines.append(f"{best.name or best.id} {_CLOSENESS[analysis.closeness]}.")
    lines += [f"{advice.level}: {advice.flag.title}" for advice in analysis.person_advice]
    lines += [f"[{item.id}] {item.text}" for item in analysis.plan]
    return "\n".join(lines)
