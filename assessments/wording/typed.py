"""What people type in their own words, cleaned on input: names on one line, and longer texts."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They could make a text, and anything after it, read differently from how it is stored."""

UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})  # control characters, surrogates, private and unassigned characters
INK = frozenset("LNPS")  # letters, numbers, punctuation, symbols: visible characters


def one_line(text: str) -> str:
    """A name, a title or a label: on one line, without invisible characters. Empty if nothing visible is left."""
    line = " ".join("".join(c for c in text if c.isspace() or _is_seen(c)).split())
    return line if any(unicodedata.category(c)[0] in INK for c in line) else ""


def several_lines(text: str) -> str:
    """A longer text: its lines and tabs stay, and invisible characters are removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or _is_seen(c)).strip()


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN and character not in BIDI_CONTROLS


TOO_LONG: dict[str, Any] = {"max_length": _("Use at most %(limit_value)d characters.")}


class LineField(forms.CharField):
    """One line in somebody's own words. Its length is measured after cleaning."""

    default_error_messages = TOO_LONG
    optional: Any = ""  # shown after the label instead of "(optional)", for a field that only some need

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", **widget.attrs}


class TextField(forms.CharField):
    """A longer text in somebody's own words. Its length is measured after cleaning."""

    default_error_messages = TOO_LONG
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return several_lines(super().to_python(value) or "")
