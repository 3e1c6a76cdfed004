"""A field as templates read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from careerpaths.admin.editing.document.words import shown
from careerpaths.document.locations import MISSING, Location, written

SAME_TEMPLATE = {"date": "id", "whole": "number", "lines": "text"}
"""Kinds of field that look like another kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChoice:
    """One thing that may be chosen."""

    value: str
    label: str
    chosen: bool = False


def options_of(offered: list[tuple[str, str]], picked: list[str]) -> list[FieldChoice]:
    """Several may be chosen. If they are stored in a particular order, saving keeps it."""
    order = {name: n for n, name in enumerate(picked)}
    if [name for name, _ in offered if name in order] != picked:
        offered = sorted(offered, key=lambda option: order.get(option[0], len(order)))
    return [FieldChoice(value=name, label=label, chosen=name in order) for name, label in offered]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Options under a heading."""

    label: str
    options: tuple[FieldChoice, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """Two values for one field; somebody must choose one of them."""

    mine: str
    theirs: str
    place: str  # the name it is posted under
    choice: str = ""


@dataclass(kw_only=True)
class Field:
    """One field, or one group of fields, of a page."""

    kind: str
    name: str  # the name it is posted under
    place: Location
    key: str
    label: str
    help: str = ""
    required: bool = True
    value: Any = MISSING
    text: str = ""  # what the input shows
    chosen: bool = False
    options: list[FieldChoice] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    children: list["Field"] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    unit: str = ""
    bounds: str = ""
    low: float | None = None
    high: float | None = None
    origin: str = ""
    live: str = ""  # the value in the live version
    changed: bool = False  # whether the value differs from that
    low_end: str = ""  # labels of a picture
    high_end: str = ""
    is_new: bool = False  # the live version has no such field
    fixed: bool = False
    grows: bool = False  # rows can be added
    optional: bool = False
    there: bool = True
    model: str = ""
    of: str = ""  # what a list or a mapping contains
    errors: list[str] = field(default_factory=list)
    dispute: Dispute | None = None

    @property
    def id(self) -> str:
        return f"f-{self.name.replace('.', '-')}"

    @property
    def path(self) -> str:
        return written(self.place)

    @property
    def by(self) -> dict[str, "Field"]:
        """The fields inside it by their keys."""
        return {child.key: child for child in self.children}

    @property
    def template(self) -> str:
        return f"admin/editing/fields/{SAME_TEMPLATE.get(self.kind, self.kind)}.html"

    @property
    def troubled(self) -> bool:
        """Whether there is an error here or inside."""
        return bool(self.errors or self.dispute) or any(child.troubled for child in self.children)

    @property
    def altered(self) -> bool:
        """Whether something here or inside differs from the live version."""
        return self.changed or any(child.altered for child in self.children)

    @property
    def lines(self) -> int:
        """The height of a text box, in lines."""
        if self.kind == "lines":
            return max(2, self.text.count("\n") + 2)
        return min(12, max(1, sum(len(line) // 75 + 1 for line in self.text.split("\n"))))

    @property
    def total(self) -> str:
        """The sum of the probabilities or weights inside, ignoring what is not a number."""
        return _sum(child.children[-1] if child.kind == "pair" and child.children else child for child in self.children)

    @property
    def first_number(self) -> "Field | None":
        """The number whose bounds and origin apply to everything inside."""
        inside = self.children[0].children if self.children and self.children[0].kind == "pair" else self.children
        return next((child for child in reversed(inside) if child.kind == "number"), None)

    @property
    def percent(self) -> float:
        """The width of the bar for a share."""
        return min(max(100 * self.value, 0), 100) if isinstance(self.value, int | float) else 0

    @property
    def cells(self) -> str:
        """The inputs that make up the sum, as a selector for the page's script."""
        last = ".ed-half:last-of-type " if self.children and self.children[0].kind == "pair" else ""
        return f"#{self.id}-at {last}input.ed-number"

    @property
    def adds_to_one(self) -> bool:
        return self.of == "pair" and bool(self.columns) and self.columns[-1] == gettext("probability")

    @property
    def totals(self) -> list[dict[str, str]]:
        """The sum of each goal's weights."""
        goals = [row.by["weights"].children for row in self.children if "weights" in row.by]
        return [
            {"label": cells[0].label, "total": _sum(cells), "cells": f"[data-goal={cells[0].key}]"}
            for cells in zip(*goals, strict=False)
        ]

    @property
    def described_by(self) -> str:
        return f"{self.id}-about {self.id}-error" if self.errors else f"{self.id}-about"


def _sum(cells: Iterable[Field]) -> str:
    numbers = [cell.value for cell in cells if isinstance(cell.value, int | float)]
    return shown(round(float(sum(numbers)), 10))
