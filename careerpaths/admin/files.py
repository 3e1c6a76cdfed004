"""A version as a YAML file: export and import."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careerpaths import rulesets
from careerpaths.admin.frame import person, shown_page, version_or_404
from careerpaths.models import RulesetVersion
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.publishing import PublishingError, import_draft
from careerpaths.rulesets.writing import write_yaml
from careerpaths.scoring.faults import Fault, RulesetError
from careerpaths.scoring.parsing import parse

_LARGEST = 700_000  # bytes; the shipped ruleset has 150,000


class ImportForm(forms.Form):
    """A file or a text: if a file is refused, its content is shown as text, so that nothing is lost."""

    file = forms.FileField(
        label=_("A YAML file"), help_text=_("As the export writes it: plain YAML, at most 700 kB."), required=False
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("What it is for (optional)"), required=False, max_length=1000)
    new_label = forms.BooleanField(
        label=_("Give it the next free label where its own is taken"), required=False, initial=True
    )


def export(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(pk)
    response = HttpResponse(as_yaml(version), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.name}-{version.version}.yaml"'
    return response


def as_yaml(version: RulesetVersion) -> str:
    """A version's content. If an older release stored it and this one cannot read it, it is exported as stored."""
    try:
        ruleset = parse(version.document)
    except RulesetError:
        return write_yaml(version.document, version.digest)
    return write_yaml(ruleset.document(), ruleset.digest)


def import_(request: HttpRequest) -> HttpResponse:
    title = gettext("Import a version")
    if request.method != "POST":
        return shown_page(request, "import.html", {"form": ImportForm()}, title=title)
    form = ImportForm(request.POST, request.FILES)
    faults: list[Fault] = []
    typed = form.data.get("text", "")
    if form.is_valid():
        try:
            typed = _text(form.cleaned_data["file"], form.cleaned_data["text"])
            draft = import_draft(
                rulesets.read_yaml(typed, gettext("text")),
                note=form.cleaned_data["note"],
                by=person(request),
                new_label=form.cleaned_data["new_label"],
            )
        except RulesetError as error:
            faults = error.told
        except PublishingError as error:
            faults = [Fault(path="version", message=str(error))]
        else:
            messages.success(request, gettext("Imported as draft %(label)s.") % {"label": draft.version})
            return redirect("admin:careerpaths_rulesetversion_change", draft.pk)
    if faults:  # the content of the file is shown as text
        form = ImportForm({**form.data.dict(), "text": typed})  # type: ignore[attr-defined]  # POST data has it
    context = {"form": form, "faults": faults}
    return shown_page(request, "import.html", context, title=title, status=UNPROCESSABLE)


def _text(file: UploadedFile[Any] | None, text: str) -> str:
    """What was given. Raises `RulesetError` for nothing, for too much, and for anything that is not text."""
    if file is not None:
        if (file.size or 0) > _LARGEST:
            raise _refusal(file.name or "", gettext("The file is too large: at most 700 kB."))
        try:
            read: bytes = file.read()
            return read.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _refusal(file.name or "", gettext("The file is not UTF-8 text. Choose a YAML file.")) from error
    if not text.strip():
        raise _refusal("", gettext("Choose a file, or paste its text."))
    if len(text.encode()) > _LARGEST:
        raise _refusal("", gettext("The text is too large: at most 700 kB."))
    return text


def _refusal(path: str, sentence: str) -> RulesetError:
    return RulesetError([Fault(path=path, message=sentence)])
