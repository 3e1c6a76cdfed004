"""The numbers of a ruleset as readers see them: each with its unit, its bounds, its meaning and its origin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from careerpaths.method.conditions import number_text
from careerpaths.scoring.parts.numbers import Curve, LevelTable
from careerpaths.scoring.parts.questions import Prior, Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import ASSUMPTION, PATHS, Frozen, Quantity

_PERCENT = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a number comes from: its passages, and a phrase for whether the post says it or we assume it."""

    said: str
    passages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number that an admin can set."""

    id: str
    meaning: str
    value: str
    unit: str
    bounds: str
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One answer and its number."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueTable:
    """How much each answer to a question counts."""

    id: str
    question: str  # id
    title: str
    role: str  # what the numbers are, if they are not values from 0 to 1
    levels: tuple[Level, ...]
    note: str
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class CurvePoint:
    """A point of a curve: its label, and its position in the chart."""

    x: str
    y: str
    cx: str
    cy: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CurvePicture:
    """A curve that gives a number for each number: its points, and the line through them."""

    id: str
    title: str
    unit_x: str
    unit_y: str
    points: tuple[CurvePoint, ...]
    line: str  # an SVG path
    note: str
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class TypicalRow:
    """One answer, and how many of a hundred are assumed to give it for each kind of option; empty if none can."""

    label: str
    shares: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Typical:
    """What is assumed for an unknown answer."""

    heading: str  # one for each answer
    columns: tuple[str, ...]
    rows: tuple[TypicalRow, ...]
    origin: Origin


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


def figures(constants: Mapping[str, Quantity], ruleset: Ruleset) -> tuple[Figure, ...]:
    return tuple(figure(name, quantity, ruleset) for name, quantity in constants.items())


def quantities(owner: Frozen) -> dict[str, Quantity]:
    """The numbers among the fields of a part of the ruleset."""
    return {name: value for name, value in owner if isinstance(value, Quantity)}


def figure(name: str, quantity: Quantity, ruleset: Ruleset) -> Figure:
    bounds = gettext("%(low)s to %(high)s") % {"low": number_text(quantity.low), "high": number_text(quantity.high)}
    return Figure(
        id=name,
        meaning=quantity.note or name.replace("_", " "),
        value=number_text(quantity.value),
        unit=quantity.unit,
        bounds=bounds,
        origin=origin(quantity.source, ruleset),
    )


def value_table(table: LevelTable, ruleset: Ruleset) -> ValueTable:
    question = ruleset.questions_by_id[table.question]
    roles = {
        "value": "",
        "share": gettext("A share."),
        "factor": gettext("A factor."),
        "goal_weight": gettext("A lead weight."),
    }
    levels = (
        Level(label=question.label_of(choice), value=number_text(value)) for choice, value in table.levels.items()
    )
    return ValueTable(
        id=table.id,
        question=table.question,
        title=question.short,
        role=roles[table.role],
        levels=tuple(levels),
        note=table.note,
        origin=origin(table.source, ruleset),
    )


WIDTH, HEIGHT, MARGIN = 320, 150, 12  # of a curve's drawing area, in SVG units


def curve_picture(curve: Curve, ruleset: Ruleset) -> CurvePicture:
    first, last = curve.points[0][0], curve.points[-1][0]
    points = tuple(
        CurvePoint(
            x=number_text(x),
            y=number_text(y),
            cx=f"{MARGIN + (x - first) / (last - first) * (WIDTH - 2 * MARGIN):.1f}",
            cy=f"{HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN):.1f}",
        )
        for x, y in curve.points
    )
    return CurvePicture(
        id=curve.id,
        title=curve.label,
        unit_x=curve.unit_x,
        unit_y=curve.unit_y,
        points=points,
        line="M" + " L".join(f"{point.cx} {point.cy}" for point in points),
        note=curve.note,
        origin=origin(curve.source, ruleset),
    )


def typical(question: Question, ruleset: Ruleset) -> Typical | None:
    """The prior of a question as a table, or nothing if it has none."""
    prior = question.prior
    if prior is None:
        return None
    by_key = _shares(question, prior)
    keys = [key for key in ("person", *PATHS) if key in by_key]
    answers = question.choice_ids or sorted({answer for shares in by_key.values() for answer in shares}, key=float)
    rows = (
        TypicalRow(
            label=question.label_of(answer) if question.choices else answer,
            shares=tuple(_percent(by_key[key].get(answer)) for key in keys),
        )
        for answer in answers
    )
    names: dict[str, str] = {"person": gettext("Everyone"), **{path.id: path.short for path in ruleset.paths}}
    return Typical(
        heading=question.unit or gettext("Answer"),
        columns=tuple(names[key] for key in keys),
        rows=tuple(rows),
        origin=origin(prior.source, ruleset),
    )


def _shares(question: Question, prior: Prior) -> dict[str, dict[str, float]]:
    """The share of each answer, for each kind of option or for every person."""
    found: dict[str, dict[str, float]] = {}
    for key, pairs in prior.numbers.items():
        found[key] = {f"{value:g}": share for value, share in pairs}
    for key, shares in prior.choices.items():
        found[key] = dict(zip(question.choice_ids, shares, strict=True))
    return found


def _percent(share: float | None) -> str:
    return "" if share is None else number_text(round(share * _PERCENT, 1))
