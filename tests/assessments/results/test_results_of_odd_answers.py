"""Answers that leave no clear result, or that contradict each other, get a page that helps."""

import html
import re
from typing import Any

import pytest

from assessments.models import Answer
from assessments.results.cache import page_of
from careerpaths.models import RulesetVersion
from careerpaths.scoring.schema import PATHS
from harness.cases import PERSON
from harness.stored import address, browser_of, store
from tests.assessments.results.reading import BARRED, Document, blocks, result_of

FALLING = {"goal_role": "research_lead", "tai_p5": 80, "tai_p10": 20, "tai_p20": 5}


def bare(key: str, path: str = "phd", **given: Any) -> Document:
    return {"id": key, "path": path, "name": "", "answers": given}


BAD_INPUT: dict[str, Document] = {
    "nothing at all": {"person": {}, "options": []},
    "all unknown": {"person": {}, "options": [bare(path, path) for path in PATHS]},
    "one option": {"person": PERSON, "options": [bare("a")]},
    "eight identical options": {"person": PERSON, "options": [bare(key) for key in "abcdefgh"]},
    "chances of 0": {
        "person": PERSON | {"tai_p5": 0, "tai_p10": 0, "tai_p20": 0},
        "options": [bare("a"), bare("b", "rc_ra")],
    },
    "chances of 100": {
        "person": PERSON | {"tai_p5": 100, "tai_p10": 100, "tai_p20": 100},
        "options": [bare("a"), bare("b", "independent")],
    },
    "all but one excluded": {
        "person": PERSON,
        "options": [bare("a"), bare("b", **BARRED), bare("c", "rc_ra", **BARRED)],
    },
    "all excluded": {"person": PERSON, "options": [bare("a", **BARRED), bare("b", **BARRED)]},
    "contradictory timelines": {"person": FALLING, "options": [bare("a"), bare("b", "rc_nonprofit")]},
    "a question of another version": {
        "person": PERSON | {"gone": "yes", "track_record": "legendary", "tai_p5": 400},
        "options": [bare("a", opt_gone=3, opt_peers="marvellous"), bare("b")],
    },
    "another role": {"person": {"goal_role": "other_role"}, "options": [bare("a"), bare("b")]},
}


@pytest.mark.parametrize("name", BAD_INPUT)
@pytest.mark.parametrize("place", ["result", "plan", "what-if", "tasks", "check"])
def test_there_is_a_page_for_any_answers(live_ruleset: RulesetVersion, name: str, place: str) -> None:
    assessment = store(live_ruleset, BAD_INPUT[name])
    answer = browser_of(assessment).get(address(assessment, place))
    assert answer.status_code == 200
    text = html.unescape(" ".join(blocks(answer.content.decode())))
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize(
    ("name", "help_text"),
    [
        ("nothing at all", "Add an option, and this page compares it."),
        ("all unknown", "So far you have told us little about these options"),
        ("one option", "There is one option to look at, so there is nothing to rank it against."),
        ("eight identical options", "Too close to call"),
        ("all but one excluded", "There is one option to look at"),
        ("all excluded", "Each of your options has a deal-breaker, so none is ranked."),
        ("contradictory timelines", "A longer time cannot be less likely than a shorter one."),
        ("another role", "no ranking"),
    ],
)
def test_the_page_of_a_case_without_a_clear_result_is_helpful(
    live_ruleset: RulesetVersion, name: str, help_text: str
) -> None:
    text = html.unescape(" ".join(blocks(result_of(live_ruleset, BAD_INPUT[name]))))
    assert help_text in text


def test_contradictory_timelines_can_be_corrected_where_the_page_points(live_ruleset: RulesetVersion) -> None:
    """No stored answer keeps people from the page where they can correct it."""
    assessment = store(live_ruleset, BAD_INPUT["contradictory timelines"])
    browser = browser_of(assessment)
    link = address(assessment, "question", "tai_p5")
    assert link in browser.get(address(assessment, "result")).content.decode()
    assert browser.get(link).status_code == 200
    assert browser.post(link, {"answer": "5", "was": "80"}).status_code == 302
    assert browser.post(address(assessment, "question", "tai_p20"), {"answer": "60", "was": "5"}).status_code == 302
    page = browser.get(address(assessment, "result")).content.decode()
    assert "cannot be less likely than a shorter one" not in page


def test_an_answer_unknown_to_the_rules_counts_as_missing_but_is_not_lost(
    live_ruleset: RulesetVersion,
) -> None:
    rest = {key: value for key, value in PERSON.items() if key != "track_record"}
    strange = store(live_ruleset, BAD_INPUT["a question of another version"])
    plain = store(live_ruleset, {"person": rest, "options": [bare("c"), bare("d")]})
    found, expected = (page_of(assessment).analysis for assessment in (strange, plain))
    assert found.case.person == expected.case.person
    assert [o.value for o in found.evaluation.options] == [o.value for o in expected.evaluation.options]
    assert Answer.objects.filter(assessment=strange, question="gone").exists()
