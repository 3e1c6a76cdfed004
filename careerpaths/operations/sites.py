"""The admin site only accepts passwords: somebody who reads an administrator's e-mail gets no further than the desk."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_otp.admin import OTPAdminSite

from careerpaths.operations.once import once

_Page = Callable[..., HttpResponse]

FIRST = ["careerpaths", "auth"]  # what administrators come for; the other applications follow by name
BY_CODE = "assessments.accounts.by_code.CodeBackend"


def signed_in_by_code(request: HttpRequest) -> bool:
    """Whether this session was opened with a code by e-mail."""
    return request.session.get(BACKEND_SESSION_KEY) == BY_CODE


class PasswordAdminSite(AdminSite):
    """Every admin form with a key does its work only once. The rules come first on the start page."""

    enable_nav_sidebar = False  # it shifts the page when its script loads, just as somebody clicks

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: [app["app_label"] != label for label in FIRST])

    def admin_view[View: Callable[..., HttpResponseBase]](self, view: View, cacheable: bool = False) -> View:
        return super().admin_view(cast("View", once(cast("_Page", view))), cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not signed_in_by_code(request)


class SecondFactorAdminSite(OTPAdminSite, PasswordAdminSite):  # type: ignore[misc]  # django_otp ships no types
    """The same; it also asks for a code from a device."""
