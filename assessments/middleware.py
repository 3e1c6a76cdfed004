"""Every response under a personal address is marked as such, including refusals, redirects and errors that no view
makes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from assessments.access import mark_personal

PERSONAL = frozenset({"a", "account", "desk", "i", "import", "mine", "return", "s", "start", "t"})
"""First parts of personal addresses."""


def personal_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep answers under such an address out of caches, search engines and the referrers of other sites."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        first = request.path_info.lstrip("/").partition("/")[0]
        return mark_personal(response) if first in PERSONAL else response

    return middleware
