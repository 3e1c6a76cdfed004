"""The addresses of the impact pages, next to those of a version."""

from functools import partial

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from careerpaths.admin.frame import GET, POST, VIEW, framed
from careerpaths.admin.impact import views


def impact_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own. Starting and cancelling need more than looking."""
    asked = (GET, POST)
    return [
        framed(site, "<int:pk>/impact/", partial(views.impact, site=site), name="impact", right=VIEW, verbs=asked),
        framed(site, "<int:pk>/impact/progress/", views.progress, name="impact_progress", right=VIEW),
        framed(site, "<int:pk>/impact/cancel/", views.stop_report, name="impact_cancel", right=VIEW, verbs=(POST,)),
    ]
