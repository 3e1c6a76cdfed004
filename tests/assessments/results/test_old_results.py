"""Changes to the rules leave every existing result as it was."""

import copy
import json

from assessments.demo import make_demo_cases
from assessments.models import Assessment
from assessments.results import cache
from assessments.results.cache import page_of
from careerpaths import catalogue, publishing
from careerpaths.models import RulesetVersion
from careerpaths.scoring.findings.report import report
from careerpaths.scoring.parsing import parse


def documents() -> dict[str, bytes]:
    """The whole analysis of every stored case, computed afresh, as bytes."""
    for kept in (cache.analyses, cache.pages, catalogue.compiled_rulesets):
        kept.clear()
    return {case.uid: json.dumps(report(page_of(case).analysis)).encode() for case in Assessment.objects.order_by("pk")}


def test_publishing_and_rolling_back_keep_every_old_result_byte_for_byte(live_ruleset: RulesetVersion) -> None:
    make_demo_cases()
    before = documents()
    draft = publishing.open_draft(live_ruleset)
    changed = {**copy.deepcopy(parse(draft.document).document()), "reference_cases": []}  # it changes a lot
    for criterion, step in zip(changed["criteria"], (-0.2, 0.2), strict=False):
        criterion["weights"]["lead"] = round(criterion["weights"]["lead"] + step, 2)
    publishing.save_draft(draft, changed)

    publishing.publish(draft, note="Ideas of one's own weigh more.")
    assert documents() == before

    live_ruleset.refresh_from_db()
    publishing.roll_back(live_ruleset, note="They do not.")
    assert documents() == before

    publishing.retire(live_ruleset, note="The post was withdrawn.")
    assert documents() == before
