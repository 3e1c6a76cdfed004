"""Rulesets in memory. A digest names content that never changes, so each is parsed and compiled once per process."""

from collections.abc import Callable
from typing import Any

from careerpaths.cache import Cache
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset

_Document = Callable[[], Any]

compiled_rulesets: Cache[Compiled] = Cache(
    8
)  # versions in use at the same time; an older one is parsed again if needed


def compiled_by_digest(digest: str, document: _Document) -> Compiled:
    """The compiled ruleset with this digest; `document` is only called if it is not cached."""
    return compiled_rulesets.get(digest, lambda: compile_ruleset(parse(document())))


def ruleset_by_digest(digest: str, document: _Document) -> Ruleset:
    """The parsed ruleset with this digest."""
    return compiled_by_digest(digest, document).ruleset
