"""Versions of the ruleset: draft, then live, then retired."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from careerpaths.cache import Cache
from careerpaths.catalogue import compiled_by_digest, ruleset_by_digest
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.parsing import is_of_format_1, parse
from careerpaths.scoring.ruleset import Ruleset, digest_of


class NoLiveRuleset(RuntimeError):
    """The site cannot compare anything before a ruleset is loaded."""


class AlreadyPublished(ValueError):
    """A published version never changes."""


class RulesetVersionQuerySet(models.QuerySet["RulesetVersion"]):
    def live(self) -> "RulesetVersion":
        """The version that new assessments use. Raises `NoLiveRuleset` if there is none."""
        version = self.filter(state=RulesetVersion.State.LIVE).first()
        if version is None:
            raise NoLiveRuleset("No ruleset is live. Run manage.py load_ruleset.")
        return version

    def drafts(self) -> "RulesetVersionQuerySet":
        """Every version that was never live, newest first."""
        return self.filter(state=RulesetVersion.State.DRAFT)

    def published(self) -> "RulesetVersionQuerySet":
        """Every version that is or was live, most recently live first."""
        return self.exclude(state=RulesetVersion.State.DRAFT).order_by("-published_at", "-pk")


digests: Cache[str] = Cache(1000)  # for published versions, by key, because they never change


def compiled_of(pk: int) -> Compiled:
    """The rules of the published version with this key, cached if this process has used it before."""

    def stored(field: str) -> Any:
        return RulesetVersion.objects.published().values_list(field, flat=True).get(pk=pk)

    return compiled_by_digest(digests.get(str(pk), lambda: stored("digest")), lambda: stored("document"))


def person_field(label: StrOrPromise) -> models.ForeignKey[User | None, User | None]:
    """Who did something to a version; nobody if a command did it or the account has been deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label
    )


class RulesetVersion(models.Model):
    """One version of questions, weights, values, rules and wording. A published version never changes. `save` refuses
    such a change with a sentence, and a database trigger refuses it in every other way (migration 0002).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("live")
        RETIRED = "retired", _("retired")

    name = models.CharField(_("name"), max_length=60)
    version = models.CharField(_("version"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    document = models.JSONField(_("document"))
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of the document in canonical JSON"))
    note = models.TextField(_("why"), blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="drafts")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("when it became live, the last time if it came back")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    created_by = person_field(_("opened by"))
    published_by = person_field(_("published by"))
    approved_by = person_field(_("approved by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_digest = models.CharField(_("digest that was approved"), max_length=64, blank=True)
    scheduled_for = models.DateTimeField(_("to be published"), null=True, blank=True)
    scheduled_note = models.TextField(_("why it is to be published"), blank=True)
    scheduled_by = person_field(_("planned by"))
    scheduled_base = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("what was live when the publishing was planned"),
    )

    objects = RulesetVersionQuerySet.as_manager()

    FROZEN = ("name", "version", "document", "digest")
    """Fields that no longer change once a version is published."""

    class Meta:
        verbose_name = _("ruleset version")
        verbose_name_plural = _("ruleset versions")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("publish_rulesetversion", _("Can approve, publish, plan, roll back and retire ruleset versions")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="live"), name="only_one_ruleset_is_live"),
            models.UniqueConstraint(fields=["name", "version"], name="a_ruleset_version_has_one_label"),
            models.CheckConstraint(
                condition=Q(scheduled_for__isnull=True) | Q(state="draft"), name="only_a_draft_is_to_be_published"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, retired_at__isnull=True)
                | Q(state="live", published_at__isnull=False, retired_at__isnull=True)
                | Q(state="retired", published_at__isnull=False, retired_at__isnull=False),
                name="the_dates_of_a_ruleset_fit_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.get_state_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            self._refuse_to_change_what_was_published()
        super().save(*args, **kwargs)

    def _refuse_to_change_what_was_published(self) -> None:
        stored = type(self).objects.filter(pk=self.pk).values(*self.FROZEN, "state").first()
        if stored is None or stored["state"] == self.State.DRAFT:
            return
        if self.state == self.State.DRAFT or any(stored[field] != getattr(self, field) for field in self.FROZEN):
            raise AlreadyPublished("This version was published and no longer changes. Open a draft from it instead.")

    @property
    def ruleset(self) -> Ruleset:
        """The document as the engine reads it, parsed once per process."""
        return ruleset_by_digest(self.digest, lambda: self.document)

    @property
    def compiled(self) -> Compiled:
        """The ruleset as arrays, made once per process."""
        return compiled_by_digest(self.digest, lambda: self.document)

    def is_intact(self) -> bool:
        """Whether the stored document still has its digest. Raises `RulesetError` if it cannot be read."""
        if is_of_format_1(self.document):  # an update is about to bring it to format 2
            return digest_of(self.document) == self.digest
        return parse(self.document).digest == self.digest
