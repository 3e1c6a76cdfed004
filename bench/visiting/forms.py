"""The forms of a page, read and filled in."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

NUMBERS = {"tai_p5": "20", "tai_p10": "45", "tai_p20": "70"}  # a chance may not fall with time
ANY_NUMBER = "5"


@dataclass
class Form:
    """One form: where it goes, what stands in it, and what may be chosen."""

    action: str
    values: dict[str, str] = field(default_factory=dict)  # what a browser would send as it is
    choices: dict[str, list[str]] = field(default_factory=dict)  # of radio buttons and lists
    typed: list[str] = field(default_factory=list)  # names of fields to type into

    def filled(self, chance: random.Random, question: str = "") -> Mapping[str, str]:
        """Everything answered: a choice at random where there are some, otherwise a number."""
        chosen = {name: chance.choice(values) for name, values in self.choices.items()}
        lists = [name for name in self.choices if self.choices[name] == [str(n + 1) for n in range(len(self.choices))]]
        if len(lists) == len(self.choices):  # an order: each place once
            chosen = dict(zip(lists, chance.sample(self.choices[lists[0]], len(lists)), strict=True)) if lists else {}
        return {**self.values, **chosen, **{name: NUMBERS.get(question, ANY_NUMBER) for name in self.typed}}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._list = ""

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text")
        if tag == "select":
            self._list = name
        elif tag == "option" and self._list and value:
            form.choices.setdefault(self._list, []).append(value)
        elif tag == "input" and kind == "radio":
            form.choices.setdefault(name, []).append(value)
        elif tag == "input" and kind in ("hidden", "range"):
            form.values[name] = value
        elif tag == "input" and kind == "text" and name:
            form.typed.append(name)


def forms_of(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms
