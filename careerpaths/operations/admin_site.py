"""Django admin, which also asks for a code from a device if ADMIN_SECOND_FACTOR is on."""

from django.conf import settings
from django.contrib.admin import apps


class WorkbenchConfig(apps.AdminConfig):
    default = False  # this class is named in the settings
    default_site = "careerpaths.operations.sites." + (
        "SecondFactorAdminSite" if settings.ADMIN_SECOND_FACTOR else "PasswordAdminSite"
    )
