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
from assessments.wording.form_with_faults import FaultyForm
from assessments.wording.typed import LineField, TextField
from careerpaths.reading.fields import DayField, NumberField, today_somewhere

OTHER = "other"
LONG = {"max_length": _("Use at most %(limit_value)d characters. You used %(show_value)d.")}


class DecisionForm(FaultyForm):
    """What was chosen and why. Only the choice is required."""

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
    )
    other.optional = _("(if you chose something else)")
    why = TextField(
        label=_("Why?"),
        help_text=_("What decided it, what you expect, and what would make you change your mind."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=LONG,
    )
    confidence = NumberField(
        label=_("How confident are you, from 0 to 100?"),
        help_text=_("0 means no confidence at all, 100 means no doubt at all."),
        low=0,
        high=100,
        whole=True,
        unit="%",
        required=False,
        then=_("Enter a whole number from 0 to 100."),
    )
    look_again_on = DayField(
        label=_("When do you want to look at this again?"),
        help_text=_(
            "Half a year is often enough to see how it goes. “My comparisons” reminds you; nothing is sent to you."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}),
    )

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
        raise forms.ValidationError(_("Enter a date from tomorrow to ten years ahead."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") == OTHER and not data.get("other") and "other" not in self.errors:
            self.add_error("other", SAY_WHAT)
        if self.is_full:
            full = _("The journal is full, with %(count)d entries. Delete one to make room.")
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


class OutcomeForm(FaultyForm):
    """What happened."""

    outcome = TextField(
        label=_("What happened?"),
        help_text=_("What went as you expected, what did not, and what you would do again."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a few words about what happened."), **LONG},
    )
