"""The forms of reference cases: the case as text, and what must come out of it by choosing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careerpaths import rulesets
from careerpaths.reference import CLOSENESS
from careerpaths.rulesets.writing import plain_yaml
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.ruleset import ReferenceCase, Ruleset
from careerpaths.typed_fields import NumberField

EMPTY_ROWS = 2
KINDS = [
    ("", _("nothing")),
    ("first", _("comes out first")),
    ("above", _("comes out above")),
    ("value", _("has a value within")),
    ("raised", _("gets the warning")),
    ("not_raised", _("does not get the warning")),
    ("closeness", _("is this close")),
]
EMPTY = ("", "–")
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
    """A reference case without what is expected of it."""

    id = forms.CharField(
        label=_("Id"), max_length=60, error_messages={"required": _("Enter an id, such as typical_lead.")}
    )
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    why = forms.CharField(
        label=_("Why it must come out so"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, with the passages it rests on.")},
    )
    case = forms.CharField(
        label=_("The case, as YAML or JSON in the case format"),
        strip=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        error_messages={"required": _("Enter a case.")},
    )

    def clean_case(self) -> dict[str, Any]:
        """The case as plain data. Whether its answers exist is said by the schema, with paths."""
        try:
            data = rulesets.read_plain(self.cleaned_data["case"], "case")
        except RulesetError as error:
            raise forms.ValidationError(str(error.faults[0])) from error
        if not isinstance(data, dict) or set(data) - {"person", "options"}:
            raise forms.ValidationError(_("Write a mapping with the keys person and options."))
        return data


class ExpectationForm(forms.Form):
    """One thing that must come out, by choosing."""

    kind = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    option = forms.ChoiceField(label=_("Option"), required=False)
    other = forms.ChoiceField(label=_("Above"), required=False)
    flag = forms.ChoiceField(label=_("Warning"), required=False)
    at_least = NumberField(label=_("At least"), required=False, low=0, high=100, then=FROM_0_TO_100)
    at_most = NumberField(label=_("At most"), required=False, low=0, high=100, then=FROM_0_TO_100)
    closeness = forms.ChoiceField(label=_("How close"), choices=[EMPTY, *CLOSENESS.items()], required=False)

    def __init__(self, ruleset: Ruleset, options: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flags = [(flag.id, flag.title) for flag in ruleset.flags]
        for field, choices in (("option", options), ("other", options), ("flag", flags)):
            self.fields[field].choices = [EMPTY, *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def expectation(self) -> dict[str, Any] | None:
        """As the document keeps it; nothing for an empty row."""
        kind = self.cleaned_data.get("kind", "")
        asked = {"kind", *ASKED.get(kind, ())}
        given = {key: value for key, value in self.cleaned_data.items() if key in asked and value not in ("", None)}
        return given if kind else None


def rows_for(
    ruleset: Ruleset, case: Mapping[str, Any], data: Mapping[str, Any] | None, kept: list[dict[str, Any]]
) -> list[ExpectationForm]:
    """A row for each expectation and some empty ones; of a form that came back, as many as it had."""
    found = case.get("options") or []
    options = [
        (o["id"], o.get("name") or o["id"]) for o in found if isinstance(o, dict) and isinstance(o.get("id"), str)
    ]
    if data is None:
        initials = [*kept, *({} for _ in range(EMPTY_ROWS))]
        return [ExpectationForm(ruleset, options, prefix=f"e{n}", initial=row) for n, row in enumerate(initials)]
    count = sum(1 for key in data if key.endswith("-kind"))
    return [ExpectationForm(ruleset, options, data, prefix=f"e{n}") for n in range(count)]


def initial_of(case: ReferenceCase) -> dict[str, Any]:
    """What the form of a stored case shows."""
    document = {key: value for key, value in case.document().items() if value}
    return {"id": case.id, "name": case.name, "why": case.why, "case": plain_yaml(document)}
