"""A person's assessment: the options in front of them and what they answered."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careerpaths.models import RulesetVersion, compiled_of
from careerpaths.scoring.answers import MOST_CHARACTERS
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS

UID_BYTES = 12  # an address, not a secret: what opens an assessment is a key
NAME_LENGTH = 120


def new_uid() -> str:
    """A short random name for an address."""
    return secrets.token_urlsafe(UID_BYTES)


class Assessment(models.Model):
    """One comparison. It keeps the ruleset version that it was begun with."""

    uid = models.CharField(_("address"), max_length=32, unique=True, default=new_uid, editable=False)
    ruleset = models.ForeignKey(RulesetVersion, models.PROTECT, related_name="assessments")
    title = models.CharField(_("title"), max_length=NAME_LENGTH, blank=True)
    details_opened = models.BooleanField(_("asks the detailed questions"), default=False)
    is_demo = models.BooleanField(_("demo case"), default=False)
    leaning = models.ForeignKey(
        "Option", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leaning before the result")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    opinion_on = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="opinions",
        help_text=_("a second opinion on another comparison; its options carry the addresses of those they copy"),
    )
    opinion_link = models.ForeignKey("ShareLink", models.CASCADE, null=True, blank=True, related_name="opinions")
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)
    read_at = models.DateTimeField(
        _("read"),
        null=True,
        blank=True,
        help_text=_("of a second opinion: when the owner of the comparison last read it"),
    )
    last_used_on = models.DateField(_("last opened"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-updated_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion_on__isnull=True) | Q(opinion_link__isnull=False),
                name="a_second_opinion_comes_by_a_link",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.uid

    @property
    def compiled(self) -> Compiled:
        """The rules that it was begun with, as arrays, cached in this process."""
        return compiled_of(self.ruleset_id)

    @property
    def rules(self) -> Ruleset:
        """The rules that it was begun with, as the engine reads them."""
        return self.compiled.ruleset


class AssessmentKey(models.Model):
    """What opens an assessment: a browser's key, or a private return link. Only the hash is stored."""

    class Kind(models.TextChoices):
        BROWSER = "browser", _("browser")
        RETURN = "return", _("return link")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="keys")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    digest = models.CharField(_("SHA-256 of the key"), max_length=64, db_index=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind", "digest"], name="a_key_opens_an_assessment_once"),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(kind="return"), name="an_assessment_has_one_return_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:8]}"


class BrowserTransfer(models.Model):
    """A one-time address that gives another browser what this one may open. Only hashes are stored."""

    digest = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    browser_digest = models.CharField(_("SHA-256 of the browser's key"), max_length=64)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("transfer to another browser")
        verbose_name_plural = _("transfers to another browser")
        indexes = [models.Index(fields=["browser_digest"], name="transfers_of_a_browser")]

    def __str__(self) -> str:
        return self.digest[:8]


class OptionQuerySet(models.QuerySet["Option"]):
    def present(self) -> "OptionQuerySet":
        """Without the deleted ones."""
        return self.filter(deleted_at__isnull=True)


class Option(models.Model):
    """One option in front of a person. A deleted one can be brought back until the next is deleted."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="options")
    uid = models.CharField(_("address"), max_length=32, default=new_uid, editable=False)
    # Separate from the address, which is always ours: a file brings its own seed, so that its result stays the same.
    seed = models.CharField(_("seed of its draws"), max_length=MOST_CHARACTERS, default=new_uid, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    path = models.CharField(_("kind of option"), max_length=20, choices=[(path, path) for path in PATHS])
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "uid"], name="an_option_has_its_own_address"),
            models.CheckConstraint(condition=Q(path__in=PATHS), name="an_option_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name or self.assessment.rules.paths_by_id[self.path].short


class AnswerState(models.TextChoices):
    GIVEN = "given", _("given")
    NOT_SURE = "not_sure", _("not sure")
    WITHHELD = "prefer_not_to_say", _("prefer not to say")


class Answer(models.Model):
    """The current answer to one question, about the person or one option. No row means not answered."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    option = models.ForeignKey(Option, models.CASCADE, null=True, blank=True, related_name="answers")
    question = models.CharField(_("question"), max_length=60)
    state = models.CharField(_("state"), max_length=20, choices=AnswerState)
    value = models.JSONField(_("value"), null=True, blank=True)
    updated_at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], condition=Q(option__isnull=True), name="one_answer_of_the_person"
            ),
            models.UniqueConstraint(
                fields=["option", "question"], condition=Q(option__isnull=False), name="one_answer_of_an_option"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value if self.state == AnswerState.GIVEN else self.get_state_display()}"


class AnswerChange(models.Model):
    """What an answer was before and after each change, so that a slip loses nothing."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="changes")
    option = models.ForeignKey(Option, models.CASCADE, null=True, blank=True, related_name="+")
    question = models.CharField(_("question"), max_length=60)
    answer = models.JSONField(_("answer"), null=True, help_text=_("nothing: the answer was cleared"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
