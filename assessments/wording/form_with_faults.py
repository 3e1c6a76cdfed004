"""The form that all forms of ours extend, and how it says that something is refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Refused(ValueError):
    """What was asked for cannot be done. One sentence says why, and what to do instead."""


class FaultyForm(forms.Form):
    """Each page shows what is wrong twice: in the summary, with a link, and next to the field."""

    use_required_attribute = False
    optional = _("(optional)")  # after the label of a field that may be left empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut off a pasted text without saying so
            field.widget.attrs.pop("minlength", None)

    def tried[T](self, act: Callable[[], T], field: str | None = None) -> T | None:
        """What this returns; nothing if it is refused, with the reason at the field or above the form."""
        try:
            return act()
        except Refused as error:
            self.add_error(field, str(error))
            return None
