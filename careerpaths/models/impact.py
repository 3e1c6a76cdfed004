"""What a draft would change for the stored cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerpaths.models.versions import RulesetVersion, person_field


class ImpactReport(models.Model):
    """The stored cases under the live version and under a draft: requested, running, then stored. No personal data."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    draft = models.ForeignKey(RulesetVersion, models.CASCADE, related_name="impact_reports")
    draft_digest = models.CharField(_("digest of the draft"), max_length=64)
    live = models.ForeignKey(RulesetVersion, models.CASCADE, related_name="+")
    live_digest = models.CharField(_("digest of the live version"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("cases done"), default=0)
    total = models.PositiveIntegerField(_("cases"), default=0)
    result = models.JSONField(_("result"), null=True, blank=True)
    fault = models.TextField(_("what went wrong"), blank=True)
    cancel_asked = models.BooleanField(_("asked to stop"), default=False)
    requested_by = person_field(_("asked by"))
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("impact report")
        verbose_name_plural = _("impact reports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.draft}: {self.get_state_display()}"
