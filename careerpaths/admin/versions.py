"""Ruleset versions in Django admin, to look at. What changes them is in `publishing`."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern

from careerpaths.admin.editing.urls import editing_urls
from careerpaths.admin.impact.urls import impact_urls
from careerpaths.models import RulesetVersion


@admin.register(RulesetVersion)
class RulesetVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic only for the type checker
    list_display = ("version", "name", "state", "published_at", "retired_at", "note")
    list_filter = ("state", "name")
    fields = ("name", "version", "state", "digest", "note", "based_on", "created_at", "published_at", "retired_at")

    def get_urls(self) -> list[URLPattern]:
        return [*editing_urls(self.admin_site), *impact_urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RulesetVersion]:
        return super().get_queryset(request).defer("document")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RulesetVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RulesetVersion | None = None) -> bool:
        return False
