"""Django admin; where ADMIN_SECOND_FACTOR is on it also asks for a code from a device."""

from django.conf import settings
from django.contrib.admin import apps


class WorkbenchConfig(apps.AdminConfig):
    default = False  # this class is named in the settings
    default_site = "careerpaths.operations.sites." + (
        "SecondFactorAdminSite" if settings.ADMIN_SECOND_FACTOR else "PasswordAdminSite"
    )
