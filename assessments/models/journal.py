"""What was decided, why, and what came of it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.cases import NAME_LENGTH, Assessment, Option

TEXT_LENGTH = 4000


class Decision(models.Model):
    """One entry of the decision journal."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="decisions")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="decisions")
    choice = models.CharField(_("what was chosen, if it is none of the options"), max_length=NAME_LENGTH, blank=True)
    why = models.TextField(_("why"), max_length=TEXT_LENGTH, blank=True)
    confidence = models.PositiveSmallIntegerField(
        _("confidence, in percent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    result_then = models.TextField(
        _("what the result said then"),
        blank=True,
        help_text=_("its headline, kept as it was: answers and the rules may have changed since"),
    )
    decided_at = models.DateTimeField(_("written"), auto_now_add=True)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    outcome = models.TextField(_("what happened"), max_length=TEXT_LENGTH, blank=True)
    outcome_at = models.DateTimeField(_("what happened: written"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=100), name="a_confidence_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return self.choice or str(self.option or "")


class SureAnswers(models.Model):
    """The four SURE questions (Légaré and others, 2010), before or after the result. Not answered: null."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("before the result")
        AFTER = "after", _("after the result")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="sure_answers")
    moment = models.CharField(_("when"), max_length=10, choices=Moment)
    sure = models.BooleanField(_("sure of the best choice"), null=True, blank=True)
    understand = models.BooleanField(_("knows the benefits and risks of each option"), null=True, blank=True)
    risks = models.BooleanField(_("clear about which benefits and risks matter most"), null=True, blank=True)
    support = models.BooleanField(_("has enough support and advice"), null=True, blank=True)
    at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("SURE answers")
        verbose_name_plural = _("SURE answers")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "moment"], name="sure_is_answered_once_at_each_moment")
        ]

    def __str__(self) -> str:
        return self.get_moment_display()
