"""My comparisons: listed, named, deleted."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.access import mine, opinions_by
from assessments.coming_back import news
from assessments.journal import decisions
from assessments.models import Assessment
from assessments.wording.names import isolated


def comparison_name(assessment: Assessment) -> str:
    """The name that its owner gave, or when it was begun."""
    begun = _("Comparison begun on %(day)s") % {"day": date_format(localtime(assessment.created_at), "j F Y, H:i T")}
    return isolated(assessment.title) or begun


def my_page(request: HttpRequest) -> dict[str, Any]:
    """Your own comparisons, the decisions to look at again, and the second opinions you are giving."""
    assessments = list(mine(request))
    return {
        "assessments": assessments,
        "cards": news.cards(assessments),
        "due": decisions.due(assessments),
        "opinions_given": opinions_by(request),
    }


def latest_comparison(request: HttpRequest) -> Assessment | None:
    """The comparison that this browser would continue. Also None while the database is down."""
    try:
        return mine(request).first()
    except DatabaseError:
        return None


@transaction.atomic
def delete_for_good(assessment: Assessment) -> None:
    """Remove the assessment with its options, answers, their history and its keys. Nothing is kept."""
    assessment.leaning = None
    assessment.save(update_fields=["leaning"])
    assessment.delete()


def what_goes(assessment: Assessment) -> dict[str, int]:
    """Counts of what deleting removes besides the comparison itself."""
    return {
        "options": assessment.options.present().count(),
        "answers": assessment.answers.count(),
        "links": assessment.links.open().count(),
        "comments": assessment.comments.count(),
        "opinions": assessment.opinions.count(),
        "advisors": assessment.consents.filter(withdrawn_at=None).count(),
        "decisions": assessment.decisions.count(),
    }


@transaction.atomic
def delete_all(assessments: Sequence[Assessment]) -> int:
    """Delete several for good. Returns how many."""
    for assessment in assessments:
        delete_for_good(assessment)
    return len(assessments)
