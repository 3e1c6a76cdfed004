"""The site's addresses."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("method/", include("careerpaths.method_urls")),
    path("api/", include("assessments.api_urls")),
    path("", include("assessments.urls")),
]

handler400 = "careerpaths.errors.bad_request"
