"""How far someone has got: what the pages count, and the time they promise."""

import re
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from django.test import Client

from assessments.questionnaire.progress import SECONDS_AN_OPTION, USUAL_OPTIONS, progress_of
from careerpaths.models import RulesetVersion
from careerpaths.scoring.schema import PATHS
from harness.stored import address, browser_of, store

README = Path(__file__).parents[3] / "README.md"
GOALS = ["research_lead", "research_contributor", "unsure"]


def minutes_of(version: RulesetVersion, goal: str, *paths: str) -> int:
    options = [{"id": f"o{n}", "path": path, "answers": {}} for n, path in enumerate(paths)]
    return progress_of(store(version, {"person": {"goal_role": goal}, "options": options})).minutes_left


@pytest.mark.parametrize("goal", GOALS)
def test_three_options_take_no_more_than_the_promised_ten_minutes(live_ruleset: RulesetVersion, goal: str) -> None:
    adding = len(USUAL_OPTIONS) * SECONDS_AN_OPTION / 60
    longest = max(minutes_of(live_ruleset, goal, *paths) for paths in combinations_with_replacement(PATHS, 3))
    assert 8 <= longest + adding <= 10


def test_the_start_page_and_the_readme_promise_the_same_time(client: Client, live_ruleset: RulesetVersion) -> None:
    assert "About ten minutes for three options." in client.get("/").text
    assert "Three options take about ten minutes." in " ".join(README.read_text().split())


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_time_left_never_grows_when_the_first_options_are_added(
    live_ruleset: RulesetVersion, goal: str, count: int
) -> None:
    before = minutes_of(live_ruleset, goal)
    for path in PATHS:
        assert minutes_of(live_ruleset, goal, *[path] * count) <= before


def test_no_total_is_shown_before_there_are_options(live_ruleset: RulesetVersion) -> None:
    assessment = store(live_ruleset, {"person": {"goal_role": "research_lead"}, "options": []})
    browser = browser_of(assessment)
    for place in (["tasks"], ["question", "goal_role"]):
        page = browser.get(address(assessment, *place)).text
        progress = page[page.index('class="progress"') :].partition("</div>")[0]
        assert "1 answered so far" in progress
        assert re.search(r"about \d+ minutes left with three options", progress)
        assert not re.search(r"\d+ of \d+ answered", progress)


def test_the_list_and_the_question_page_show_the_same_count(live_ruleset: RulesetVersion) -> None:
    options = [{"id": key, "path": "phd", "answers": {"opt_peers": "strong"}} for key in "ab"]
    assessment = store(live_ruleset, {"person": {"goal_role": "research_lead"}, "options": options})
    browser = browser_of(assessment)
    pages = [browser.get(address(assessment, *place)).text for place in (["tasks"], ["question", "opt_peers"])]
    progress = [page[page.index('class="progress"') :] for page in pages]
    counted = [re.findall(r"\d+ of \d+ answered|about \d+ minutes? left", part)[:2] for part in progress]
    assert len(counted[0]) == 2
    assert counted[0] == counted[1]
