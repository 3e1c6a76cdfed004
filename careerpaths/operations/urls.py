"""Addresses for programs that monitor the site."""

from django.urls import URLPattern, path

from careerpaths.operations import views

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics_page, name="metrics"),
]
