"""A PDF that a worker draws, kept until its owner has had time to download it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import Assessment


class DrawnPdf(models.Model):
    """The PDF of one comparison: asked for, being drawn, then kept for a while. There is one at a time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DRAWING = "drawing", _("being drawn")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="drawn_pdf")
    digest = models.CharField(_("SHA-256 of what is drawn"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    since = models.DateTimeField(_("in this state since"), db_index=True)
    content = models.BinaryField(_("the file"), default=b"")

    class Meta:
        verbose_name = _("drawn PDF")
        verbose_name_plural = _("drawn PDFs")

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.get_state_display()}"
