"""The four SURE questions, before and after the result (Légaré and others, 2010), in our own wording. They are only for
the person: no total is shown. A "no" after the result brings an offer, never a judgement.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Assessment, SureAnswers
from assessments.wording.form_with_faults import Refused

SURE_FIELDS = ("sure", "understand", "risks", "support")
YES, NO = "yes", "no"
MEANING = {YES: True, NO: False, "": None}


def wording() -> dict[str, str]:
    return {
        "sure": _("Does one of the options feel right to you by now?"),
        "understand": _("Could you tell a friend what speaks for and against each option?"),
        "risks": _("Do you know which of these points matter most to you?"),
        "support": _("Do you have enough people to ask, and to lean on, while you decide?"),
    }


def _stored(assessment: Assessment, moment: str) -> SureAnswers | None:
    return assessment.sure_answers.filter(moment=moment).first()


def may_answer(assessment: Assessment, moment: str) -> bool:
    """Whether the questions are open. Answers from before the result are final once they are asked after it."""
    return moment == SureAnswers.Moment.AFTER or _stored(assessment, SureAnswers.Moment.AFTER) is None


def sure_test_section(assessment: Assessment, moment: str) -> dict[str, Any]:
    """The questions with what is stored, and what is offered after an answer that shows doubt."""
    stored = _stored(assessment, moment)
    doubts = [key for key in SURE_FIELDS if getattr(stored, key, None) is False]
    return {
        "moment": moment,
        "questions": [{"field": key, "text": text, "value": _text(stored, key)} for key, text in wording().items()],
        "answered": stored is not None,
        "doubts": doubts if moment == SureAnswers.Moment.AFTER else [],
    }


def _text(stored: SureAnswers | None, key: str) -> str:
    value = None if stored is None else getattr(stored, key)
    return "" if value is None else YES if value else NO


def both_moments(assessment: Assessment) -> list[dict[str, str]]:
    """Each question with its answers before and after; nothing if none were answered."""
    stored = {answers.moment: answers for answers in assessment.sure_answers.all()}
    if not stored:
        return []
    before, after = (stored.get(moment) for moment in (SureAnswers.Moment.BEFORE, SureAnswers.Moment.AFTER))
    said = {YES: _("Yes"), NO: _("No"), "": _("Not answered")}
    return [
        {"text": text, "before": said[_text(before, key)], "after": said[_text(after, key)]}
        for key, text in wording().items()
    ]


def keep_sure_test(assessment: Assessment, moment: str, data: Mapping[str, str]) -> None:
    """Save the answers of one moment. Raises `Refused`."""
    if not may_answer(assessment, moment):
        raise Refused(_("You answered these after the result, so your answers from before it stay as they were."))
    sent = {key: data.get(f"sure-{key}", "") for key in SURE_FIELDS}
    if not set(sent.values()) <= set(MEANING):
        raise Refused(_("Answer yes or no, or leave a question open."))
    meant = {key: MEANING[value] for key, value in sent.items()}
    if all(value is None for value in meant.values()):
        assessment.sure_answers.filter(moment=moment).delete()
        return
    assessment.sure_answers.update_or_create(moment=moment, defaults=meant)
