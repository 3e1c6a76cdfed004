"""What the public pages of the method need: the live version, its rendered page and its document."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from django.core.cache import cache as page_cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careerpaths.method import method_of
from careerpaths.models import RulesetVersion
from careerpaths.scoring.ruleset import Ruleset

KEPT_FOR = 3600  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """The JSON Schema of a ruleset document."""

    text: str
    digest: str  # SHA-256 of the text


def live() -> RulesetVersion:
    """The live version without its document, which is read only when it is needed. Raises `NoLiveRuleset`."""
    return RulesetVersion.objects.defer("document").live()


def body(version: RulesetVersion) -> SafeString:
    """The long part of the method page. It depends on nothing but the ruleset and the language, so it is kept."""
    key = f"method:{version.digest}:{get_language()}"
    html: str | None = page_cache.get_or_set(key, lambda: _rendered(version), KEPT_FOR)
    return mark_safe(html or "")  # noqa: S308 - our own template, already escaped


def _rendered(version: RulesetVersion) -> str:
    return str(render_to_string("careerpaths/method_body.html", {"method": method_of(version.ruleset)}))


def document(version: RulesetVersion) -> str:
    """The stored document as JSON text."""
    return json.dumps(version.document, ensure_ascii=False, separators=(",", ":"))


@cache
def schema() -> Schema:
    text = json.dumps(Ruleset.model_json_schema(), ensure_ascii=False, separators=(",", ":"))
    return Schema(text=text, digest=hashlib.sha256(text.encode()).hexdigest())
