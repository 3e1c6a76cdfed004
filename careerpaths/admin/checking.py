"""The checks of a version: what must come out of it, what has no effect, and how a case looks under it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from careerpaths import rulesets
from careerpaths.admin.desk import EDIT, GET, POST, VIEW, may, page, person, shown, version_or_404
from careerpaths.admin.reference_forms import CaseForm, ExpectationForm, initial_of, rows_for
from careerpaths.blind_spots import BlindSpot, blind_spots
from careerpaths.impact.cases import Example, case_source, newest_stored
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError, save_draft
from careerpaths.reference import came_out, said
from careerpaths.rulesets.writing import plain_yaml
from careerpaths.scoring.answers import Case, read_case, readable_case
from careerpaths.scoring.faults import DocumentError, Fault, RulesetError
from careerpaths.scoring.reference import Outcome, outcomes
from careerpaths.scoring.ruleset import ReferenceCase, Ruleset

LARGEST_CASE = 50_000  # characters


def checking_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the checks. Each asks for its right."""
    both, case = (GET, POST), "<int:pk>/checks/cases/"
    edit = partial(edit_case, site=site)
    return [
        page(site, "<int:pk>/checks/", partial(checks, site=site), name="checks", right=VIEW),
        page(site, "<int:pk>/checks/preview/", partial(preview, site=site), name="preview", right=VIEW, verbs=both),
        page(site, f"{case}new/", edit, name="reference_new", right=EDIT, verbs=both),
        page(site, f"{case}<slug:case>/", edit, name="reference", right=EDIT, verbs=both),
        page(site, f"{case}<slug:case>/remove/", remove_case, name="reference_remove", right=EDIT, verbs=(POST,)),
    ]


def checks(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Reference cases with what came out, and blind spots."""
    version = version_or_404(pk)
    ruleset = version.ruleset
    context = {
        "version": version,
        "outcomes": [_in_words(outcome, ruleset) for outcome in outcomes(version.compiled)],
        "spots": spots_of(version),
        "examples": _examples(ruleset),
        "may_change": _may_change(request, version),
    }
    return shown(request, site, "checks.html", context, title=_("Checks"))


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


def _tried(ruleset: Ruleset) -> list[Case]:
    return [readable_case(ruleset, example.case) for example in _examples(ruleset)]


# --- preview ----------------------------------------------------------------------------------------------------


def preview(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Any case under this version, on the page that its person would see, marked. Nothing is stored."""
    version = version_or_404(pk)
    examples = _examples(version.ruleset)
    if request.method == "POST":
        text = request.POST.get("case", "")
        try:
            case = read_case(version.ruleset, _read(text))
        except DocumentError as error:
            context = {"version": version, "examples": examples, "text": text[:LARGEST_CASE], "faults": error.told}
            return shown(request, site, "preview.html", context, title=_("Preview"), status=422)
        return _rendered(request, version, case)
    chosen = request.GET.get("example", "")
    if chosen.isdecimal() and int(chosen) < len(examples):
        return _rendered(request, version, readable_case(version.ruleset, examples[int(chosen)].case))
    return shown(request, site, "preview.html", {"version": version, "examples": examples}, title=_("Preview"))


def _read(text: str) -> Any:
    if len(text) > LARGEST_CASE:
        raise RulesetError([Fault(path="", message=_("The case is too long: at most 50,000 characters."))])
    return rulesets.read_plain(text, "case")


def _rendered(request: HttpRequest, version: RulesetVersion, case: Case) -> HttpResponse:
    """The method does not know how results look; the setting CASE_PREVIEW names who does."""
    response: HttpResponse = import_string(settings.CASE_PREVIEW)(request, version, case)
    return response


# --- reference cases --------------------------------------------------------------------------------------------


def _draft(pk: int) -> RulesetVersion:
    version = version_or_404(pk)
    if version.state != RulesetVersion.State.DRAFT:
        raise Http404
    return version


def edit_case(request: HttpRequest, pk: int, site: AdminSite, case: str = "") -> HttpResponse:
    """Add or change a reference case. What is refused comes back as it was typed."""
    version = _draft(pk)
    kept = next((item for item in version.ruleset.reference_cases if item.id == case), None)
    if case and kept is None:
        raise Http404
    form, rows = _forms(request, version.ruleset, kept)
    context: dict[str, Any] = {"version": version, "form": form, "rows": rows, "case": kept, "seen": version.digest}
    if not form.is_bound:
        return shown(request, site, "reference_case.html", context, title=_("A reference case"))
    rows_are_valid = [row.is_valid() for row in rows]  # every one, so that each shows its fault
    if form.is_valid() and all(rows_are_valid):
        document = _with_case(version.document, case, form.cleaned_data, [row.expectation() for row in rows])
        context["faults"] = _store(request, version, document)
        if not context["faults"]:
            messages.success(request, _("The reference case is saved."))
            return redirect("admin:careerpaths_rulesetversion_checks", pk)
    context["seen"] = request.POST.get("seen", "")
    return shown(request, site, "reference_case.html", context, title=_("A reference case"), status=422)


def _forms(
    request: HttpRequest, ruleset: Ruleset, kept: ReferenceCase | None
) -> tuple[CaseForm, list[ExpectationForm]]:
    initial = initial_of(kept) if kept else {"case": _begun_from(request, ruleset)}
    sent = request.POST if request.method == "POST" else None
    form = CaseForm(sent, initial=initial)
    data = form.cleaned_data["case"] if form.is_bound and form.is_valid() else rulesets.read_plain(initial["case"], "")
    expected = [item.model_dump(exclude_defaults=True) for item in kept.expected] if kept else []
    return form, rows_for(ruleset, data, sent, expected)


def _store(request: HttpRequest, version: RulesetVersion, document: dict[str, Any]) -> Sequence[Fault]:
    """Save the draft; what is wrong with it where it is refused."""
    try:
        save_draft(version, document, by=person(request), seen=request.POST.get("seen", ""))
    except RulesetError as error:
        return error.faults
    except PublishingError as error:
        return [Fault(path="", message=str(error))]
    return ()


def _begun_from(request: HttpRequest, ruleset: Ruleset) -> str:
    """The text of the example that was chosen, or a short one to begin with."""
    chosen, examples = request.GET.get("example", ""), _examples(ruleset)
    if chosen.isdecimal() and int(chosen) < len(examples):
        return plain_yaml(dict(examples[int(chosen)].case))
    return "person: {goal_role: research_lead}\noptions:\n  - {id: a, name: A typical PhD, path: phd}\n"


def _with_case(
    document: Mapping[str, Any], old: str, given: Mapping[str, Any], expected: list[dict[str, Any] | None]
) -> dict[str, Any]:
    """The document with a case put in its old place, or at the end."""
    new = {
        "id": given["id"],
        "name": given["name"],
        "why": given["why"],
        **given["case"],
        "expected": [item for item in expected if item],
    }
    cases = list(document.get("reference_cases", []))
    place = next((n for n, item in enumerate(cases) if item["id"] == old), len(cases))
    cases[place : place + 1] = [new]
    return {**document, "reference_cases": cases}


def remove_case(request: HttpRequest, pk: int, case: str) -> HttpResponse:
    """Take a reference case out of a draft."""
    version = _draft(pk)
    cases = [item for item in version.document.get("reference_cases", []) if item["id"] != case]
    try:
        save_draft(version, {**version.document, "reference_cases": cases}, by=person(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The reference case was removed."))
    return redirect("admin:careerpaths_rulesetversion_checks", pk)
