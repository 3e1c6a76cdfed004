"""An analysis in a few lines of plain text, for the command line."""

from careerpaths.scoring.analysis import Analysis

CLOSENESS = {
    "comes_out_first": "comes out first in most cases",
    "leans": "leans ahead",
    "too_close": "is too close to call with the next",
    "not_ranked": "is not ranked",
}


def as_text(analysis: Analysis) -> str:
    """The ranking with its intervals, how sure it is, warnings and the plan."""
    evaluation = analysis.evaluation
    lines = [f"Ruleset {analysis.compiled.ruleset.name} {analysis.compiled.ruleset.version}, view: {evaluation.view}"]
    headline = analysis.acceptability.get("headline")
    for place, n in enumerate(analysis.order, start=1):
        option = evaluation.options[n]
        sure = f", first in {100 * headline.first(option.id):.0f} of 100" if headline else ""
        lines.append(
            f"{place}. {option.name or option.id} ({option.path}): {option.value:.0f} of 100, "
            f"likely {option.low:.0f} to {option.high:.0f}{sure}"
        )
        lines += [f"   {advice.level}: {advice.flag.title}" for advice in analysis.advice[n]]
    if analysis.order:
        first = evaluation.options[analysis.order[0]]
        lines.append(f"{first.name or first.id} {CLOSENESS[analysis.closeness]}.")
    lines += [f"{advice.level}: {advice.flag.title}" for advice in analysis.person_advice]
    lines += [f"[{item.id}] {item.text}" for item in analysis.plan]
    return "\n".join(lines)
