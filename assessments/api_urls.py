"""Addresses of the API."""

from django.urls import URLResolver, path

from assessments.api import api

urlpatterns: list[URLResolver] = [path("", api.urls)]
