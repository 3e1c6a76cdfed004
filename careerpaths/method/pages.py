"""What the public pages of the method need: the live version, its rendered page and its document."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as page_cache
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careerpaths.method.changelog import public, said_of
from careerpaths.method.numbers import numbers_of_sampling
from careerpaths.method.uses import uses_of_evidence
from careerpaths.models import RulesetVersion
from careerpaths.scoring.checks.engine_needs import SWITCHABLE
from careerpaths.scoring.ruleset import Ruleset

KEPT_FOR = 3600  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """The JSON Schema of a ruleset document."""

    text: str
    digest: str  # SHA-256 of the text


def live() -> RulesetVersion:
    """The live version without its document, which is only read when needed. Raises `NoLiveRuleset`."""
    return RulesetVersion.objects.defer("document").live()


def edition(version: RulesetVersion) -> str:
    """Identifies everything that goes into the method page: its content, language, templates and styles."""
    parts = (version.digest, version.published_at, get_language(), static("css/site.css"), _templates())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _templates() -> str:
    """A digest of all templates, so that after an update, readers with the old page get the new one."""
    files = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def body(version: RulesetVersion) -> SafeString:
    """The long part of the method page. It stays the same until another version is live, so it is cached."""
    return _cached(f"method:{edition(version)}", lambda: _rendered(version))


def _rendered(version: RulesetVersion) -> str:
    ruleset = version.ruleset
    weights = [criterion.weights for criterion in ruleset.criteria]
    context = {
        "ruleset": ruleset,
        "lead_sum": sum(weight.lead for weight in weights),
        "contributor_sum": sum(weight.contributor for weight in weights),
        "switchable": SWITCHABLE,
        "sampling": numbers_of_sampling(ruleset),
        "uses_of_evidence": uses_of_evidence(ruleset),
    }
    return str(render_to_string("careerpaths/method_body.html", context))


def changelog_context() -> SafeString:
    """The history of the rules as text. It stays the same until they change, so it is cached."""
    newest = public().values_list("pk", flat=True).first()
    key = hashlib.sha256(repr((newest, get_language(), _templates())).encode()).hexdigest()[:32]
    return _cached(f"changelog:{key}", _changes)


def _cached(key: str, render: Callable[[], str]) -> SafeString:
    html: str = page_cache.get_or_set(key, render, KEPT_FOR) or ""
    return mark_safe(html)  # noqa: S308 - our own template, already escaped


def _changes() -> str:
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).values_list("pk", flat=True).first()
    return str(render_to_string("careerpaths/changelog_body.html", {"entries": said_of(public()), "live": live}))


def document_context(version: RulesetVersion) -> str:
    """The stored document as JSON text."""
    return json.dumps(version.document, ensure_ascii=False, separators=(",", ":"))


@cache
def schema_context() -> Schema:
    text = json.dumps(Ruleset.model_json_schema(), ensure_ascii=False, separators=(",", ":"))
    return Schema(text=text, digest=hashlib.sha256(text.encode()).hexdigest())
