"""What somebody else sees of a comparison.

A shared page is computed from the answers that it shows, and from nothing else. An answer that is not granted is not
even read from the database, as if the question had never been answered. So values, bars, warnings, plan, counts and
timing cannot reveal anything about it. The price: the numbers may differ from the owner's.
"""

from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from assessments.models import Answer, AnswerState, Assessment, Grant
from assessments.questionnaire.answers import document_of
from assessments.questionnaire.progress import Progress, progress_in
from assessments.results.cache import page_about
from assessments.wording.names import option_names, plain_name
from careerpaths.scoring.answers import Case, readable_case


def shown_answers(assessment: Assessment, grant: Grant) -> QuerySet[Answer]:
    """The answers that the grant shows. What somebody preferred not to say is sensitive: that is an answer too."""
    if grant.shows_sensitive:
        return assessment.answers.all()
    sensitive = [question.id for question in assessment.rules.questions if question.sensitive]
    return assessment.answers.exclude(question__in=sensitive).exclude(state=AnswerState.WITHHELD)


def redacted_document(assessment: Assessment, grant: Grant) -> dict[str, Any]:
    """The comparison in the case format, without what the grant does not show."""
    document = document_of(assessment, among=shown_answers(assessment, grant))
    if not grant.shows_names:
        for place, option in enumerate(document["options"]):
            option["name"] = plain_name(assessment.rules, place, option["path"])
    return document


def redacted_case(assessment: Assessment, grant: Grant) -> Case:
    """The comparison as the engine reads it, without what the grant does not show."""
    return readable_case(assessment.rules, redacted_document(assessment, grant))


def shown_names(assessment: Assessment, grant: Grant) -> dict[str, str]:
    """What each option is called for the holder of the grant, by its id."""
    return option_names(assessment.rules, redacted_case(assessment, grant))


def shared_page(assessment: Assessment, grant: Grant) -> dict[str, Any]:
    """What the templates of a shared result and plan need. Nothing in it depends on a hidden answer."""
    page = page_about(assessment.compiled, redacted_case(assessment, grant), readers=grant.uid)
    return {
        "page": page,
        "grant": grant,
        "title": assessment.title if grant.shows_names else "",
        "checklists": page.ruleset.checklists,
    }


def shown_progress(assessment: Assessment, grant: Grant) -> Progress:
    """Progress, counted over the questions whose answers the grant shows."""
    case = redacted_case(assessment, grant)
    return progress_in(
        assessment.compiled,
        case,
        readers=grant.uid,
        is_counted=lambda question: question.tier != "setup" and (grant.shows_sensitive or not question.sensitive),
    )


def last_shown_answer(assessment: Assessment, grant: Grant) -> datetime | None:
    """When the newest answer that the grant shows was given; None if there is none."""
    present = shown_answers(assessment, grant).filter(Q(option=None) | Q(option__deleted_at=None))
    found: datetime | None = present.aggregate(newest=Max("updated_at"))["newest"]
    return found
