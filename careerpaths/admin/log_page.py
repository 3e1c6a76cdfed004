"""The audit log, with a search."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from careerpaths.admin.frame import shown_page
from careerpaths.method.changelog import found, readable, said_of
from careerpaths.models import RulesetLogEntry, RulesetVersion

PAGE = 20  # entries


def log_page(request: HttpRequest) -> HttpResponse:
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "version", "action")}
    pages = Paginator(readable(found(**asked)), PAGE)
    page = pages.get_page(request.GET.get("p"))
    context = {
        "page": page,
        "entries": said_of(page),
        "asked": asked,
        "count": pages.count,
        "versions": RulesetVersion.objects.defer("document"),
        "actions": RulesetLogEntry.Action.choices,
    }
    return shown_page(request, "log.html", context, title=gettext("Audit log"))
