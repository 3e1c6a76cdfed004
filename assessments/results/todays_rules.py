"""An old result next to today's rules: what changed in it, and which rules changed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from assessments.models import Assessment
from assessments.questionnaire.answers import document_of, fill
from assessments.results.cache import order_about, order_of
from assessments.results.comparison import Order
from careerpaths.document import Change, difference
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import CaseDocument, readable_case, unreadable_answers

MOST_CHANGES = 60  # on one page; the changelog of the method page has them all


def todays_page(assessment: Assessment) -> dict[str, Any]:
    """Both results and what changed between them. Raises `NoLiveRuleset`."""
    live = RulesetVersion.objects.live()
    document = document_of(assessment)
    lost = unreadable_answers(live.ruleset, CaseDocument.model_validate(document))
    then = order_of(assessment)
    case = readable_case(live.ruleset, document)
    now = order_about(live.compiled, case, readers=assessment.uid)
    changes = _felt(difference(assessment.ruleset.document, live.document))
    return {
        "assessment": assessment,
        "live": live,
        "then": then,
        "now": now,
        "lines": _lines(then, now) if then.compared and now.compared else [],
        "lost": [str(fault) for fault in lost],
        "changes": [change.sentence for change in changes[:MOST_CHANGES]],
        "more": max(len(changes) - MOST_CHANGES, 0),
    }


def _lines(then: Order, now: Order) -> list[dict[str, Any]]:
    """Each option under both rules, today's best first."""
    pairs = zip(then.options, now.options, strict=True)
    lines = [{"then": before, "now": after, "moved": after.value - before.value} for before, after in pairs]
    return sorted(lines, key=lambda line: -line["now"].value)


def _felt(changes: Iterable[Change]) -> list[Change]:
    """Changes that matter for a result. Labels always differ, and reference cases are for editors."""
    return [change for change in changes if change.path.partition(".")[0] not in {"version", "reference_cases"}]


@transaction.atomic
def start_copy(assessment: Assessment) -> Assessment:
    """A copy under today's rules. The old one stays as it is. Raises `NoLiveRuleset`."""
    live = RulesetVersion.objects.live()
    copy = Assessment.objects.create(
        ruleset=live, title=assessment.title, owner=assessment.owner, details_opened=assessment.details_opened
    )
    fill(copy, readable_case(live.ruleset, document_of(assessment)))
    return copy
