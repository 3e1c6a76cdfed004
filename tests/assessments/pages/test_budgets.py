"""How much the busiest pages may cost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.access import COOKIE, key_digest
from assessments.demo import make_demo_cases
from assessments.models import Assessment, AssessmentKey
from assessments.results import cache as evaluations
from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Analysis, analyse

QUESTIONS = ["goal_role", "tai_p5", "opt_peers", "opt_mentor_hours", "criteria_ranking", "initial_leaning"]


@pytest.fixture
def visit(live_ruleset: object) -> Any:
    """Opens a page of a demo case twice, so that the caches of the process are filled."""
    make_demo_cases()
    demo = Assessment.objects.order_by("pk")[0]
    demo.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    client = Client()
    client.cookies[COOKIE] = "mine"

    def page(name: str, *args: str) -> int:
        return client.get(reverse(f"assessments:{name}", args=[demo.uid, *args])).status_code

    page("tasks")
    return page


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_page_makes_at_most_four_queries(
    visit: Any, question: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        assert visit("question", question) == 200


@pytest.mark.parametrize("name", ["result", "plan", "check", "tasks", "what-if", "journal", "opinions", "keep"])
def test_a_result_page_makes_at_most_ten_queries(
    visit: Any, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        assert visit(name) == 200


def test_the_same_answers_are_analysed_once_however_often_their_owner_looks(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluations.analyses.clear()
    evaluations.pages.clear()
    runs: list[Case] = []

    def counted(compiled: Compiled, case: Case) -> Analysis:
        runs.append(case)
        return analyse(compiled, case)

    monkeypatch.setattr(evaluations, "analysed", counted)
    for name in ("result", "plan", "result"):
        assert visit(name) == 200
    assert len(runs) == 1
