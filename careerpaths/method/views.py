"""The public pages of the method: what the live ruleset says, and its history. The same for every reader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from careerpaths.method import pages

NO_MESSAGES = {"messages": ()}
"""Messages wait for the next page, because browsers cache these pages."""


def schema_digest(request: HttpRequest) -> str:
    return f'"{pages.schema_context().digest}"'


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Every weight, value, rule, prior and passage of the live version."""
    version = pages.live()

    def page() -> HttpResponse:
        context = {"version": version, "body": pages.body(version), **NO_MESSAGES}
        return render(request, "careerpaths/method.html", context)

    return _unless_known(request, pages.edition(version), page)


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    """Every version that has been in use, why, and what it changed."""
    return render(request, "careerpaths/changelog.html", {"body": pages.changelog_context()})


@require_safe
def ruleset_json(request: HttpRequest) -> HttpResponse:
    """The live document: the same that the engine reads."""
    version = pages.live()

    def document() -> HttpResponse:
        return HttpResponse(pages.document_context(version), content_type="application/json")

    return _unless_known(request, version.digest, document)


@require_safe
@cache_control(public=True, max_age=300)  # seconds
@condition(etag_func=schema_digest)
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a ruleset document."""
    return HttpResponse(pages.schema_context().text, content_type="application/schema+json")


def _unless_known(request: HttpRequest, edition: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer 304 to a reader who has this edition. Not `condition`, which would look up the live version twice."""
    etag = f'"{edition}"'
    response = get_conditional_response(request, etag=etag) or respond()
    response.headers.setdefault("ETag", etag)
    patch_cache_control(response, public=True, no_cache=True)  # cached, but revalidated each time
    return response
