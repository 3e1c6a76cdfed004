"""The names of things in two documents."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from careerpaths.document.walk import Document
from careerpaths.method.conditions import on_one_line
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset


class Names:
    """The names of things in the later document, or in the earlier one if the later one no longer has them."""

    def __init__(self, before: Document, after: Document) -> None:
        self.before, self.after = before, after

    def item(self, part: str, name: str) -> Document:
        return next((found for items in self._lists(part) for found in items if found.get("id") == name), {})

    def mapping(self, part: str) -> Document:
        """A part that is not a list."""
        return next(
            (found for document in (self.after, self.before) if isinstance(found := document.get(part), dict)), {}
        )

    def said(self, part: str, name: str, key: str = "short") -> str:
        return str(self.item(part, name).get(key) or name)

    def answer(self, question: str, choice: str) -> str:
        choices = self.item("questions", question).get("choices", [])
        return next((str(found["label"]) for found in choices if found.get("id") == choice), choice)

    def tables_of(self, question: str) -> int:
        return max(
            len([table for table in tables if table.get("question") == question]) for tables in self._lists("tables")
        )

    @cached_property
    def rulesets(self) -> tuple[Ruleset, ...]:
        return tuple(ruleset for document in (self.after, self.before) if (ruleset := _read(document)))

    def condition(self, data: Any) -> str:
        return on_one_line(data, self.rulesets)

    def _lists(self, part: str) -> Iterable[list[Any]]:
        for document in (self.after, self.before):
            items = document.get(part, [])
            yield [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _read(document: Document) -> Ruleset | None:
    try:
        return parse(document)
    except RulesetError:
        return None
