"""CSV: one line a figure or an answer, for a spreadsheet. No cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterator

from assessments.exports.kept import Kept
from assessments.names import unmarked

HEAD = ("kind", "option", "item", "text", "value", "low", "high", "minimum", "maximum")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | float | None


def safe(text: str) -> str:
    """Text that a spreadsheet shows and does not compute: a leading apostrophe says so."""
    text = unmarked(text).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def write(kept: Kept) -> bytes:
    """UTF-8 with a byte-order mark, which spreadsheets need to know it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _rows(kept):
        writer.writerow(
            [safe(cell) if isinstance(cell, str) else cell for cell in (*row, *[None] * len(HEAD))][: len(HEAD)]
        )
    return out.getvalue().encode("utf-8-sig")


def _rows(kept: Kept) -> Iterator[tuple[Cell, ...]]:
    yield ("result", "", "headline", kept.page.headline)
    yield ("result", "", "rules", kept.rules)
    for option in kept.page.options:
        result = option.result
        figures = (round(n, 1) for n in (result.value, result.low, result.high, result.minimum, result.maximum))
        yield ("option", option.name, option.path, option.first_share, *figures)
        for bar in option.criteria:
            yield ("criterion", option.name, bar.label, "", bar.points, None, None, 0, bar.most)
        for flag in option.warnings:
            yield ("warning", option.name, flag.id, flag.title)
    for phase in kept.page.plan:
        for item in phase.items:
            yield ("plan", "", phase.title, item.text)
    for group in kept.answers:
        for question, text in group["lines"]:
            yield ("answer", group["name"], question.id, text)
    for decision in kept.decisions:
        yield ("decision", str(decision), decision.decided_at.date().isoformat(), decision.why, decision.confidence)
