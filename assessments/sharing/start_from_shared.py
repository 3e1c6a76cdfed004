"""Start from what somebody shared: a copy of what was shown, owned by this browser."""

from django.db import transaction

from assessments.models import Assessment
from assessments.questionnaire.answers import fill
from assessments.questionnaire.beginning import begin
from careerpaths.scoring.answers import Case, case_document, readable_case


@transaction.atomic
def start_from(case: Case, title: str = "") -> Assessment:
    """A new assessment under the live rules with the answers of a case. What those rules do not know is left out.

    Its seeds are new too, so nothing links it to the original. Raises `NoLiveRuleset`.
    """
    assessment = begin()
    assessment.title = title
    assessment.save(update_fields=["title"])
    fill(assessment, readable_case(assessment.rules, case_document(case)), keep_seeds=False)
    return assessment
