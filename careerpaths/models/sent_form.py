"""Forms that were sent and did their work, so that sending one again does not do it twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """One rendered form, as one browser sent it, and where the response redirected to."""

    digest = models.CharField(_("SHA-256 of the form"), max_length=64, primary_key=True)
    address = models.TextField(_("where the answer led"), blank=True)
    session = models.CharField(_("session that the answer began"), max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return self.digest[:8]
