"""What the templates of result, plan and example need."""

from typing import Any

from assessments.demo import example_case
from assessments.models import Assessment
from assessments.results.cache import EVERYBODY, page_about, page_of
from assessments.results.page import ResultPage
from assessments.wording import phrases
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset


def result_page(assessment: Assessment) -> dict[str, Any]:
    """The result of one's own assessment."""
    leaning = assessment.leaning
    page = page_of(assessment, leaning=leaning.uid if leaning else "")
    is_old = not RulesetVersion.objects.filter(pk=assessment.ruleset_id, state=RulesetVersion.State.LIVE).exists()
    return {"assessment": assessment, "page": page, "is_old": is_old}


def example_page() -> dict[str, Any]:
    """A demo case under the live rules. Raises `NoLiveRuleset`."""
    compiled = RulesetVersion.objects.defer("document").live().compiled
    return {"page": page_about(compiled, example_case(compiled.ruleset), readers=EVERYBODY), "is_example": True}


def plan_page(assessment: Assessment) -> dict[str, Any]:
    page = page_of(assessment)
    return {"assessment": assessment, "page": page, "checklists": page.ruleset.checklists}


def all_answers(page: ResultPage) -> list[dict[str, Any]]:
    """Everything that was answered, for the table at the end: about the person, and about each option."""
    ruleset, case = page.ruleset, page.analysis.case
    groups = [{"name": "", "lines": _lines(ruleset, case.person, "person")}]
    groups += [
        {"name": page.names[n], "lines": _lines(ruleset, option.answers, "option")}
        for n, option in enumerate(case.options)
    ]
    return [group for group in groups if group["lines"]]


def _lines(ruleset: Ruleset, answers: Any, scope: str) -> list[tuple[Question, str]]:
    asked = [question for question in ruleset.questions if question.scope == scope and question.id in answers]
    return [(question, phrases.answer_text(question, answers[question.id])) for question in asked]
