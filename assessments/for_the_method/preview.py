"""How a case would look under a version that is not live. Nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.access import personal
from assessments.results.cache import page_about
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import Case


def preview(request: HttpRequest, version: RulesetVersion, case: Case) -> HttpResponse:
    """The result page of a case, marked with the version that was used."""
    context = {"page": page_about(version.compiled, case, readers="editors"), "version": version}
    return personal(lambda request: render(request, "assessments/preview.html", context))(request)
