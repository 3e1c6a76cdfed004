"""Advisors with an account: whom they invited, who agreed to what, and their own notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import NAME_LENGTH, Assessment, new_uid
from assessments.models.sharing import Grant


class Invitation(models.Model):
    """An address by which mentees can let an advisor see a comparison."""

    uid = models.CharField(_("address"), max_length=32, unique=True, default=new_uid, editable=False)
    advisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    label = models.CharField(_("label"), max_length=NAME_LENGTH)
    digest = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label


class Consent(Grant):
    """What a mentee agreed to show an advisor. It holds until it is withdrawn."""

    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="consents")
    advisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="consents")
    mentee_name = models.CharField(_("name that the advisor sees"), max_length=NAME_LENGTH)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["advisor", "assessment"],
                condition=Q(withdrawn_at__isnull=True),
                name="an_advisor_has_one_open_consent_for_an_assessment",
            )
        ]

    def __str__(self) -> str:
        return self.mentee_name


class AdvisorNote(models.Model):
    """What an advisor noted for themselves about a mentee. Nobody else sees it."""

    consent = models.OneToOneField(Consent, models.CASCADE, related_name="note")
    text = models.TextField(_("note"), max_length=10_000, blank=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("advisor's note")
        verbose_name_plural = _("advisors' notes")

    def __str__(self) -> str:
        return self.text[:60]
