"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from assessments.api.evaluate import api
from assessments.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", public.api_docs, name="api-docs"),
    path("", api.urls),
]
