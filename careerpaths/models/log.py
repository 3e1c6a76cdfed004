"""Who changed what in the rules, when and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerpaths.models.versions import RulesetVersion, person_field


class RulesetLogEntry(models.Model):
    """One thing that was done to a version. Entries are written once and never changed."""

    class Action(models.TextChoices):
        OPENED = "opened", _("draft opened")
        IMPORTED = "imported", _("imported")
        SAVED = "saved", _("draft saved")
        APPROVED = "approved", _("approved")
        APPROVAL_VOID = "approval_void", _("approval no longer holds")
        SCHEDULED = "scheduled", _("publishing planned")
        UNSCHEDULED = "unscheduled", _("publishing no longer planned")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")
        ROLLED_BACK = "rolled_back", _("brought back")
        DELETED = "deleted", _("draft deleted")

    version = models.ForeignKey(RulesetVersion, models.CASCADE, related_name="log")
    action = models.CharField(_("what was done"), max_length=20, choices=Action)
    by = person_field(_("who"))
    at = models.DateTimeField(_("when"), db_index=True)
    note = models.TextField(_("why"), blank=True)
    digest = models.CharField(_("digest"), max_length=64, help_text=_("of the document after it"))

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}, {self.at:%Y-%m-%d %H:%M}"


class RulesetChange(models.Model):
    """One location in the document that an entry changed."""

    entry = models.ForeignKey(RulesetLogEntry, models.CASCADE, related_name="changes")
    path = models.CharField(_("path"), max_length=300, db_index=True)
    before = models.JSONField(_("before"), null=True, help_text=_("nothing: it was added"))
    after = models.JSONField(_("after"), null=True, help_text=_("nothing: it was removed"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.path
