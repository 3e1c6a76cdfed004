"""A form whose errors the summary at the top of a page can list."""

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

    @property
    def faults(self) -> list[dict[str, str]]:
        """Each sentence with the field that it is about, for components/error_summary.html."""
        return [
            {"target": self._target(field), "message": str(error)}
            for field, errors in self.errors.items()
            for error in errors
        ]

    def _target(self, field: str) -> str:
        """The id of the input that takes the focus; of a group of radios, the first."""
        if field not in self.fields:
            return ""
        return f"{self[field].auto_id}_0" if self[field].use_fieldset else self[field].auto_id
