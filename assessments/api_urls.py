"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from assessments.api import api
from assessments.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", public.api_docs, name="api-docs"),
    path("", api.urls),
]
