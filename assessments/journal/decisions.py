"""The decision journal: what people leaned towards, what they chose and why, and what came of it. Nothing here is
scored, shown to others or read by the engine. It compares what they thought with what happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.journal import sure_test
from assessments.models import Assessment, Decision, Option, SureAnswers
from assessments.questionnaire.options import display_name, names_of
from assessments.results.cache import order_of
from assessments.wording.names import isolated
from assessments.wording.special_questions import LEANING, NO_LEANING, OPTION_REF

# Limits for an entry, whether it is typed or comes from a file.
MOST_ENTRIES = 100
FARTHEST = timedelta(days=10 * 366)  # from today to the day to look again
SAY_WHAT = gettext_lazy("Say in a few words what you chose.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry as the journal shows it."""

    decision: Decision
    chosen: str
    is_due: bool


def due(assessments: Iterable[Assessment], today: date | None = None) -> list[Decision]:
    """The entries whose date to look again has come, with nothing written yet about what happened.

    The longest overdue first, each with its assessment loaded.
    """
    waiting = Decision.objects.filter(assessment__in=list(assessments), outcome="")
    reached = waiting.filter(look_again_on__lte=today or timezone.localdate())
    return list(reached.select_related("assessment", "option").order_by("look_again_on", "pk"))


def write_decision(assessment: Assessment, decision: Decision | None, data: dict[str, Any]) -> Decision:
    """Add an entry, with what the result says now; or change one, which keeps what the result said then."""
    decision = decision or Decision(assessment=assessment, result_then=order_of(assessment).headline)
    option = assessment.options.filter(uid=data["choice"]).first()
    decision.option, decision.choice = option, "" if option else data["other"]
    decision.why, decision.confidence = data["why"], data["confidence"]
    decision.look_again_on = data["look_again_on"]
    decision.save()
    return decision


def note_outcome(decision: Decision, data: dict[str, Any]) -> None:
    """What happened, and perhaps a date to look again. What was written before stays as it is."""
    decision.outcome, decision.outcome_at = data["outcome"], timezone.now()
    decision.save(update_fields=["outcome", "outcome_at"])


def journal_page(assessment: Assessment) -> dict[str, Any]:
    """The leaning, the entries with the newest first, and the four questions at both moments."""
    today = timezone.localdate()
    entries = [entry_of(decision, today) for decision in assessment.decisions.select_related("option").reverse()]
    return {
        "assessment": assessment,
        "leaning": leaning(assessment),
        "entries": entries,
        "sure": sure_test.both_moments(assessment),
    }


def entry_page(assessment: Assessment, decision: Decision) -> dict[str, Any]:
    """One entry looked at again: what was thought, what the result said then and says now, what happened."""
    now = order_of(assessment).headline
    return {
        "assessment": assessment,
        "entry": entry_of(decision, timezone.localdate()),
        "leaning": leaning(assessment),
        "now": "" if now == decision.result_then else now,
    }


def entry_of(decision: Decision, today: date) -> Entry:
    reached = decision.look_again_on is not None and decision.look_again_on <= today
    return Entry(decision=decision, chosen=chosen(decision), is_due=reached and not decision.outcome)


def chosen(decision: Decision) -> str:
    """What was chosen, in the words used then."""
    if decision.option is not None:
        return _called(decision.assessment, decision.option)
    return isolated(decision.choice) or _("A deleted option")


def leaning(assessment: Assessment) -> str:
    """What the person leaned towards before the result; empty if they did not say."""
    answer = assessment.answers.filter(question=LEANING, option=None).first()
    if answer is None or answer.value not in (OPTION_REF, NO_LEANING):
        return ""
    if answer.value == NO_LEANING:
        return _("No option in particular")
    if assessment.leaning is None:
        return _("A deleted option")
    return _called(assessment, assessment.leaning)


def _called(assessment: Assessment, option: Option) -> str:
    """What an option is called among the others, or on its own if it is deleted."""
    paths = assessment.rules.paths_by_id
    return names_of(assessment.options.present(), paths).get(option.uid) or display_name(option, paths)


def beside_result(assessment: Assessment) -> dict[str, Any]:
    """What the result page offers for deciding. A second opinion has no journal: its author does not make the
    choice."""
    if assessment.opinion_on_id:
        return {}
    return {
        "sure": sure_test.sure_test_section(assessment, SureAnswers.Moment.AFTER),
        "entries": assessment.decisions.count(),
        "opinions": assessment.opinions.count(),
    }


def before_result(assessment: Assessment) -> dict[str, Any]:
    """What the page before the result offers: the four questions, until they are answered after it."""
    if assessment.opinion_on_id or not sure_test.may_answer(assessment, SureAnswers.Moment.BEFORE):
        return {}
    return {"sure": sure_test.sure_test_section(assessment, SureAnswers.Moment.BEFORE)}
