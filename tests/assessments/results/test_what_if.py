"""What if: trying stores nothing, keeping stores the changes, and errors appear where they are."""

import html
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.models import Answer, AnswerChange, Assessment
from assessments.results.what_if import WhatIf
from careerpaths.models import RulesetVersion
from careerpaths.scoring.compiled import with_emphasis, with_ranking
from careerpaths.scoring.findings.analysis import glance
from harness.stored import address, browser_of, store

RANKING = ["sustainability", "safety", "execution", "people", "own_ideas", "communication"]
CASE: dict[str, Any] = {
    "person": {
        "goal_role": "research_lead",
        "new_agendas_value": "much_needed",
        "tai_p5": 10,
        "tai_p10": 30,
        "use_of_freedom": "mix",
        "criteria_ranking": RANKING,
    },
    "options": [
        {
            "id": "one",
            "name": "PhD at X",
            "path": "phd",
            "answers": {"opt_mentor_hours": 4, "opt_peers": "strong", "opt_runway_years": "not_sure"},
        },
        {"id": "two", "path": "rc_nonprofit", "answers": {"opt_mentor_hours": 2.5, "opt_idea_freedom": "direction"}},
    ],
}
WEIGHTS = ["people", "own_ideas", "execution", "safety", "communication", "sustainability", "timing"]
Trial = dict[str, str]


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


@pytest.fixture
def browser(assessment: Assessment) -> Client:
    return browser_of(assessment)


def send(browser: Client, assessment: Assessment, data: Trial, action: str = "look") -> HttpResponse:
    """Post the form with these fields changed."""
    answer: Any = browser.post(address(assessment, "what-if"), form_of(assessment) | data | {"action": action})
    response: HttpResponse = answer
    return response


def form_of(assessment: Assessment) -> Trial:
    """Every field as the page shows it at first."""
    trial = WhatIf(assessment, {})
    shown = {
        control.name: "" if control.value == "not_sure" and not control.choices else control.value
        for control in trial.controls
    }
    return shown | {slider.name: str(slider.value) for slider in trial.sliders}


def text_of(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def stored() -> list[tuple[Any, ...]]:
    """Everything stored about answers."""
    answers = Answer.objects.order_by("question", "option__uid").values_list(
        "question", "option__uid", "state", "value"
    )
    return [*answers, (AnswerChange.objects.count(), Assessment.objects.get().updated_at)]


def line(page: str, option: str) -> tuple[int, int]:
    """The tried and the saved value of an option, as the list shows them."""
    found = re.search(rf"{re.escape(option)} .*?(\d+) \(saved: (\d+)\)", page)
    assert found
    return int(found[1]), int(found[2])


# Looking


def test_opening_the_page_stores_nothing(browser: Client, assessment: Assessment) -> None:
    before = stored()
    assert browser.get(address(assessment, "what-if")).status_code == 200
    assert stored() == before


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"opt_mentor_hours-one": "0", "opt_peers-one": "none"},
        {"goal_role": "research_contributor", "tai_p5": "50", "tai_p10": "90"},
        {"weight-safety": "10", "weight-people": "0"},
        {"opt_dealbreaker-one": "yes"},
        {"opt_mentor_hours-one": "soon"},
    ],
)
@pytest.mark.parametrize("name", ["what-if", "what-if-ranking"])
def test_trying_stores_nothing(browser: Client, assessment: Assessment, data: Trial, name: str) -> None:
    before = stored()
    fields = form_of(assessment) | data | {"action": "look"}
    assert browser.post(address(assessment, name), fields).status_code in (200, 422)
    assert stored() == before


def test_the_page_changes_nothing_if_it_is_sent_as_it_opened(assessment: Assessment) -> None:
    """Fields sent back as they were shown are not changes, so there is nothing to keep."""
    trial = WhatIf(assessment, form_of(assessment))
    assert trial.tried == trial.case
    assert trial.changed == []
    assert trial.weighed is trial.compiled
    assert trial.faults == []


def test_a_tried_answer_gives_the_same_value_as_a_saved_one(browser: Client, assessment: Assessment) -> None:
    tried, saved = line(text_of(send(browser, assessment, {"opt_mentor_hours-one": "0.5"})), "PhD at X")
    Answer.objects.filter(question="opt_mentor_hours", option__uid="one").update(value=0.5)
    now = WhatIf(Assessment.objects.get(), {}).saved_glance.evaluation.options[0].value
    assert tried == round(now)
    assert tried < saved


def test_a_tried_weight_works_like_rules_with_that_weight(assessment: Assessment) -> None:
    trial = WhatIf(assessment, form_of(assessment) | {"weight-safety": "10", "weight-timing": "0"})
    rules = with_emphasis(assessment.ruleset.compiled, {"safety": 2.0, "timing": 0.0})
    expected = glance(rules, trial.case).evaluation.options
    assert [o.value for o in trial.tried_glance.evaluation.options] == [o.value for o in expected]


def test_the_persons_own_order_of_the_criteria_sets_the_weights(browser: Client, assessment: Assessment) -> None:
    trial = WhatIf(assessment, form_of(assessment) | {"own-order": "on"})
    expected = glance(with_ranking(assessment.ruleset.compiled, RANKING), trial.case)
    assert trial.own_order
    assert [o.value for o in trial.tried_glance.evaluation.options] == [o.value for o in expected.evaluation.options]
    assert 'name="own-order"' in browser.get(address(assessment, "what-if")).content.decode()


def test_without_an_order_of_the_criteria_none_is_offered_or_followed(
    live_ruleset: RulesetVersion, assessment: Assessment, browser: Client
) -> None:
    Answer.objects.filter(question="criteria_ranking").delete()
    assert 'name="own-order"' not in browser.get(address(assessment, "what-if")).content.decode()
    trial = WhatIf(assessment, {"own-order": "on"})
    assert trial.weighed is trial.compiled


@pytest.mark.parametrize("typed", ["", "11", "-1", "five", "99999999999", "٥"])
def test_an_unreadable_weight_leaves_the_rules_weight(assessment: Assessment, typed: str) -> None:
    trial = WhatIf(assessment, {"weight-safety": typed})
    assert trial.weighed is trial.compiled


def test_a_sentence_says_what_a_change_does_to_the_first_place(browser: Client, assessment: Assessment) -> None:
    job = assessment.ruleset.ruleset.paths_by_id["rc_nonprofit"].short
    worse = send(browser, assessment, {"opt_mentor_hours-one": "0", "opt_mentor_research-one": "none"})
    better = send(browser, assessment, {"opt_peers-one": "outstanding", "opt_mentor_research-one": "leading"})
    assert re.search(rf"{job} would be first, in [\w ]*\d+ of 100 ways\.", text_of(worse))
    assert re.search(r"PhD at X would still be first, in [\w ]*\d+ of 100 ways\.", text_of(better))


def test_under_another_role_nothing_is_ranked(browser: Client, assessment: Assessment) -> None:
    page = text_of(send(browser, assessment, {"goal_role": "other_role"}))
    assert "Nothing is ranked under these answers." in page


def test_an_excluded_option_keeps_its_line(browser: Client, assessment: Assessment) -> None:
    page = text_of(send(browser, assessment, {"opt_dealbreaker-one": "yes"}))
    assert "out of the ranking" in page


def test_without_options_the_page_says_what_to_do(live_ruleset: RulesetVersion) -> None:
    empty = store(live_ruleset, {"person": {}, "options": []})
    page = browser_of(empty).get(address(empty, "what-if"))
    assert page.status_code == 200
    assert "There are no options yet, so there is nothing to compare." in text_of(page)


# Keeping


def test_keeping_stores_exactly_the_changed_answers(browser: Client, assessment: Assessment) -> None:
    before = {row[:2]: row[2:] for row in stored()[:-1]}
    data = {"opt_mentor_hours-one": "1.5", "use_of_freedom": "bold", "opt_peers-two": "weak", "weight-safety": "9"}
    response = send(browser, assessment, data, "keep")
    assert response.headers["Location"] == address(assessment, "result")
    after = {row[:2]: row[2:] for row in stored()[:-1]}
    assert {key: value for key, value in after.items() if before.get(key) != value} == {
        ("opt_mentor_hours", "one"): ("given", 1.5),
        ("use_of_freedom", None): ("given", "bold"),
        ("opt_peers", "two"): ("given", "weak"),
    }
    assert before.keys() <= after.keys()
    changes = AnswerChange.objects.values_list("question", "option__uid", "answer")
    assert sorted(changes, key=str) == [
        ("opt_mentor_hours", "one", 1.5),
        ("opt_peers", "two", "weak"),
        ("use_of_freedom", None, "bold"),
    ]


def test_keeping_can_remove_an_answer_or_set_it_to_not_sure(browser: Client, assessment: Assessment) -> None:
    send(browser, assessment, {"opt_peers-one": "not_sure", "opt_idea_freedom-two": "", "tai_p5": ""}, "keep")
    assert Answer.objects.get(question="opt_peers").state == "not_sure"
    assert not Answer.objects.filter(question__in=["opt_idea_freedom", "tai_p5"]).exists()
    assert AnswerChange.objects.count() == 3


def test_the_page_says_what_was_kept(browser: Client, assessment: Assessment) -> None:
    send(browser, assessment, {"use_of_freedom": "bold"}, "keep")
    assert "1 answer was changed." in text_of(browser.get(address(assessment, "result")))


def test_a_not_sure_number_stays_when_its_field_is_left_empty(browser: Client, assessment: Assessment) -> None:
    assert form_of(assessment)["opt_runway_years-one"] == ""
    send(browser, assessment, {"use_of_freedom": "bold"}, "keep")
    assert Answer.objects.get(question="opt_runway_years").state == "not_sure"
    assert AnswerChange.objects.count() == 1


def test_a_not_sure_number_can_be_filled_in(browser: Client, assessment: Assessment) -> None:
    send(browser, assessment, {"opt_runway_years-one": "3"}, "keep")
    assert Answer.objects.get(question="opt_runway_years").value == 3


def test_keeping_only_weights_stores_no_answer(browser: Client, assessment: Assessment) -> None:
    before = stored()[:-1]
    send(browser, assessment, {"weight-safety": "9", "own-order": "on"}, "keep")
    assert stored()[:-1] == before
    assert not AnswerChange.objects.exists()


# Faults

FAULTS = {
    "hours": (
        {"opt_mentor_hours-one": "99"},
        "opt_mentor_hours-one",
        "Enter a number of hours per month from 0 to 40.",
    ),
    "no number": ({"opt_mentor_hours-two": "soon"}, "opt_mentor_hours-two", "from 0 to 40"),
    "chance": ({"tai_p5": "101"}, "tai_p5", "from 0 to 100"),
    "falling": (
        {"tai_p5": "40"},
        "tai_p10",
        "Enter 40 or more: a longer time cannot be less likely than the shorter one.",
    ),
    "no such choice": ({"opt_peers-one": "marvellous"}, "opt_peers-one", "Use one of"),
    "no weight": (
        {f"weight-{name}": "0" for name in WEIGHTS},
        "weight-people",
        "Leave at least one criterion with some weight.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("action", ["look", "keep"])
def test_an_error_is_shown_once_and_nothing_is_kept(
    browser: Client, assessment: Assessment, name: str, action: str
) -> None:
    data, target, sentence = FAULTS[name]
    before = stored()
    response = send(browser, assessment, data | {"use_of_freedom": "bold"}, action)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "<title>Error:" in page
    summary = re.findall(rf'<a href="#{target}">([^<]*)</a>', page)
    assert len(summary) == 1
    assert sentence in summary[0]
    assert stored() == before


@pytest.mark.parametrize("name", ["hours", "no number", "chance"])
def test_what_was_typed_stays_in_its_field(browser: Client, assessment: Assessment, name: str) -> None:
    data, target, sentence = FAULTS[name]
    page = html.unescape(send(browser, assessment, data | {"opt_runway_years-two": "7"}).content.decode())
    field = re.search(rf'<input id="{target}"[^>]*>', page)
    assert field
    assert f'value="{data[target]}"' in field[0]
    assert 'aria-invalid="true"' in field[0]
    assert re.search(rf'id="error-{target}"[^>]*>.*?{re.escape(sentence)}', page, re.S)
    other = re.search(r'<input id="opt_runway_years-two"[^>]*>', page)
    assert other
    assert 'value="7"' in other[0]


def test_a_field_with_an_error_leaves_that_answer_as_saved(assessment: Assessment) -> None:
    trial = WhatIf(assessment, form_of(assessment) | {"opt_mentor_hours-one": "soon"})
    assert trial.tried == trial.case
    assert [fault["target"] for fault in trial.faults] == ["opt_mentor_hours-one"]


# The fragment


def test_the_fragment_holds_only_the_comparison(browser: Client, assessment: Assessment) -> None:
    fields = form_of(assessment) | {"opt_mentor_hours-one": "0"}
    response = browser.post(address(assessment, "what-if-ranking"), fields)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert "<form" not in page
    assert line(text_of(response), "PhD at X")[0] < line(text_of(response), "PhD at X")[1]


def test_the_fragment_shows_an_error_and_stays_usable(browser: Client, assessment: Assessment) -> None:
    """htmx only swaps in successful responses, so an error comes with status 200."""
    fields = form_of(assessment) | {"opt_mentor_hours-one": "99"}
    response = browser.post(address(assessment, "what-if-ranking"), fields)
    assert response.status_code == 200
    assert "Enter a number of hours per month from 0 to 40." in text_of(response)


def test_the_fragment_only_responds_to_a_form(browser: Client, assessment: Assessment) -> None:
    assert browser.get(address(assessment, "what-if-ranking")).status_code == 405


# Who and how much


@pytest.mark.parametrize("name", ["what-if", "what-if-ranking"])
def test_another_browser_finds_no_such_page(assessment: Assessment, name: str) -> None:
    stranger = Client()
    before = stored()
    assert stranger.get(address(assessment, name)).status_code in (404, 405)
    assert stranger.post(address(assessment, name), {"action": "keep", "use_of_freedom": "bold"}).status_code == 404
    assert stored() == before


@pytest.mark.parametrize("name", ["what-if", "what-if-ranking"])
def test_trying_makes_at_most_ten_queries(
    browser: Client, assessment: Assessment, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fields = form_of(assessment) | {"opt_mentor_hours-one": "0"}
    with django_assert_max_num_queries(10):
        assert browser.post(address(assessment, name), fields).status_code == 200
