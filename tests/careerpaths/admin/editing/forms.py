"""Pages as a browser without JavaScript reads them: what a form holds, and what pressing a button sends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

ROOT = "/admin/careerpaths/rulesetversion"


@dataclass
class Sheet(HTMLParser):
    """The editor's form of a page."""

    data: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    inside: bool = False
    _text: str = ""
    _select: tuple[str, list[str]] | None = None

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, html: str) -> "Sheet":
        sheet = cls()
        sheet.feed(html)
        return sheet

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.inside = "ed-form" in given.get("class", "")
        if self.inside:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        match tag:
            case "input" if given.get("type") in ("checkbox", "radio"):
                self.options.setdefault(name, []).append(given.get("value", "on"))
                if "checked" in given:
                    self._add(name, given.get("value", "on"))
            case "input":
                self._add(name, given.get("value", ""))
            case "textarea":
                self._add(name, "")
                self._text = name
            case "select":
                self._select = (name, [])
            case "option" if self._select:
                self.options.setdefault(self._select[0], []).append(given["value"])
                self._select[1].append(given["value"])
                if "selected" in given:
                    self._add(self._select[0], given["value"])
            case "button" if name == "do":
                self.buttons.append(given["value"])

    def handle_data(self, data: str) -> None:
        if self._text:
            self.data[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self._text:
            text = self.data[self._text][-1]
            self.data[self._text][-1] = text.removeprefix("\n")
            self._text = ""
        if tag == "select" and self._select:
            name, options = self._select
            if name not in self.data and options:
                self._add(name, options[0])
            self._select = None

    def _add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)

    def put(self, **values: Any) -> "Sheet":
        self.data |= {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        return self

    def where(self, ending: str) -> str:
        """The name of the only field whose name ends so."""
        (name,) = (name for name in self.data if name.endswith(ending))
        return name


def page(client: Client, address: str) -> Sheet:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Sheet.of(answer.content.decode())


def at(pk: int, *steps: str) -> str:
    return "/".join((ROOT, str(pk), "edit", *steps, ""))
