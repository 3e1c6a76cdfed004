"""Old results stay as they were, shown next to the result of today's rules for the same answers."""

from typing import Any

import pytest

from assessments.models import Assessment
from assessments.results.cache import page_of
from careerpaths.models import RulesetVersion
from careerpaths.publishing import open_draft, publish, roll_back, save_draft
from careerpaths.scoring.findings.report import report
from harness.stored import address, browser_of, store

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead"},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {"opt_peers": "outstanding"}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "weak"}},
    ],
}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


def todays(live: RulesetVersion) -> RulesetVersion:
    """A live version with less weight on people."""
    draft = open_draft(live)
    document = {**draft.document, "reference_cases": []}
    for criterion in document["criteria"]:
        moved = {"people": -0.10, "execution": 0.10}.get(criterion["id"], 0.0)
        criterion["weights"]["lead"] = round(criterion["weights"]["lead"] + moved, 2)
    save_draft(draft, document)
    return publish(draft, note="People weigh less.")


def test_the_page_is_offered_once_the_rules_have_changed(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    assert address(assessment, "today") not in owner.get(address(assessment, "result")).text
    todays(assessment.ruleset)
    assert address(assessment, "today") in owner.get(address(assessment, "result")).text


def test_both_results_and_the_changed_rules_are_shown_side_by_side(assessment: Assessment) -> None:
    live = todays(assessment.ruleset)
    page = browser_of(assessment).get(address(assessment, "today")).text
    for part in (f"version {live.version}", "PhD with Lee", "Rank then", "0.34", "0.24"):
        assert part in page


def test_the_old_result_stays_the_same_byte_for_byte(assessment: Assessment) -> None:
    old = assessment.ruleset
    before = report(page_of(assessment).analysis)
    todays(old)
    assessment.refresh_from_db()
    assert report(page_of(assessment).analysis) == before
    old.refresh_from_db()
    roll_back(old, note="Back.")
    assessment.refresh_from_db()
    assert report(page_of(assessment).analysis) == before


def test_a_copy_continues_under_todays_rules_and_the_old_one_stays(assessment: Assessment) -> None:
    live = todays(assessment.ruleset)
    owner = browser_of(assessment)
    answer = owner.post(address(assessment, "today-copy"), follow=True)
    assert "This is a copy under today" in answer.text
    made = Assessment.objects.exclude(pk=assessment.pk).get()
    assert made.ruleset == live
    assert made.answers.count() == assessment.answers.count()
    assessment.refresh_from_db()
    assert assessment.ruleset != live
    assert owner.get(address(made, "result")).status_code == 200


def test_the_page_lists_answers_that_no_longer_fit(assessment: Assessment) -> None:
    assessment.answers.create(question="long_gone", state="given", value="yes")
    todays(assessment.ruleset)
    page = browser_of(assessment).get(address(assessment, "today")).text
    assert "Answers that no longer fit" in page
    assert "person.long_gone" in page
