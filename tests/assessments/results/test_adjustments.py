"""A rule that an editor added is explained on the result like every other rule."""

import pytest

from careerpaths.models import RulesetVersion
from careerpaths.publishing import open_draft, publish, save_draft
from harness.stored import address, browser_of, store

pytestmark = pytest.mark.django_db
ADDED = {
    "id": "hub",
    "name": "Work at a hub",
    "when": {"question": "opt_company", "in": ["cowork"]},
    "target": "people",
    "action": "add",
    "amount": 0.3,
    "rationale": "People at a hub learn from each other.",
    "source": ["E57", "assumption"],
}


def test_the_result_shows_its_reason_its_passages_and_its_points(live_ruleset: RulesetVersion) -> None:
    draft = open_draft(live_ruleset)
    save_draft(draft, {**draft.document, "adjustments": [ADDED]})
    publish(draft, note="Hubs were undervalued.")
    option = {"id": "a", "path": "independent", "answers": {"opt_company": "cowork"}}
    assessment = store(draft, {"person": {"goal_role": "research_lead"}, "options": [option]})

    page = browser_of(assessment).get(address(assessment, "result")).text

    assert "Work at a hub: People at a hub learn from each other." in page
    reason = page.partition("People at a hub learn from each other.")[2].partition("</li>")[0]
    assert "points" in reason
    assert "#E57" in reason
