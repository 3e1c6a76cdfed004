"""Ruleset versions in Django admin: the list, and links to the pages of each. Only `publishing` changes them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careerpaths.admin.frame import EDIT, VIEW, gone_if_deleted, may, moment
from careerpaths.admin.home import versions_home
from careerpaths.admin.urls import workbench_urls
from careerpaths.models import RulesetVersion
from careerpaths.publishing.plans import GRACE

_SHORT = 12  # characters of a digest, enough to tell versions apart


@admin.register(RulesetVersion)
class RulesetVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic only for the type checker
    list_display = ("version", "stands", "who", "when", "short_digest", "note")
    list_select_related = ("created_by", "published_by")

    def get_urls(self) -> list[URLPattern]:
        return [*workbench_urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RulesetVersion]:
        return super().get_queryset(request).defer("document")

    @admin.display(description=_("state"), ordering="state")
    def stands(self, version: RulesetVersion) -> str:
        if version.scheduled_for and version.scheduled_for < timezone.now() - GRACE:
            return str(_("draft, planned time missed"))
        if version.scheduled_for:
            return str(_("draft, to be published"))
        return version.get_state_display()

    @admin.display(description=_("who"), empty_value="–")
    def who(self, version: RulesetVersion) -> str | None:
        somebody = version.published_by or version.created_by
        return somebody.get_username() if somebody else None

    @admin.display(description=_("when"), ordering="created_at")
    def when(self, version: RulesetVersion) -> str:
        return moment(version.published_at or version.created_at)

    @admin.display(description=_("digest"), ordering="digest")
    def short_digest(self, version: RulesetVersion) -> str:
        return version.digest[:_SHORT]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": _("Versions of the rules"), "may_edit": may(request, EDIT), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The version's home page. A version is changed on separate pages, so nothing is posted here."""
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(object_id) if object_id.isascii() and object_id.isdecimal() else 0
        return gone_if_deleted(versions_home)(request, pk=pk)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history is the audit log."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        label = version.version if version else ""
        return redirect(f"{reverse('admin:careerpaths_rulesetversion_log')}?version={label}")

    def has_view_permission(self, request: HttpRequest, obj: RulesetVersion | None = None) -> bool:
        return may(request, VIEW)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RulesetVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RulesetVersion | None = None) -> bool:
        return False
