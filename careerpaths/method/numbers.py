"""The numbers of a ruleset as readers see them: where each comes from, what it does, and the picture of a curve."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import number_text
from careerpaths.scoring.parts.numbers import Adjustment, Curve
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import ASSUMPTION, Frozen, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a number comes from: its passages, and a phrase for whether the post says it or we assume it."""

    said: str
    passages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CurvePoint:
    """A point of a curve: its label, and its position in the chart."""

    x: str
    y: str
    cx: str
    cy: str


def origin(source: Iterable[str], ruleset: Ruleset) -> Origin:
    """The passages of a source, and whether the post or we say it."""
    return origin_in(tuple(source), lambda passage: ruleset.evidence_by_id[passage].by)


def origin_in(source: Sequence[str], author_of: Callable[[str], str]) -> Origin:
    """The same, before anybody has checked that the passages exist."""
    passages = tuple(item for item in source if item != ASSUMPTION)
    by_post = [author_of(passage) == "post" for passage in passages]
    said = {
        (False, False): gettext("Assumption"),
        (True, False): gettext("From the post"),
        (False, True): gettext("From the comments"),
        (True, True): gettext("From the post and its comments"),
    }[any(by_post), not all(by_post)]
    if passages and ASSUMPTION in source:
        said = gettext("%(origin)s, in part assumed") % {"origin": said}
    return Origin(said=said, passages=passages)


def quantities(owner: Frozen) -> dict[str, Quantity]:
    """The numbers among the fields of a part of the ruleset."""
    return {name: value for name, value in owner if isinstance(value, Quantity)}


def numbers_of_sampling(ruleset: Ruleset) -> dict[str, Quantity]:
    return quantities(ruleset.sampling) | quantities(ruleset.sampling.dependence)


def amount(value: float, unit: str) -> str:
    return f"{number_text(value)} {unit}".strip()


def percent(share: float | None) -> str:
    return "" if share is None else number_text(round(share * 100, 1))


def effect(adjustment: Adjustment, ruleset: Ruleset) -> str:
    """What an adjustment does to which number."""
    effects = {
        "add": gettext("%(amount)s is added to %(target)s"),
        "multiply": gettext("%(target)s is multiplied by %(amount)s"),
        "cap": gettext("%(target)s is at most %(amount)s"),
    }
    target = adjustment.target
    name = gettext("the value of the option") if target == "value" else ruleset.criteria_by_id[target].short
    return effects[adjustment.action] % {"amount": number_text(adjustment.amount), "target": name}


WIDTH, HEIGHT, MARGIN = 320, 150, 12  # of a curve's drawing area, in SVG units


def curve_points(curve: Curve) -> list[CurvePoint]:
    first, last = curve.points[0][0], curve.points[-1][0]
    return [
        CurvePoint(
            x=number_text(x),
            y=number_text(y),
            cx=f"{MARGIN + (x - first) / (last - first) * (WIDTH - 2 * MARGIN):.1f}",
            cy=f"{HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN):.1f}",
        )
        for x, y in curve.points
    ]
