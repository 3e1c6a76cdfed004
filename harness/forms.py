"""The forms on a page, read as a browser without JavaScript reads them. Needs only the standard library."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

CHOSEN_FROM = ("radio", "checkbox", "option")
BUTTONS = ("submit", "button", "reset", "image")

Values = dict[str, list[str]]


@dataclass
class Control:
    """One field or button, or one choice of several with the same name. `kind` is the type of an input, or its tag."""

    kind: str
    name: str
    value: str
    is_sent: bool
    """Whether a browser sends it if nothing was changed."""


@dataclass
class Form:
    """Where a form is sent, and what is in it."""

    method: str
    action: str
    classes: tuple[str, ...] = ()
    controls: list[Control] = field(default_factory=list)

    @property
    def sent(self) -> Values:
        """What a browser sends if nothing was changed, by name."""
        return _by_name(one for one in self.controls if one.is_sent)

    @property
    def everything(self) -> Values:
        """Every value in the form, including those of buttons and unchosen choices."""
        return _by_name(one for one in self.controls if one.kind != "file")

    def values(self, *kinds: str) -> Values:
        """The values of all controls of these kinds, chosen or not."""
        return _by_name(one for one in self.controls if one.kind in kinds)

    def names(self, kind: str) -> list[str]:
        return list(self.values(kind))


def _by_name(controls: Iterable[Control]) -> Values:
    found: Values = {}
    for one in controls:
        found.setdefault(one.name, []).append(one.value)
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._list: list[Control] | None = None  # the options of a list that is still open
        self._list_name, self._takes_many = "", False
        self._text: Control | None = None  # a text area that is still open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method, action = given.get("method", "get").lower(), given.get("action", "")
            self._form = Form(method, action, tuple(given.get("class", "").split()))
            self.forms.append(self._form)
        elif tag == "select":
            self._list, self._list_name, self._takes_many = [], given.get("name", ""), "multiple" in given
        elif tag in ("input", "textarea", "button", "option"):
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "input":
                kind = given.get("type", "text")
                unticked = "checked" not in given and kind in ("radio", "checkbox")
                value = given.get("value", "on" if kind in ("radio", "checkbox") else "")
                self._put(kind, given, value, is_sent=not unticked and kind not in (*BUTTONS, "file"))
            case "textarea":
                self._text = self._put(tag, given, "", is_sent=True)
            case "button":
                self._put("submit", given, given.get("value", ""), is_sent=False)
            case "option" if self._list is not None:
                named = given | {"name": self._list_name}
                self._list.append(self._put(tag, named, given.get("value", ""), is_sent="selected" in given))

    def _put(self, kind: str, given: dict[str, str], value: str, *, is_sent: bool) -> Control:
        control = Control(kind, given.get("name", ""), value, is_sent and "disabled" not in given)
        if self._form is not None and control.name:
            self._form.controls.append(control)
        return control

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._text is not None:
            self._text.value = self._text.value.removeprefix("\n")
            self._text = None
        elif tag == "select" and self._list is not None:
            if self._list and not self._takes_many and not any(one.is_sent for one in self._list):
                self._list[0].is_sent = True
            self._list = None


def forms_of(html: str) -> list[Form]:
    """The forms on a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def token_of(html: str) -> str:
    """The token that shows Django that a form comes from a page of the site."""
    return next(form.sent[name][0] for form in forms_of(html) if (name := "csrfmiddlewaretoken") in form.sent)
