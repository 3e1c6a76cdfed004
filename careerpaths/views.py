"""The public pages of the method: what the live ruleset says, and how it came to be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from careerpaths import method_pages
from careerpaths.models import RulesetVersion

readable_by_programs = cache_control(public=True, max_age=300)


def live_digest(request: HttpRequest) -> str:
    """The entity tag of what only the live version decides."""
    return f'"{method_pages.live().digest}"'


def schema_digest(request: HttpRequest) -> str:
    return f'"{method_pages.schema().digest}"'


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Every weight, value, rule, prior and passage of the live version."""
    live = method_pages.live()
    return render(request, "careerpaths/method.html", {"version": live, "body": method_pages.body(live)})


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    """Every version that was published, and why."""
    versions = RulesetVersion.objects.defer("document").published()
    return render(request, "careerpaths/changelog.html", {"versions": versions})


@require_safe
@readable_by_programs
@condition(etag_func=live_digest)
def ruleset_json(request: HttpRequest) -> HttpResponse:
    """The live document: the same that the engine reads."""
    return HttpResponse(method_pages.document(method_pages.live()), content_type="application/json")


@require_safe
@readable_by_programs
@condition(etag_func=schema_digest)
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a ruleset document."""
    return HttpResponse(method_pages.schema().text, content_type="application/schema+json")
