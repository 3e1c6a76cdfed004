"""The forms of comments and of the owner's answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import NAME_LENGTH, Assessment, Comment, Consent, ShareLink
from assessments.sharing import comments
from assessments.wording.form_with_faults import FaultyForm
from assessments.wording.typed import LineField, TextField

RESULT = "result"


class CommentForm(FaultyForm):
    """An optional name, what it is about, and the comment."""

    name = LineField(
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": _("Use at most %(limit_value)d characters for the name.")},
    )
    about = forms.ChoiceField(
        label=_("What is it about?"),
        initial=RESULT,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose what the comment is about.")),
    )
    text = TextField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": comments.EMPTY},
    )

    def __init__(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        """`names` of the options as they are on the page: a choice reveals no more than the page does."""
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(RESULT, _("The whole result")), *names.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def say(self, assessment: Assessment, by: ShareLink | Consent) -> Comment | None:
        """Save the comment, or return nothing, with the error on the form."""
        given = {"name": self.cleaned_data["name"], "text": self.cleaned_data["text"]}
        option = assessment.options.present().filter(uid=self.cleaned_data["about"]).first()
        return self.tried(lambda: comments.say(assessment, option=option, by=by, **given), "text")
