"""The forms of advisors and of those who accept an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import NAME_LENGTH
from assessments.sharing import links
from assessments.sharing.forms import DaysField, ShownForm
from assessments.wording.form_with_faults import FaultyForm
from assessments.wording.typed import LineField, TextField


class InviteForm(FaultyForm):
    """Who an invitation is for, and how long it works."""

    label = LineField(
        label=_("Who is it for?"),
        help_text=_("Mentees see this, for example “Summer fellows 2027”. One invitation works for several mentees."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Enter who the invitation is for. Mentees see this too.")},
    )
    days = DaysField(label=_("How many days should it work?"), initial=links.DAYS)


class GrantForm(ShownForm):
    """What an advisor may see. Nothing beyond result and answers unless it is chosen."""

    mentee_name = LineField(
        label=_("What should they call you?"),
        help_text=_("A made-up name is fine, as long as they know who it is."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Enter a name for yourself. A made-up one is fine.")},
    )
    may_comment = forms.BooleanField(label=_("They may write comments to me"), required=False)


class ConsentForm(GrantForm):
    """The same with the comparison that it is about, which the page asks for first."""

    field_order = ("assessment",)

    assessment = forms.ChoiceField(
        label=_("Which comparison do you want to show?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose one of your comparisons.")),
    )


class NoteForm(FaultyForm):
    """An advisor's own note."""

    text = TextField(
        label=_("What you want to remember"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=10_000,
    )
