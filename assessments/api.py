"""The JSON API: the case format in, the evaluation out. Nothing is stored."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from careerpaths.models import NoLiveRuleset, RulesetVersion
from careerpaths.operations import limits
from careerpaths.operations.limits import TooOften
from careerpaths.scoring.analysis import analyse
from careerpaths.scoring.answers import CaseDocument, case_of
from careerpaths.scoring.faults import CaseError, path_of, sentence_of
from careerpaths.scoring.report import report

api = NinjaAPI(
    title="Career Paths",
    version="1",
    description="Compares a PhD, a research job and independent research by the rules of the live ruleset. "
    "What is sent is evaluated and forgotten.",
    urls_namespace="api",
    docs_url=None,  # the library's page loads a script from elsewhere; ours is in `api_docs`
)


class FaultOut(Schema):
    """One thing that is wrong with what was sent."""

    path: str
    message: str


class Faults(Schema):
    """Why a case was not evaluated: one sentence for each fault."""

    faults: list[FaultOut]


@api.post(
    "/evaluate",
    response={200: dict[str, Any], 400: Faults, 422: Faults, 429: Faults, 503: Faults},
    summary="Evaluate one case",
    description="The case format is the one that manage.py evaluate reads.",
)
def evaluate(request: HttpRequest, case: CaseDocument) -> dict[str, Any]:
    limits.count(request, "api")
    version = RulesetVersion.objects.defer("document").live()
    return report(analyse(version.compiled, case_of(version.ruleset, case)))


@api.exception_handler(CaseError)
def refuse_case(request: HttpRequest, error: CaseError) -> HttpResponse:
    return _refusal(request, [{"path": fault.path, "message": fault.message} for fault in error.faults])


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body is JSON of another shape. Ninja puts `body` and the argument's name before each place."""
    faults = [
        {
            "path": path_of(part for part in detail["loc"] if part not in ("body", "case")),
            "message": sentence_of(detail["type"], detail["msg"], detail.get("ctx", {})),
        }
        for detail in error.errors
    ]
    return _refusal(request, faults)


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    faults = [{"path": "", "message": "The body cannot be read as JSON. Send one case in the case format."}]
    return api.create_response(request, {"faults": faults}, status=error.status_code)


@api.exception_handler(TooOften)
def refuse_haste(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = api.create_response(
        request, {"faults": [{"path": "", "message": str(error)}]}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response.headers["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(NoLiveRuleset)
def no_ruleset(request: HttpRequest, error: NoLiveRuleset) -> HttpResponse:
    faults = [{"path": "", "message": "The site has no rules yet. Try again later."}]
    return api.create_response(request, {"faults": faults}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _refusal(request: HttpRequest, faults: list[dict[str, str]]) -> HttpResponse:
    return api.create_response(request, {"faults": faults}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
