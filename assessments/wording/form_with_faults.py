"""The form that all forms of ours extend."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FaultyForm(forms.Form):
    """Each page shows what is wrong twice: in the summary, with a link, and next to the field."""

    use_required_attribute = False
    optional = _("(optional)")  # after the label of a field that may be left empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut off a pasted text without saying so
            field.widget.attrs.pop("minlength", None)
