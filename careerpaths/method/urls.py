"""Addresses of the method."""

from django.urls import URLPattern, path

from careerpaths.method import views

app_name = "careerpaths"

urlpatterns: list[URLPattern] = [
    path("", views.method, name="method"),
    path("changelog/", views.changelog, name="changelog"),
    path("ruleset.json", views.ruleset_json, name="ruleset-json"),
    path("schema.json", views.schema, name="schema"),
]
