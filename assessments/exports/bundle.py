"""Everything that an export holds, gathered once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.models import Assessment, Decision, SureAnswers
from assessments.questionnaire.answers import document_of
from assessments.results.cache import page_of
from assessments.results.contexts import all_answers
from assessments.results.page import ResultPage


@dataclass
class Bundle:
    """One comparison to be exported."""

    assessment: Assessment

    @cached_property
    def page(self) -> ResultPage:
        return page_of(self.assessment)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The case format: person and options."""
        return document_of(self.assessment)

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """Every answer in words, by person and option."""
        return all_answers(self.page)

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(self.assessment.decisions.select_related("option"))

    @cached_property
    def sure(self) -> dict[str, SureAnswers]:
        """The SURE answers, by moment."""
        return {answers.moment: answers for answers in self.assessment.sure_answers.all()}

    @property
    def rules(self) -> str:
        version = self.assessment.ruleset
        return f"{version.name} {version.version}"
