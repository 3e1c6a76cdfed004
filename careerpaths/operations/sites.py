"""The admin site opens to passwords alone: whoever reads an administrator's e-mail gets no further than the desk."""

from django.contrib.admin import AdminSite
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest
from django_otp.admin import OTPAdminSite

BY_CODE = "assessments.accounts.CodeBackend"


def signed_in_by_code(request: HttpRequest) -> bool:
    """Whether a code by e-mail opened this session."""
    return request.session.get(BACKEND_SESSION_KEY) == BY_CODE


class PasswordAdminSite(AdminSite):
    enable_nav_sidebar = False  # it moves the page aside once its script has come, under the hand of who clicks

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not signed_in_by_code(request)


class SecondFactorAdminSite(OTPAdminSite):  # type: ignore[misc]  # django_otp ships no types
    enable_nav_sidebar = False  # as above

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(super().has_permission(request)) and not signed_in_by_code(request)
