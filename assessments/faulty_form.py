"""A form whose faults the error summary can list."""

from django import forms


class FaultyForm(forms.Form):
    """Each page shows what is wrong twice: above, with a link, and at the field."""

    @property
    def faults(self) -> list[dict[str, str]]:
        """Each sentence with the field that it is about, for components/error_summary.html."""
        return [
            {"target": "" if field == "__all__" else f"id_{field}", "message": str(error)}
            for field, errors in self.errors.items()
            for error in errors
        ]
