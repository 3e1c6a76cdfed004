"""Addresses of the cases and of the public pages around them."""

from django.urls import URLPattern, path

from assessments.views import public

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
]
