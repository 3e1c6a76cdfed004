"""Posted input, as part of the document.

A number that cannot be read stays the text that was typed: the schema then says what is wrong with it, and the form
shows it again as it was. Empty fields are left out, as the document leaves out what equals its default.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from careerpaths.admin.editing.document.schema import Keyed, Leaf, Node, Pair, Record, Rows, When, record_of
from careerpaths.document.locations import MISSING
from careerpaths.reading.fields import day_in
from careerpaths.reading.numbers import Unreadable, read_number
from careerpaths.scoring.parts.questions import Choice

MOST_ROWS = 300
NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{0,30})?([eE][+-]?\d{1,3})?|[+-]?\.\d{1,30}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

DEEPEST = 6  # nested conditions that a form can edit; deeper ones stay as they are
KEPT = "careerpaths.editing.kept"

JOINTS = ("all", "any", "of")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads one posted form."""

    data: QueryDict
    numbers: frozenset[str]  # questions that are answered with a number
    keep_blank: bool = False  # keep empty rows, because the form is shown again with them

    def read(self, node: Node, name: str) -> Any:
        match node:
            case Leaf():
                return self._leaf(node, name)
            case Rows():
                return self._rows(node, name)
            case Pair():
                return self._pair(node, name)
            case Keyed():
                return self._keyed(node, name)
            case Record():
                return self._record(node, name)
            case When():
                return self._condition(name)

    def _text(self, name: str) -> str:
        return CONTROL.sub("", self.data.get(name, "").replace("\r\n", "\n"))

    def _count(self, name: str) -> int:
        given = self.data.get(f"{name}.rows", "0")
        return min(int(given), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 6 else 0

    def _leaf(self, leaf: Leaf, name: str) -> Any:
        text = self._text(name)
        match leaf.kind:
            case "yes_no":
                return name in self.data
            case "some_of":
                return [CONTROL.sub("", choice) for choice in self.data.getlist(name) if choice]
            case "tokens":
                return re.findall(r"[^\s,;]+", text)
            case "lines":
                return [line.strip() for line in text.split("\n") if line.strip()]
            case "number" | "whole":
                return number_in(text)
            case "text":
                return text if text.strip() else MISSING
            case "date":
                return day_in(text) or MISSING
            case _:
                return text.strip() or MISSING

    def _rows(self, rows: Rows, name: str) -> Any:
        items = [self.read(rows.item, f"{name}.{n}") for n in range(self._count(name))]
        if isinstance(rows.item, Leaf) and rows.item.kind in ("number", "whole"):  # each has a column
            return [_or(item, "") for item in items] if self.keep_blank or any(map(_given, items)) else []
        return [_or(item, None) for item in items if self.keep_blank or _given(item)]

    def _pair(self, pair: Pair, name: str) -> Any:
        items = [self.read(part, f"{name}.{n}") for n, part in enumerate(pair.parts)]
        return [_or(item, "") for item in items] if any(map(_given, items)) else MISSING

    def _keyed(self, keyed: Keyed, name: str) -> Any:
        keys = dict.fromkeys(self._text(f"{name}.keys").split()[:MOST_ROWS])
        read = {key: self.read(keyed.value, f"{name}.{key}") for key in keys}
        return {key: value for key, value in read.items() if _says_something(value)}

    def _record(self, record: Record, name: str) -> Any:
        values = {}
        for key, member in record.members.items():
            inner = f"{name}.{key}"
            if member.optional and isinstance(member.node, Record) and f"{inner}.there" not in self.data:
                continue
            value = self.read(member.node, inner)
            if member.optional and isinstance(member.node, Record) and value is MISSING:
                value = {}
            if value is not MISSING and (member.required or value != member.default):
                values[key] = value
        if not self.keep_blank and "choices" in values:
            self._leave_out_shares(values, name)
        return values if any(_says_something(value) for value in values.values()) else MISSING

    def _leave_out_shares(self, question: dict[str, Any], name: str) -> None:
        """Leave out an empty choice, along with the probabilities in its column."""
        shares = (question.get("prior") or {}).get("choices") or {}
        item = record_of(Choice)
        blank = [n for n in range(self._count(f"{name}.choices")) if not _given(self.read(item, f"{name}.choices.{n}"))]
        for key, row in shares.items():
            shares[key] = [share for n, share in enumerate(row) if n not in blank]

    # --- conditions -----------------------------------------------------------------------------------------------

    def _condition(self, name: str, depth: int = 0) -> Any:
        if depth > DEEPEST:
            return _kept(self.data.get(f"{name}.kept", ""))
        subject, was = self._text(f"{name}.subject"), self._text(f"{name}.was")
        kind, _, about = subject.partition(":")
        if kind in JOINTS:
            return self._joint(kind, name, was, depth)
        return self._plain(kind, about, name, changed=subject != was)

    def _joint(self, kind: str, name: str, was: str, depth: int) -> Any:
        read = [self._condition(f"{name}.{n}", depth + 1) for n in range(self._count(name))]
        parts = [_or(part, None) for part in read if self.keep_blank or part is not MISSING]
        if was and was.partition(":")[0] not in (*JOINTS, "always"):  # a single condition becomes the first of several
            parts.insert(0, self._plain(*was.partition(":")[::2], name, changed=False))
        if kind != "of":
            return {kind: parts}
        return {"count": _or(number_in(self._text(f"{name}.count")), 1), "of": parts}

    def _plain(self, kind: str, about: str, name: str, *, changed: bool) -> Any:
        ticked = [] if changed else [CONTROL.sub("", choice) for choice in self.data.getlist(f"{name}.in")]
        match kind:
            case "always" | "details":
                return {kind: True}
            case "q":
                return self._answer(about, name, ticked, changed=changed)
            case "any_option":
                return {"any_option": {"question": about, "in": ticked}}
            case "path" | "any_option_path":
                return {kind: ticked}
            case "flag":
                return {"flag": about}
            case "fact":
                return {"fact": about, **self._bounds(name, "below", "at_least")}
            case _:
                return MISSING

    def _answer(self, question: str, name: str, ticked: list[str], *, changed: bool) -> Any:
        if question in self.numbers and (changed or self.data.get(f"{name}.op") != "in"):
            return {"question": question, **self._bounds(name, "below", "at_most", "at_least")}
        return {"question": question, "in": ticked}

    def _bounds(self, name: str, *bounds: str) -> dict[str, Any]:
        read = {bound: number_in(self._text(f"{name}.{bound}")) for bound in bounds}
        return {bound: value for bound, value in read.items() if value is not MISSING}


def _kept(sealed: str) -> Any:
    """A condition too deeply nested to edit, as it was."""
    try:
        return signing.loads(sealed, salt=KEPT)
    except signing.BadSignature:
        return MISSING


def number_in(text: str) -> Any:
    """The number, or the text that could not be read."""
    text = text.strip()
    if not text:
        return MISSING
    try:
        value = float(text) if NUMBER.fullmatch(text) else _exactly(text)
    except Unreadable:
        return text
    if not math.isfinite(value):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _exactly(text: str) -> float:
    """A number in another notation: 0,34 or ½. Rules take no approximate numbers, such as ~4."""
    number = read_number(text)
    if number.otherwise:
        raise Unreadable(text)
    return number.value


def _given(value: Any) -> bool:
    return value is not MISSING and value is not None and value != ""


def _says_something(value: Any) -> bool:
    return _given(value) and value is not False and value not in ([], {})


def _or(value: Any, other: Any) -> Any:
    return other if value is MISSING else value
