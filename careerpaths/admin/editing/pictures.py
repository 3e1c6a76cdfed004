"""Pictures of numbers on a page: the bar of a weight, the line of a curve. Drawn from the content of the fields."""

from collections.abc import Iterable

from careerpaths.admin.editing.document.words import shown
from careerpaths.admin.editing.field import Field

WIDTH, HEIGHT, EDGE = 300.0, 120.0, 12.0


def draw_curves(fields: Iterable[Field]) -> None:
    """Give every list of points its picture."""
    for each in fields:
        if each.kind == "rows" and each.of == "pair" and each.model == "" and each.key == "points":
            points = _points(each)
            each.text = line_of(points)
            if points:
                each.low_end, each.high_end = shown(min(x for x, _ in points)), shown(max(x for x, _ in points))
        draw_curves(each.children)


def _points(rows: Field) -> list[tuple[float, float]]:
    read = [tuple(cell.value for cell in row.children) for row in rows.children]
    return [(float(x), float(y)) for x, y in read if isinstance(x, int | float) and isinstance(y, int | float)]


def line_of(points: list[tuple[float, float]]) -> str:
    """An SVG path through the points. Heights go from 0 to 1. The page's script draws the same line."""
    if len(points) < 2:
        return ""
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    span = (high - low) or 1.0
    places = ((EDGE + WIDTH * (x - low) / span, EDGE + HEIGHT * (1 - min(max(y, 0.0), 1.0))) for x, y in points)
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
