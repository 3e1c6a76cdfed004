"""The pages that edit a draft."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from careerpaths.admin.editing import views


def editing_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    pages = (
        ("<int:pk>/edit/", views.sections, "ruleset_edit"),
        ("<int:pk>/edit/<slug:slug>/", views.section, "ruleset_edit_section"),
        ("<int:pk>/edit/<slug:slug>/new/", views.add, "ruleset_edit_add"),
        ("<int:pk>/edit/<slug:slug>/item/<slug:name>/", views.item, "ruleset_edit_item"),
        ("<int:pk>/edit/<slug:slug>/item/<slug:name>/remove/", views.remove, "ruleset_edit_remove"),
        ("<int:pk>/edit/<slug:slug>/item/<slug:name>/move/", views.move, "ruleset_edit_move"),
    )
    return [path(where, site.admin_view(view), name=name) for where, view, name in pages]
