"""What a form needs to know besides the schema: what a field refers to, and a number's unit and bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from careerpaths.admin.editing.document.words import title_of
from careerpaths.scoring.checks.consistency import amounts_of
from careerpaths.scoring.checks.engine_needs import ENGINE_TABLES, SWITCHABLE
from careerpaths.scoring.schema import PATHS

REFERS: Mapping[tuple[str, str], str] = {
    ("Question", "section"): "sections",
    ("LevelTable", "question"): "questions",
    ("Curve", "question"): "questions",
    ("PlanItem", "phase"): "phases",
    ("ChecklistItem", "answers"): "questions",
}
"""Class and field -> the list whose ids it may contain. The checks of `consistency` enforce the same."""

UNITS: Mapping[tuple[str, str], str] = {
    ("ProfileWeights", "lead"): "share of the goal",
    ("ProfileWeights", "contributor"): "share of the goal",
    ("FindOut", "minutes"): "minutes",
    ("Sampling", "draws"): "draws",
}


@dataclass(frozen=True, kw_only=True)
class Owner:
    """An object around a field."""

    model: str
    value: Mapping[str, Any]


Owners = tuple[Owner, ...]
"""The objects around a field, nearest last."""


@dataclass(frozen=True)
class LookUp:
    """Answers questions about the document being edited. It may be invalid, so nothing is taken for granted."""

    document: Mapping[str, Any]

    def items(self, kind: str) -> list[dict[str, Any]]:
        given = self.document.get(kind)
        return [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []

    @cached_property
    def _questions(self) -> dict[str, dict[str, Any]]:
        return {str(question.get("id")): question for question in self.items("questions")}

    @cached_property
    def evidence(self) -> dict[str, dict[str, Any]]:
        return {str(item.get("id")): item for item in self.items("evidence")}

    def question(self, name: Any) -> dict[str, Any]:
        return self._questions.get(str(name), {})

    def is_number(self, question: Any) -> bool:
        return self.question(question).get("type") in ("number", "probability")

    @property
    def number_questions(self) -> frozenset[str]:
        return frozenset(name for name in self._questions if self.is_number(name))

    def choices(self, question: Any) -> list[tuple[str, str]]:
        given = self.question(question).get("choices")
        rows = given if isinstance(given, list) else []
        return [
            (str(row["id"]), str(row.get("label") or row["id"]))
            for row in rows
            if isinstance(row, dict) and row.get("id")
        ]

    @staticmethod
    def columns(question: Mapping[str, Any]) -> list[str]:
        """What the choices of a question are called, including empty ones."""
        given = question.get("choices")
        rows = given if isinstance(given, list) else []
        return [title_of(row, gettext("Row %(n)s") % {"n": n}) for n, row in enumerate(rows, start=1)]

    def referred(self, model: str, field: str) -> list[tuple[str, str]] | None:
        kind = REFERS.get((model, field))
        if kind is None:
            return None
        return [(str(item.get("id")), title_of(item, "")) for item in self.items(kind)]

    def kinds(self) -> list[tuple[str, str]]:
        named = {item.get("id"): str(item.get("short")) for item in self.items("paths")}
        return [(path, named.get(path, path)) for path in PATHS]

    # --- keys of mappings -----------------------------------------------------------------------------------------

    def keys(self, owners: Owners, field: str) -> list[tuple[str, str]]:
        """The keys that a mapping should have, with what each is called."""
        model, value = (owners[-1].model, owners[-1].value) if owners else ("", {})
        match model, field:
            case "LevelTable", "levels":
                return self.choices(value.get("question"))
            case "Prior", _:
                question = _outer(owners)
                if question.get("scope") == "person":
                    return [("person", gettext("Everybody"))]
                asked = question.get("paths") or PATHS
                return [(path, name) for path, name in self.kinds() if path in asked]
            case "Evidence", "paths":
                return self.kinds()
        return []

    # --- units and bounds -----------------------------------------------------------------------------------------

    def unit(self, owners: Owners, field: str) -> str:
        nearest = owners[-1]
        match nearest.model, field:
            case ("Quantity", _) | ("Question", "min" | "max" | "step"):
                return str(nearest.value.get("unit") or "")
            case "Neutral", "value":
                return str(_outer(owners).get("unit") or "")
            case "LevelTable", _:
                return str(nearest.value.get("role") or "").replace("_", " ")
            case "Adjustment", "amount":
                return self._unit_of_adjustment(nearest.value)
        return UNITS.get((nearest.model, field), "")

    @staticmethod
    def _unit_of_adjustment(value: Mapping[str, Any]) -> str:
        if value.get("action") == "multiply":
            return gettext("factor")
        return gettext("points of 100") if value.get("target") == "value" else gettext("of a criterion from 0 to 1")

    def units_of_pair(self, owners: Owners, field: str) -> tuple[str, str]:
        nearest = owners[-1]
        match nearest.model:
            case "Curve":
                return str(nearest.value.get("unit_x") or ""), str(nearest.value.get("unit_y") or "")
            case "Timeline":
                return gettext("years"), gettext("probability")
            case "Prior":
                return str(_outer(owners).get("unit") or gettext("number")), gettext("probability")
        return str(nearest.value.get("unit") or ""), gettext("words")

    def bounds(self, owners: Owners, field: str) -> tuple[float | None, float | None] | None:
        """The bounds that the document or the engine sets; None if the schema says everything."""
        nearest = owners[-1]
        match nearest.model, field:
            case "Quantity", "value":
                return _range(nearest.value, "low", "high", 0, 1)
            case "LevelTable", _:
                role, table = nearest.value.get("role"), ENGINE_TABLES.get(str(nearest.value.get("id")))
                return table[2] if table else (0, 5 if role == "factor" else 1)
            case "Adjustment", "amount":
                return amounts_of(str(nearest.value.get("action")), str(nearest.value.get("target")))
            case "Neutral", "value":
                return _range(_outer(owners), "min", "max")
        return None

    def note(self, owners: Owners, field: str) -> str:
        """What the code says about a field besides its schema."""
        nearest = owners[-1]
        if (nearest.model, field) == ("Rule", "enabled") and nearest.value.get("id") not in SWITCHABLE:
            return gettext("This rule has no switch.")
        return ""


def _outer(owners: Owners) -> Mapping[str, Any]:
    """The object around the nearest one."""
    return owners[-2].value if len(owners) > 1 else {}


def _range(
    value: Mapping[str, Any], low: str, high: str, least: float | None = None, most: float | None = None
) -> tuple[float | None, float | None]:
    bounds = value.get(low, least), value.get(high, most)
    one, other = (bound if isinstance(bound, int | float) else None for bound in bounds)
    return one, other
