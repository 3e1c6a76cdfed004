"""CSV: one line per figure or answer, for a spreadsheet. No cell can be taken for a formula.

There are two files, because Excel reads a file by the language of the computer: commas between cells and points within
numbers, or semicolons and decimal commas.
"""

import csv
import io
import re
from collections.abc import Iterator

from assessments.exports.bundle import Bundle
from assessments.wording.names import unmarked

HEAD = ("kind", "option", "item", "text", "value", "low", "high", "minimum", "maximum")
FORMULA = re.compile(r"^(?=[\t\r\n])|(?:^|(?<=[;,\t\r\n]))(?=[ \u3000]*[=+\-@＝＋－＠])")
"""Where a formula could start: also after any character that some spreadsheet uses as a separator."""
_Cell = str | float | None


def safe(text: str) -> str:
    """Text that a spreadsheet shows but does not compute, thanks to a leading apostrophe."""
    return FORMULA.sub("'", unmarked(text).replace("\x00", ""))


def write_csv(kept: Bundle) -> bytes:
    """UTF-8 with a byte-order mark, which spreadsheets need to recognise it."""
    return _file(kept, separator=",", point=".")


def write_with_semicolons(kept: Bundle) -> bytes:
    """The same for a spreadsheet in a language that writes 2,5."""
    return _file(kept, separator=";", point=",")


def _file(kept: Bundle, *, separator: str, point: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _rows(kept):
        cells = [*row, *[None] * (len(HEAD) - len(row))]
        writer.writerow([safe(cell) if isinstance(cell, str) else _number(cell, point) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _number(value: float | None, point: str) -> str:
    return "" if value is None else str(value).replace(".", point)


def _rows(kept: Bundle) -> Iterator[tuple[_Cell, ...]]:
    yield ("result", "", "headline", kept.page.headline)
    if kept.page.own_order:
        yield ("result", "", "own order", kept.page.own_order)
    yield ("result", "", "rules", kept.rules)
    for option in kept.page.compared:
        result = option.result
        figures = (round(n, 1) for n in (result.value, result.low, result.high, result.minimum, result.maximum))
        yield ("option", option.name, option.path, option.first_share, *figures)
        for bar in option.criteria:
            yield ("criterion", option.name, bar.label, "", bar.points, None, None, 0, bar.most)
        for warning in option.warnings:
            yield ("warning", option.name, warning.advice.flag.id, warning.advice.flag.title)
    for phase in kept.page.plan:
        for item in phase.items:
            yield ("plan", "", phase.title, item.text)
    for group in kept.answers:
        for question, text in group["lines"]:
            yield ("answer", group["name"], question.id, text)
    for decision in kept.decisions:
        yield ("decision", str(decision), decision.decided_at.date().isoformat(), decision.why, decision.confidence)
