"""The pages that edit a draft."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern


def editing_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    return []
