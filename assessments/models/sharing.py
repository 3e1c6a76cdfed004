"""Who a comparison is shown to, what they see of it, and what they said."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import NAME_LENGTH, Assessment, Option, new_uid

COMMENT_LENGTH = 2000


class Grant(models.Model):
    """What somebody else may see and do. Nothing is shown that is not granted."""

    shows_names = models.BooleanField(_("shows names"), default=False)
    shows_sensitive = models.BooleanField(_("shows sensitive answers"), default=False)
    may_comment = models.BooleanField(_("may comment"), default=False)
    uid = models.CharField(_("address"), max_length=32, unique=True, default=new_uid, editable=False)

    class Meta:
        abstract = True


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self) -> "ShareLinkQuerySet":
        """Those that are neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class ShareLink(Grant):
    """An address that shows a result to anyone who has it, until it expires or is revoked."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=NAME_LENGTH)
    digest = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    passphrase = models.CharField(_("hash of the passphrase"), max_length=200, blank=True)
    may_answer = models.BooleanField(_("may give a second opinion"), default=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    views = models.PositiveIntegerField(_("views"), default=0)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    # no longer used; the previous release, which may run next to this one, writes them
    failed_tries = models.PositiveIntegerField(_("wrong passphrases in a row"), default=0)
    locked_until = models.DateTimeField(_("no tries before"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label


class Comment(models.Model):
    """What somebody who was shown a result said about it, or about one option of it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="comments")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="comments")
    link = models.ForeignKey(ShareLink, models.SET_NULL, null=True, blank=True, related_name="comments")
    consent = models.ForeignKey("Consent", models.SET_NULL, null=True, blank=True, related_name="comments")
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    text = models.TextField(_("comment"), max_length=COMMENT_LENGTH)
    created_at = models.DateTimeField(_("said"), auto_now_add=True)
    read_at = models.DateTimeField(_("read by the owner"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    reply = models.TextField(_("answer"), max_length=COMMENT_LENGTH, blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    about = ""  # the name of its option, where a page shows it

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=True) | Q(consent__isnull=True), name="a_comment_comes_by_one_way"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
