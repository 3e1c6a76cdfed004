"""What the templates of result, plan and example need."""

from typing import Any

from assessments import phrases
from assessments.demo import example_case
from assessments.evaluations import analysed, analysis_of
from assessments.models import Assessment
from assessments.results import ResultPage
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import Answer, Case
from careerpaths.scoring.ruleset import Question, Ruleset


def result_page(assessment: Assessment) -> dict[str, Any]:
    """The result of one's own assessment."""
    leaning = assessment.leaning
    page = ResultPage(analysis_of(assessment), leaning=leaning.uid if leaning else "")
    is_old = assessment.ruleset.state != RulesetVersion.State.LIVE
    return {"assessment": assessment, "page": page, "is_old": is_old, **answers_and_rules(page)}


def example_page() -> dict[str, Any]:
    """A demo case under the live rules. Raises `NoLiveRuleset`."""
    compiled = RulesetVersion.objects.live().compiled
    page = ResultPage(analysed(compiled, example_case(compiled.ruleset)))
    return {"page": page, "is_example": True, **answers_and_rules(page)}


def plan_page(assessment: Assessment) -> dict[str, Any]:
    page = ResultPage(analysis_of(assessment))
    return {"assessment": assessment, "page": page, "checklists": page.ruleset.checklists}


def answers_and_rules(page: ResultPage) -> dict[str, Any]:
    """The answers that a page rests on, and whose rules weighed them."""
    return {
        "about": page.ruleset.about,
        "answers": _all_answers(page.ruleset, page.analysis.case, page),
    }


def _all_answers(ruleset: Ruleset, case: Case, page: ResultPage) -> list[dict[str, Any]]:
    """Everything that was answered, for the table at the end."""
    groups = [{"name": "", "lines": _lines(ruleset, case.person, "person")}]
    groups += [
        {"name": page.name(n), "lines": _lines(ruleset, option.answers, "option")}
        for n, option in enumerate(case.options)
    ]
    return [group for group in groups if group["lines"]]


def _lines(ruleset: Ruleset, answers: Any, scope: str) -> list[tuple[Question, str]]:
    given: list[tuple[Question, Answer]] = [
        (question, answers[question.id])
        for question in ruleset.questions
        if question.scope == scope and question.id in answers
    ]
    return [(question, phrases.answer_text(question, answer)) for question, answer in given]
