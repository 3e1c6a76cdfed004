"""The forms of the decision journal."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.journal.decisions import FARTHEST, MOST_ENTRIES, SAY_WHAT
from assessments.models import NAME_LENGTH, Assessment, Decision
from assessments.models.journal import TEXT_LENGTH
from assessments.questionnaire.options import display_name, names_of
from assessments.wording.typed import LineField, TextField
from careerpaths.reading.fields import DayField, NumberField, today_somewhere

OTHER = "other"
LONG = {"max_length": _("Use at most %(limit_value)d characters. You used %(show_value)d.")}


class Faulty(forms.Form):
    """A form that says its faults for the summary at the top of a page."""

    @property
    def faults(self) -> list[dict[str, str]]:
        """Each sentence with the field that it is about; for radio buttons the first of them."""
        return [
            {"target": self._target(name), "message": str(error)}
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _target(self, name: str) -> str:
        field = self.fields.get(name)
        return f"id_{name}_0" if isinstance(getattr(field, "widget", None), forms.RadioSelect) else f"id_{name}"


class DecisionForm(Faulty):
    """What was chosen and why. Only the choice is needed."""

    choice = forms.ChoiceField(
        label=_("What did you choose?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose one of your options, or something else.")
        ),
    )
    other = LineField(
        label=_("What else?"),
        max_length=NAME_LENGTH,
        required=False,
        error_messages={"max_length": _("Use at most %(limit_value)d characters.")},
    )
    why = TextField(label=_("Why?"), max_length=TEXT_LENGTH, required=False, error_messages=LONG)
    confidence = NumberField(
        label=_("How confident are you, from 0 to 100?"),
        low=0,
        high=100,
        whole=True,
        unit="%",
        required=False,
        then=_("Enter a whole number from 0 to 100."),
    )
    look_again_on = DayField(label=_("When do you want to look at this again?"), required=False)

    def __init__(self, assessment: Assessment, data: Any = None, *, decision: Decision | None = None) -> None:
        self.before = decision.look_again_on if decision else None
        self.is_full = decision is None and assessment.decisions.count() >= MOST_ENTRIES
        super().__init__(data, initial=_shown(decision) if decision else None)
        paths = assessment.rules.paths_by_id
        offered = list(names_of(assessment.options.present(), paths).items())
        if decision and decision.option and decision.option.deleted_at:
            offered.append((decision.option.uid, display_name(decision.option, paths)))
        choice = self.fields["choice"]
        choice.choices = [*offered, (OTHER, gettext("Something else"))]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_look_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_again_on"]
        earliest, latest = today_somewhere()
        if day is None or day == self.before or earliest < day <= latest + FARTHEST:
            return day
        raise forms.ValidationError(_("Enter a date from tomorrow on, at most ten years ahead."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") == OTHER and not data.get("other") and "other" not in self.errors:
            self.add_error("other", SAY_WHAT)
        if self.is_full:
            full = _("The journal holds %(count)d entries, which is all it can hold. Delete one to make room.")
            self.add_error("choice", full % {"count": MOST_ENTRIES})
        return data


def _shown(decision: Decision) -> dict[str, Any]:
    return {
        "choice": decision.option.uid if decision.option else OTHER,
        "other": decision.choice,
        "why": decision.why,
        "confidence": decision.confidence,
        "look_again_on": decision.look_again_on and decision.look_again_on.isoformat(),
    }


class OutcomeForm(Faulty):
    """What happened."""

    outcome = TextField(
        label=_("What happened?"),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Write a few words about what happened."), **LONG},
    )
