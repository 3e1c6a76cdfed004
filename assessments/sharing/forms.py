"""The form that makes a share link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import NAME_LENGTH
from assessments.sharing import links
from assessments.wording.form_with_faults import FaultyForm
from assessments.wording.typed import LineField
from careerpaths.reading.fields import NumberField


class DaysField(NumberField):
    """For how many days something works."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        bounds = {"least": least, "most": links.MOST_DAYS}
        then = _("Enter a whole number of days from %(least)d to %(most)d.") % bounds
        super().__init__(low=least, high=links.MOST_DAYS, whole=True, unit="days", then=then, **kwargs)


class ShownForm(FaultyForm):
    """What somebody else sees in addition to result, plan and answers. None of it unless it is chosen."""

    shows_names = forms.BooleanField(label=_("The names of my options and of this comparison"), required=False)
    shows_sensitive = forms.BooleanField(
        label=_("My sensitive answers, and what I preferred not to say"), required=False
    )


class ShareForm(ShownForm):
    """Label, expiry, passphrase, and what the link shows. Nothing sensitive is shown unless it is chosen."""

    label = LineField(
        label=_("Who is it for?"),
        help_text=_("Only you see this, such as “Dana, my supervisor”."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Enter who the link is for, so that you can tell your links apart.")},
    )
    days = DaysField(label=_("How many days should it work?"), initial=links.DAYS)
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Send it through a different channel from the link. We keep only a fingerprint of it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        required=False,
        min_length=links.SHORTEST_PASSPHRASE,
        max_length=200,
        strip=True,
        error_messages={
            "min_length": _("Use at least %(limit_value)d characters, or leave the passphrase out."),
            "max_length": _("Use at most %(limit_value)d characters."),
        },
    )
    may_comment = forms.BooleanField(label=_("They may write comments"), required=False)
    may_answer = forms.BooleanField(label=_("They may answer the same questions, as a second opinion"), required=False)


class ChangeForm(ShareForm):
    """The same for an existing link. Its days count from today; its passphrase stays."""

    passphrase = None  # type: ignore[assignment]  # Django's way to remove a field of the parent
    days = DaysField(
        label=_("How many more days should it work?"),
        help_text=_("Counted from today. 0 means to the end of today."),
        least=0,
    )
