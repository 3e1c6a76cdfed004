"""The pages that edit a draft."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from careerpaths.admin.editing import views
from careerpaths.admin.frame import gone_if_deleted


def editing_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    pages = (
        ("<int:pk>/edit/", views.sections, "careerpaths_rulesetversion_edit"),
        ("<int:pk>/edit/<slug:slug>/", views.section, "careerpaths_rulesetversion_edit_section"),
        ("<int:pk>/edit/<slug:slug>/new/", views.add_item, "careerpaths_rulesetversion_edit_add"),
        ("<int:pk>/edit/<slug:slug>/item/<slug:name>/", views.item, "careerpaths_rulesetversion_edit_item"),
        (
            "<int:pk>/edit/<slug:slug>/item/<slug:name>/remove/",
            views.remove_item,
            "careerpaths_rulesetversion_edit_remove",
        ),
        ("<int:pk>/edit/<slug:slug>/item/<slug:name>/move/", views.move, "careerpaths_rulesetversion_edit_move"),
    )
    return [path(where, site.admin_view(gone_if_deleted(site, view)), name=name) for where, view, name in pages]
