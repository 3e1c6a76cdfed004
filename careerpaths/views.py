"""The method, public: what is weighed and how."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careerpaths.models import RulesetVersion
from careerpaths.scoring.ruleset import Ruleset


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    live = RulesetVersion.objects.live()
    return render(request, "careerpaths/method.html", {"version": live, "ruleset": live.ruleset})


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    return render(request, "careerpaths/changelog.html", {"versions": RulesetVersion.objects.published()})


@require_safe
def ruleset_json(request: HttpRequest) -> HttpResponse:
    """The live ruleset as it is stored."""
    return JsonResponse(RulesetVersion.objects.live().document)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a ruleset."""
    return JsonResponse(Ruleset.model_json_schema())
