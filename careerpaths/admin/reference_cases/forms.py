"""The forms for reference cases: the case as text, and the expectations by choosing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careerpaths.admin.reference_cases.from_export import (
    EXPORT_LIMITS,
    GivenCase,
    read_given,
    suggested_id,
    suggested_name,
)
from careerpaths.checking.reference_cases import CLOSENESS
from careerpaths.reading.fields import NumberField
from careerpaths.rulesets.writing import plain_yaml
from careerpaths.scoring.faults import CaseError, DocumentError, Fault
from careerpaths.scoring.parts.reference_cases import ReferenceCase
from careerpaths.scoring.ruleset import Ruleset

EMPTY_ROWS = 2
_KINDS = [
    ("", _("nothing")),
    ("first", _("comes out first")),
    ("above", _("comes out above")),
    ("value", _("has a value within")),
    ("raised", _("gets the warning")),
    ("not_raised", _("does not get the warning")),
    ("closeness", _("is this close")),
]
_EMPTY = ("", "–")
FROM_0_TO_100 = _("Enter a number from 0 to 100.")
ASKED = {
    "first": {"option"},
    "above": {"option", "other"},
    "value": {"option", "at_least", "at_most"},
    "raised": {"option", "flag"},
    "not_raised": {"option", "flag"},
    "closeness": {"closeness"},
}
"""The fields of each kind of expectation."""


class CaseForm(forms.Form):
    """A reference case without its expectations. An empty id or name is filled in from the case."""

    case = forms.CharField(
        label=_("The case"),
        help_text=_(
            "Paste a file that somebody exported as JSON, or a case as YAML or JSON. "
            "Of an export only the answers are kept."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(label=_("Or a file"), required=False)
    why = forms.CharField(
        label=_("Why it must come out so"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, with the passages it rests on.")},
    )
    name = forms.CharField(
        label=_("Name (optional)"),
        help_text=_("If you leave both empty, they are made from the kinds of option."),
        max_length=200,
        required=False,
    )
    id = forms.CharField(label=_("Id (optional)"), max_length=60, required=False)

    given: GivenCase | None = None
    """The case, if it could be read, whatever else is wrong."""

    def __init__(self, ruleset: Ruleset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ruleset = ruleset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "case" in self.errors:
            return data
        try:
            self.given = read_given(self.ruleset, self._text(data))
        except DocumentError as error:
            self.add_error("case", [str(fault) for fault in error.told])
            return data
        return {**data, **self._filled(data, self.given.case), "case": self.given.case}

    def as_read(self) -> dict[str, Any]:
        """What was typed, with the case as it was read and suggestions for empty fields."""
        typed = {name: self.data.get(name, "") for name in ("case", "why", "name", "id")}
        if self.given is None:
            return typed
        return {**typed, **self._filled(typed, self.given.case), "case": plain_yaml(self.given.case)}

    def _text(self, data: Mapping[str, Any]) -> str | bytes:
        if file := data.get("file"):
            return bytes(file.read(EXPORT_LIMITS.size + 1))
        text: str = data.get("case", "")
        if not text.strip():
            raise CaseError([Fault(path="", message=str(_("Paste a case, or choose a file.")))])
        return text

    def _filled(self, data: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, str]:
        """The id and the name, suggested if they were left empty."""
        return {
            "id": data.get("id") or suggested_id(self.ruleset, case),
            "name": data.get("name") or suggested_name(self.ruleset, case),
        }


class ExpectationForm(forms.Form):
    """One expectation, by choosing."""

    kind = forms.ChoiceField(label=_("What"), choices=_KINDS, required=False)
    option = forms.ChoiceField(label=_("Option"), required=False)
    other = forms.ChoiceField(label=_("Above"), required=False)
    flag = forms.ChoiceField(label=_("Warning"), required=False)
    at_least = NumberField(label=_("At least"), required=False, low=0, high=100, then=FROM_0_TO_100)
    at_most = NumberField(label=_("At most"), required=False, low=0, high=100, then=FROM_0_TO_100)
    closeness = forms.ChoiceField(label=_("How close"), choices=[_EMPTY, *CLOSENESS.items()], required=False)

    def __init__(self, ruleset: Ruleset, options: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flags = [(flag.id, flag.title) for flag in ruleset.flags]
        for field, choices in (("option", options), ("other", options), ("flag", flags)):
            self.fields[field].choices = [_EMPTY, *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def expectation(self) -> dict[str, Any] | None:
        """The expectation as the document stores it; nothing for an empty row."""
        kind = self.cleaned_data.get("kind", "")
        asked = {"kind", *ASKED.get(kind, ())}
        given = {key: value for key, value in self.cleaned_data.items() if key in asked and value not in ("", None)}
        return given if kind else None


def sent_rows(ruleset: Ruleset, case: Mapping[str, Any] | None, data: Mapping[str, Any]) -> list[ExpectationForm]:
    """The rows of a submitted form. If the case could not be read, they keep what was chosen."""
    rows = [key.removesuffix("-kind") for key in data if key.endswith("-kind")]
    chosen = {data.get(f"{row}-{name}", "") for row in rows for name in ("option", "other")} - {""}
    options = [(name, name) for name in sorted(chosen)] if case is None else _options(case)
    return [ExpectationForm(ruleset, options, data, prefix=f"e{n}") for n in range(len(rows))]


def chooses_nothing(rows: Sequence[ExpectationForm]) -> bool:
    return not any(row["kind"].data for row in rows)


def expectations(rows: Sequence[ExpectationForm]) -> list[dict[str, Any]] | None:
    """What was chosen; None if a row has an error."""
    if not all(row.is_valid() for row in rows):
        return None
    return [found for row in rows if (found := row.expectation())]


def rows_with(
    ruleset: Ruleset, case: Mapping[str, Any], expected: Sequence[Mapping[str, Any]]
) -> list[ExpectationForm]:
    """A row for each expectation and some empty ones."""
    initials = [*expected, *({} for _ in range(EMPTY_ROWS))]
    return [ExpectationForm(ruleset, _options(case), prefix=f"e{n}", initial=row) for n, row in enumerate(initials)]


def _options(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = case.get("options")
    options = [o for o in found if isinstance(o, dict)] if isinstance(found, list) else []
    return [(o["id"], str(o.get("name") or o["id"])) for o in options if isinstance(o.get("id"), str)]


def initial_of(case: ReferenceCase) -> dict[str, Any]:
    """What the form of a stored case shows."""
    document = {key: value for key, value in case.document().items() if value}
    return {"id": case.id, "name": case.name, "why": case.why, "case": plain_yaml(document)}
