"""Devices for the second factor, as their library shows them, but with a 404 for a device that does not exist."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

admin.site.unregister(TOTPDevice)


@admin.register(TOTPDevice)
class OwnTOTPDeviceAdmin(TOTPDeviceAdmin):  # type: ignore[misc]  # django_otp ships no types
    """The library's QR code pages crash if the device was deleted."""

    def config_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._of_one(super().config_view, request, pk)

    def qrcode_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._of_one(super().qrcode_view, request, pk)

    def _of_one(self, view: Any, request: HttpRequest, pk: int) -> HttpResponse:
        get_object_or_404(TOTPDevice, pk=pk)
        response: HttpResponse = view(request, pk)
        return response
