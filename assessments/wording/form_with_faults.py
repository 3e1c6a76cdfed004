"""A form whose faults the error summary can list."""

from django import forms


class FaultyForm(forms.Form):
    """Each page shows what is wrong twice: above, with a link, and at the field."""

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
        return f"id_{field}_0" if isinstance(self.fields[field].widget, forms.RadioSelect) else f"id_{field}"
