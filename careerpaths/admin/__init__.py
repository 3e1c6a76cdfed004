"""The admins' workbench: versions of the rules, what can be done with them, and the forms that change a draft."""

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from careerpaths.admin.queue import QueueAdmin
from careerpaths.admin.second_factor import OwnTOTPDeviceAdmin
from careerpaths.admin.versions import RulesetVersionAdmin

__all__ = ["OwnTOTPDeviceAdmin", "QueueAdmin", "RulesetVersionAdmin"]

admin.site.unregister([AccessLog, AccessFailureLog])  # always empty here: see AXES_DISABLE_ACCESS_LOG
admin.site.site_header = admin.site.site_title = _("Career Paths")
admin.site.index_title = _("Workbench")
