"""What others added to your comparisons: comments and second opinions, and which of them are new to you."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from assessments.models import Assessment, Option
from assessments.questionnaire.options import names_of
from assessments.sharing import second_opinions


@dataclass(frozen=True, kw_only=True)
class Card:
    """One comparison on the page "My comparisons"."""

    assessment: Assessment
    options: Sequence[str]
    comments: int
    new_comments: int
    opinions: Sequence[dict[str, Any]]


def cards(assessments: Sequence[Assessment]) -> list[Card]:
    """In the order given. Three queries, and some for each second opinion."""
    listed = Assessment.objects.filter(pk__in=[assessment.pk for assessment in assessments])
    counted = listed.annotate(
        said=Count("comments", distinct=True),
        unread=Count("comments", filter=Q(comments__read_at=None), distinct=True),
        others=Count("opinions", distinct=True),
    ).values_list("pk", "said", "unread", "others")
    counts = {pk: numbers for pk, *numbers in counted}
    present = listed.prefetch_related(Prefetch("options", Option.objects.present()))
    options = {assessment.pk: list(assessment.options.all()) for assessment in present}
    return [
        Card(
            assessment=assessment,
            options=list(names_of(options[assessment.pk], assessment.rules.paths_by_id).values()),
            comments=counts[assessment.pk][0],
            new_comments=counts[assessment.pk][1],
            opinions=_opinions(assessment) if counts[assessment.pk][2] else (),
        )
        for assessment in assessments
    ]


def _opinions(assessment: Assessment) -> list[dict[str, Any]]:
    """Each with whether it is finished, and whether the owner has not read it since."""
    lines = second_opinions.opinions_listed(assessment)
    for line in lines:
        opinion, progress = line["opinion"], line["progress"]
        line["finished"] = bool(progress.done) and not progress.minutes_left
        line["new"] = line["finished"] and (opinion.read_at is None or opinion.read_at < opinion.updated_at)
    return lines
