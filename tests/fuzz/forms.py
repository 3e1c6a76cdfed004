"""All forms of a page, with all that could be sent with them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNTYPED = ("submit", "button", "reset", "image")


@dataclass
class Form:
    """Where a form goes, what a browser would send as it stands, and which fields take a file."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def put(self, name: str, value: str) -> None:
        if name:
            self.values.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._list = name
        if given.get("type") == "file":
            form.files.append(name)
        elif tag in ("input", "textarea", "button"):
            form.put(name, value)
        elif tag == "option":
            form.put(self._list, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(html: str) -> list[Form]:
    """The forms of a page, each once, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
