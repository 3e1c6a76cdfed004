"""The addresses of the impact pages, beside those of a version."""

from functools import partial

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from careerpaths.admin.impact import views

NAME = "careerpaths_rulesetversion_impact"


def impact_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    page, progress, cancel = (
        site.admin_view(partial(view, site=site)) for view in (views.impact, views.progress, views.cancel)
    )
    return [
        path("<int:pk>/impact/", page, name=NAME),
        path("<int:pk>/impact/progress/", progress, name=f"{NAME}_progress"),
        path("<int:pk>/impact/cancel/", cancel, name=f"{NAME}_cancel"),
    ]
