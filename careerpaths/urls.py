"""The site's addresses."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

ICON = lazy(static, str)("img/favicon.svg")  # its hashed name is only known once files are collected

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=ICON)),  # where browsers look if a page names no icon
    path("", include("careerpaths.operations.urls")),
    path("method/", include("careerpaths.method.urls")),
    path("account/", include("assessments.accounts.urls")),
    path("api/", include("assessments.api.urls")),
    path("", include("assessments.urls")),
]

handler400 = "careerpaths.operations.refusals.bad_request"
handler404 = "careerpaths.operations.refusals.not_found"
handler500 = "careerpaths.operations.refusals.server_error"
handler429 = "careerpaths.operations.refusals.too_many"  # allauth calls it
