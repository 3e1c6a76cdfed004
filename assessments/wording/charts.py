"""Geometry of the pictures: numbers that a template puts into SVG. No words, no colours."""

from dataclasses import dataclass

WIDTH = 400  # of the drawing area, in SVG units
MARGIN = 8  # so that marks at the ends are not cut off
DOTS_A_ROW = 10


def x(value: float, low: float = 0.0, high: float = 100.0) -> float:
    """Where a value lies on a horizontal scale."""
    share = (min(max(value, low), high) - low) / (high - low) if high > low else 0.0
    return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """An option's value with its likely and its possible range, as positions."""

    least: float
    low: float
    value: float
    high: float
    most: float

    @property
    def likely_width(self) -> float:
        return round(max(self.high - self.low, 2), 1)


def span(least: float, low: float, value: float, high: float, most: float) -> Span:
    return Span(least=x(least), low=x(low), value=x(value), high=x(high), most=x(most))


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """One of a hundred ways, and which option comes first in it."""

    cx: int
    cy: int
    option: int  # position of the option


def hundred(counts: dict[int, int]) -> tuple[Dot, ...]:
    """A picture of a hundred: `counts` of each option position, which sum to 100, row by row."""
    order = [option for option, count in counts.items() for _ in range(count)]
    return tuple(
        Dot(cx=10 + 20 * (n % DOTS_A_ROW), cy=10 + 20 * (n // DOTS_A_ROW), option=option)
        for n, option in enumerate(order)
    )


def path(xs: list[float], ys: list[float], width: int = WIDTH, height: int = 120) -> str:
    """An SVG path through points given on 0..1 in both directions."""
    at = [
        f"{MARGIN + px * (width - 2 * MARGIN):.1f},{height - MARGIN - py * (height - 2 * MARGIN):.1f}"
        for px, py in zip(xs, ys, strict=True)
    ]
    return "M" + " L".join(at)
