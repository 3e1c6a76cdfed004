"""The checks of a version: its reference cases, what has no effect in it, and how a case looks under it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from careerpaths import rulesets
from careerpaths.admin.frame import EDIT, may, person, shown_page, version_or_404
from careerpaths.admin.reference_cases.forms import (
    CaseForm,
    ExpectationForm,
    chooses_nothing,
    expectations,
    initial_of,
    rows_with,
    sent_rows,
)
from careerpaths.admin.reference_cases.from_export import GivenCase, read_text, suggested_expectations
from careerpaths.checking.blind_spots import BlindSpot, blind_spots
from careerpaths.checking.reference_cases import came_out, outcomes_of, said
from careerpaths.document.locations import MISSING, copied, put
from careerpaths.impact.cases import Example, case_source, newest_stored
from careerpaths.models import RulesetVersion
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.publishing import PublishingError, save_draft
from careerpaths.rulesets.writing import plain_yaml
from careerpaths.scoring.answers import Case, read_case, readable_case
from careerpaths.scoring.faults import DocumentError, Fault, RulesetError
from careerpaths.scoring.findings.reference import Outcome
from careerpaths.scoring.parts.reference_cases import ReferenceCase
from careerpaths.scoring.ruleset import Ruleset

_Page = Callable[..., HttpResponse]


def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Reference cases with their results, and blind spots."""
    version = version_or_404(pk)
    ruleset = version.ruleset
    context = {
        "version": version,
        "outcomes": [_in_words(outcome, ruleset) for outcome in outcomes_of(ruleset)],
        "spots": spots_of(version),
        "examples": _examples(ruleset),
        "may_change": _may_change(request, version),
    }
    return shown_page(request, "checks.html", context, title=_("Checks"))


def spots_of(version: RulesetVersion) -> list[BlindSpot]:
    """The blind spots of a version that can be read."""
    ruleset, shown = version.ruleset, case_source().shown_questions()
    return blind_spots(ruleset, _tried(ruleset), newest_stored(ruleset), shown)


def _may_change(request: HttpRequest, version: RulesetVersion) -> bool:
    return may(request, EDIT) and version.state == RulesetVersion.State.DRAFT


def _in_words(outcome: Outcome, ruleset: Ruleset) -> dict[str, Any]:
    lines = [
        {
            "said": said(result.expected, outcome.case, ruleset),
            "met": result.met,
            "came_out": came_out(result, outcome.case),
        }
        for result in outcome.results
    ]
    return {"case": outcome.case, "passes": outcome.passes, "lines": lines}


def _examples(ruleset: Ruleset) -> list[Example]:
    """The made-up cases that can be tried: the demo cases, then the reference cases."""
    own = [Example(title=case.name, case=case.document()) for case in ruleset.reference_cases]
    return [*case_source().examples(), *own]


def _chosen(request: HttpRequest, examples: list[Example]) -> Example | None:
    chosen = request.GET.get("example", "")
    return examples[int(chosen)] if chosen.isdecimal() and int(chosen) < len(examples) else None


def _tried(ruleset: Ruleset) -> list[Case]:
    return [readable_case(ruleset, example.case) for example in _examples(ruleset)]


# --- preview ----------------------------------------------------------------------------------------------------


def preview_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Any case under this version, as the person would see it, marked as a preview. Nothing is stored."""
    version = version_or_404(pk)
    examples = _examples(version.ruleset)
    if request.method == "POST":
        text = request.POST.get("case", "")
        try:
            case = read_case(version.ruleset, read_text(text))
        except DocumentError as error:
            context = {"version": version, "examples": examples, "text": text, "faults": error.told}
            return shown_page(request, "preview.html", context, title=_("Preview"), status=UNPROCESSABLE)
        return _rendered(request, version, case)
    if example := _chosen(request, examples):
        return _rendered(request, version, readable_case(version.ruleset, example.case))
    return shown_page(request, "preview.html", {"version": version, "examples": examples}, title=_("Preview"))


def _rendered(request: HttpRequest, version: RulesetVersion, case: Case) -> HttpResponse:
    """The method does not know how results look; the setting CASE_PREVIEW names the function that does."""
    response: HttpResponse = import_string(settings.CASE_PREVIEW)(request, version, case)
    return response


# --- reference cases --------------------------------------------------------------------------------------------


def _draft(pk: int) -> RulesetVersion:
    version = version_or_404(pk)
    if version.state != RulesetVersion.State.DRAFT:
        raise Http404
    return version


def edit_case(request: HttpRequest, pk: int, case: str = "") -> HttpResponse:
    """Add or change a reference case. Refused input comes back as it was typed."""
    version = _draft(pk)
    kept = next((item for item in version.ruleset.reference_cases if item.id == case), None)
    if case and kept is None:
        raise Http404
    page = partial(_case_page, request, version, kept)
    if request.method != "POST":
        initial = initial_of(kept) if kept else {"case": _begun_from(request, version.ruleset)}
        return page(CaseForm(version.ruleset, initial=initial), _rows_at_first(version, kept, initial["case"]))
    form = CaseForm(version.ruleset, request.POST, request.FILES)
    if not form.is_valid() and form.given is None:
        return page(form, sent_rows(version.ruleset, None, request.POST), status=UNPROCESSABLE)
    return _with_case_read(request, version, kept, form, page)


def _with_case_read(
    request: HttpRequest, version: RulesetVersion, kept: ReferenceCase | None, form: CaseForm, page: _Page
) -> HttpResponse:
    """Save it, or show it as it was read. If no expectation was chosen, today's result is expected."""
    given = form.given or GivenCase(case={})
    rows = sent_rows(version.ruleset, given.case, request.POST)
    is_suggested = kept is None and chooses_nothing(rows)
    expected, faults = _suggested(version, given.case) if is_suggested else (expectations(rows), ())
    if is_suggested:
        rows = rows_with(version.ruleset, given.case, expected or ())
    about: dict[str, Any] = {"left_out": given.left_out, "is_suggested": is_suggested}
    if request.POST.get("do") == "read":
        as_read = CaseForm(version.ruleset, initial=form.as_read())
        return page(as_read, rows, **about, faults=faults, is_read=not faults, status=UNPROCESSABLE if faults else 200)
    if expected is not None and form.is_valid() and not faults:
        document = _with_case(version.document, kept.id if kept else "", form.cleaned_data, expected)
        faults = _store(request, version, document)
        if not faults:
            return _saved(request, version, form.cleaned_data["id"], **about)
    return page(CaseForm(version.ruleset, form.as_read()), rows, **about, faults=faults, status=UNPROCESSABLE)


def _case_page(
    request: HttpRequest,
    version: RulesetVersion,
    kept: ReferenceCase | None,
    form: CaseForm,
    rows: list[ExpectationForm],
    *,
    status: int = 200,
    **about: Any,
) -> HttpResponse:
    seen = request.POST.get("seen", "") if request.method == "POST" else version.digest
    context = {"version": version, "case": kept, "form": form, "rows": rows, "seen": seen, **about}
    return shown_page(request, "reference_case.html", context, title=_("A reference case"), status=status)


def _rows_at_first(version: RulesetVersion, kept: ReferenceCase | None, text: str) -> list[ExpectationForm]:
    """What a stored case expects; for an example, what comes first today."""
    if not text:
        return rows_with(version.ruleset, {}, ())
    case = rulesets.read_plain(text, "case")
    if kept:
        expected = [item.model_dump(exclude_defaults=True) for item in kept.expected]
        return rows_with(version.ruleset, case, expected)
    return rows_with(version.ruleset, case, _suggested(version, case)[0] or ())


def _suggested(version: RulesetVersion, case: Mapping[str, Any]) -> tuple[list[dict[str, Any]] | None, Sequence[Fault]]:
    try:
        return suggested_expectations(version.compiled, case), ()
    except DocumentError as error:
        return None, error.told


def _saved(
    request: HttpRequest, version: RulesetVersion, name: str, *, left_out: Sequence[str], is_suggested: bool
) -> HttpResponse:
    """Say what happened to it, and what was left out."""
    messages.success(request, _("The reference case is saved."))
    for sentence in left_out:
        messages.info(request, sentence)
    if is_suggested:
        case = next(item for item in version.ruleset.reference_cases if item.id == name)
        words = {"outcome": said(case.expected[0], case, version.ruleset)}
        messages.info(request, _("It expects what comes out today: %(outcome)s.") % words)
    return redirect("admin:careerpaths_rulesetversion_checks", version.pk)


def _store(request: HttpRequest, version: RulesetVersion, document: dict[str, Any]) -> Sequence[Fault]:
    """Save the draft. Returns what is wrong with it if it is refused."""
    try:
        save_draft(version, document, by=person(request), seen=request.POST.get("seen", ""))
    except RulesetError as error:
        return error.faults
    except PublishingError as error:
        return [Fault(path="", message=str(error))]
    return ()


def _begun_from(request: HttpRequest, ruleset: Ruleset) -> str:
    """The text of the chosen example."""
    example = _chosen(request, _examples(ruleset))
    return plain_yaml(dict(example.case)) if example else ""


def _with_case(
    document: Mapping[str, Any], old: str, given: Mapping[str, Any], expected: list[dict[str, Any]]
) -> dict[str, Any]:
    """The document with a case put in its old place, or at the end."""
    about = {key: given[key] for key in ("id", "name", "why")}
    return _changed(document, old, {**about, **given["case"], "expected": expected})


def _changed(document: Mapping[str, Any], case: str, value: Any) -> dict[str, Any]:
    changed = copied({**document}, ("reference_cases",))
    put(changed, ("reference_cases", case), value)
    return changed


def remove_case(request: HttpRequest, pk: int, case: str) -> HttpResponse:
    """Remove a reference case from a draft."""
    version = _draft(pk)
    try:
        save_draft(version, _changed(version.document, case, MISSING), by=person(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The reference case was removed."))
    return redirect("admin:careerpaths_rulesetversion_checks", pk)
