"""The JSON API: the case format in, the evaluation out. Nothing is stored."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from careerpaths.analysing import analysed
from careerpaths.models import NoLiveRuleset, RulesetVersion
from careerpaths.operations import limits
from careerpaths.operations.limits import TooOften
from careerpaths.reading.json import CASE, TooLarge, UnreadableJson, check_size, read_json
from careerpaths.scoring.answers import CaseDocument, case_of
from careerpaths.scoring.faults import CaseError, Fault, path_of, sentence_of
from careerpaths.scoring.findings.report import report


class BoundedJson(Parser):
    """Reads a body through the limits of a case."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Raises `CaseError`, which ninja sets as the cause of its own error."""
        return read_json(request.body, CASE)


api = NinjaAPI(
    title="Career Paths",
    version="1",
    description="Compares a PhD, a research job and independent research by the rules of the live ruleset. "
    "What you send is evaluated and not stored.",
    urls_namespace="api",
    parser=BoundedJson(),
    docs_url=None,  # the library's page loads a script from another site; ours is in `api_docs`
)


class FaultOut(Schema):
    """One thing that is wrong with what was sent."""

    path: str
    message: str


class Faults(Schema):
    """Why a case was not evaluated: one sentence for each fault."""

    faults: list[FaultOut]


def before_reading(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Count a request and check its length before its body is read, since a malformed one costs time too."""

    @wraps(run)
    def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            limits.count(request, "api")
            check_size(int(request.headers.get("content-length") or 0), CASE)
        except (TooOften, CaseError) as error:
            return api.on_exception(request, error)
        return run(request, **arguments)

    return wrapped


@api.post(
    "/evaluate",
    response={200: dict[str, Any], 400: Faults, 413: Faults, 422: Faults, 429: Faults, 503: Faults},
    summary="Evaluate one case",
    description="The case format is the one that manage.py evaluate reads.",
)
@decorate_view(before_reading)
def evaluate(request: HttpRequest, case: CaseDocument) -> dict[str, Any]:
    version = RulesetVersion.objects.defer("document").live()
    return report(analysed(version.compiled, case_of(version.ruleset, case), confidence=True))


@api.exception_handler(CaseError)
def refuse_case(request: HttpRequest, error: CaseError) -> HttpResponse:
    faults = [{"path": fault.path, "message": fault.message} for fault in error.told]
    return api.create_response(request, {"faults": faults}, status=_status(error))


def _status(error: CaseError) -> HTTPStatus:
    match error:
        case TooLarge():
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        case UnreadableJson():
            return HTTPStatus.BAD_REQUEST
    return HTTPStatus.UNPROCESSABLE_ENTITY


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body is JSON of the wrong shape. Ninja puts `body` and the argument's name before each location."""
    faults = [
        Fault(
            path=path_of(part for part in detail["loc"] if part not in ("body", "case")),
            message=sentence_of(detail["type"], detail["msg"], detail.get("ctx", {})),
        )
        for detail in error.errors
    ]
    return refuse_case(request, CaseError(faults))


@api.exception_handler(HttpError)
def refuse_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Whatever `BoundedJson` raises, ninja reports as a body it cannot parse."""
    fault = error.__cause__
    if not isinstance(fault, CaseError):
        raise error
    return refuse_case(request, fault)


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
