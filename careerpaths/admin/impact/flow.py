"""Geometry of the chart of changes: bands from the kind that came first to the kind that would. No text.

Everybody is drawn, including people whose first option stays the same, so that a few who change look like a few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from careerpaths.impact.protection import at_least

WIDTH, HEIGHT, GAP, LEAST = 360, 240, 12, 1.5
BAR = 10

Counted = Mapping[str, Any]
"""From which kind to which, and how many people, as stored in a report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowBar:
    """A kind of option on one side."""

    path: str
    y: float
    height: float
    middle: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """People who change from one kind to another."""

    source: str
    stays: bool
    d: str  # the outline, as SVG path data


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The whole chart."""

    before: Sequence[FlowBar]
    after: Sequence[FlowBar]
    bands: Sequence[Band]
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = BAR
    right: int = WIDTH - BAR


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stream:
    """People with the same first kind before and after, drawn this thick."""

    source: str
    target: str
    stays: bool  # the same option; others of the same kind may differ
    thick: float


def flow(flows: Sequence[Counted], kept: Sequence[Mapping[str, int]], order: Sequence[str]) -> Flow | None:
    """A chart of these changes among all people; None if there are no changes."""
    if not flows:
        return None
    sizes = {(path, path, True): _size(people) for path, people in zip(order, kept, strict=True) if _size(people)}
    sizes |= {(one["from"], one["to"], False): _size(one["people"]) for one in flows}
    most_bars = max(len({key[side] for key in sizes}) for side in (0, 1))
    scale = (HEIGHT - GAP * (most_bars - 1)) / sum(sizes.values())
    places = {path: n for n, path in enumerate(order)}
    streams = [
        _Stream(source=source, target=target, stays=stays, thick=max(size * scale, LEAST))
        for (source, target, stays), size in sorted(sizes.items(), key=lambda one: _position(one[0], places))
    ]
    before = _bars([(one.source, one.thick) for one in streams], order)
    after = _bars([(one.target, one.thick) for one in streams], order)
    return Flow(before=before, after=after, bands=_bands(streams, before, after))


def _position(key: tuple[str, str, bool], places: Mapping[str, int]) -> tuple[int, int, bool]:
    source, target, stays = key
    return places[source], places[target], not stays


def _size(shown: Mapping[str, int]) -> int:
    return shown.get("n", shown.get("about", at_least(1)))


def _bars(parts: Sequence[tuple[str, float]], order: Sequence[str]) -> list[FlowBar]:
    heights = {path: sum(thick for name, thick in parts if name == path) for path in order}
    shown = [(path, height) for path, height in heights.items() if height]
    tops = accumulate([0.0, *(height + GAP for _, height in shown[:-1])])
    return [
        FlowBar(path=path, y=round(top, 1), height=round(height, 1), middle=round(top + height / 2, 1))
        for (path, height), top in zip(shown, tops, strict=True)
    ]


def _bands(streams: Sequence[_Stream], before: Sequence[FlowBar], after: Sequence[FlowBar]) -> list[Band]:
    left, right = ({bar.path: bar.y for bar in bars} for bars in (before, after))
    bands = []
    for one in streams:
        outline = _outline(left[one.source], right[one.target], one.thick)
        bands.append(Band(source=one.source, stays=one.stays, d=outline))
        left[one.source] += one.thick
        right[one.target] += one.thick
    return bands


def _outline(left: float, right: float, size: float) -> str:
    start, end, middle = BAR, WIDTH - BAR, WIDTH / 2
    return (
        f"M{start} {left:.1f}C{middle:.0f} {left:.1f} {middle:.0f} {right:.1f} {end} {right:.1f}"
        f"V{right + size:.1f}C{middle:.0f} {right + size:.1f} {middle:.0f} {left + size:.1f} {start} {left + size:.1f}Z"
    )
