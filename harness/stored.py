"""Cases in the database, and browsers that may open them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.access import COOKIE, key_digest
from assessments.models import Answer, AnswerState, Assessment, AssessmentKey, Option
from careerpaths.models import RulesetVersion

STATES = {state.value for state in AnswerState}


def store(version: RulesetVersion, document: dict[str, Any]) -> Assessment:
    """An assessment with the answers of a document in the case format. An option's uid and seed are its id."""
    assessment = Assessment.objects.create(ruleset=version)
    keep(assessment, None, document["person"])
    for place, item in enumerate(document["options"]):
        made = {"uid": item["id"], "seed": item["id"], "path": item["path"], "name": item.get("name", "")}
        option = assessment.options.create(**made, position=place)
        keep(assessment, option, item["answers"])
    return assessment


def keep(assessment: Assessment, option: Option | None, answers: dict[str, Any]) -> None:
    """Write answers without the checks that the forms do."""
    for question, value in answers.items():
        said = isinstance(value, str) and value in STATES
        Answer.objects.create(
            assessment=assessment,
            option=option,
            question=question,
            state=value if said else AnswerState.GIVEN,
            value=None if said else value,
        )


def browser_of(assessment: Assessment) -> Client:
    """A browser that may open the assessment."""
    assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    client = Client()
    client.cookies[COOKIE] = "mine"
    return client


def address(assessment: Assessment, name: str, *args: str) -> str:
    return reverse(f"assessments:{name}", args=[assessment.uid, *args])
