"""Geometry of the picture of changes: bands from the kind that was first to the kind that would be. No words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from careerpaths.impact.protection import at_least

WIDTH, HEIGHT, GAP, LEAST = 360, 240, 12, 1.5
BAR = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A kind of option at one side."""

    path: str
    y: float
    height: float
    middle: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """People who go from one kind to another."""

    source: str
    d: str  # the outline, as SVG path data


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The whole picture."""

    before: Sequence[Bar]
    after: Sequence[Bar]
    bands: Sequence[Band]
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = BAR
    right: int = WIDTH - BAR


def flow(flows: Sequence[Mapping[str, Any]], order: Sequence[str]) -> Flow | None:
    """A picture of these changes; None where there are none."""
    if not flows:
        return None
    sizes = {(one["from"], one["to"]): _size(one["people"]) for one in flows}
    most_bars = max(len({key[side] for key in sizes}) for side in (0, 1))
    scale = (HEIGHT - GAP * (most_bars - 1)) / sum(sizes.values())
    thick = {key: max(size * scale, LEAST) for key, size in sizes.items()}
    before, after = (_bars(thick, order, side) for side in (0, 1))
    return Flow(before=before, after=after, bands=_bands(thick, order, before, after))


def _size(shown: Mapping[str, int]) -> int:
    return shown.get("n", at_least(1))


def _bars(thick: Mapping[tuple[str, str], float], order: Sequence[str], side: int) -> list[Bar]:
    heights = {path: sum(size for key, size in thick.items() if key[side] == path) for path in order}
    shown = [(path, height) for path, height in heights.items() if height]
    tops = accumulate([0.0, *(height + GAP for _, height in shown[:-1])])
    return [
        Bar(path=path, y=round(top, 1), height=round(height, 1), middle=round(top + height / 2, 1))
        for (path, height), top in zip(shown, tops, strict=True)
    ]


def _bands(
    thick: Mapping[tuple[str, str], float], order: Sequence[str], before: Sequence[Bar], after: Sequence[Bar]
) -> list[Band]:
    left, right = ({bar.path: bar.y for bar in bars} for bars in (before, after))
    bands = []
    for one in order:
        for other in order:
            if (size := thick.get((one, other))) is None:
                continue
            bands.append(Band(source=one, d=_outline(left[one], right[other], size)))
            left[one] += size
            right[other] += size
    return bands


def _outline(left: float, right: float, size: float) -> str:
    start, end, middle = BAR, WIDTH - BAR, WIDTH / 2
    return (
        f"M{start} {left:.1f}C{middle:.0f} {left:.1f} {middle:.0f} {right:.1f} {end} {right:.1f}"
        f"V{right + size:.1f}C{middle:.0f} {right + size:.1f} {middle:.0f} {left + size:.1f} {start} {left + size:.1f}Z"
    )
