"""Rulesets in memory. A digest names content that never changes, so each is parsed and compiled once per process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.ruleset import Ruleset, parse

MOST_KEPT = 8  # versions in use at one time; an older one is parsed again when asked for
Document = Callable[[], Any]

_kept: OrderedDict[str, Compiled] = OrderedDict()
_lock = Lock()


def compiled_by_digest(digest: str, document: Document) -> Compiled:
    """The compiled ruleset of this digest; `document` is asked for only when it is not in memory."""
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    compiled = compile_ruleset(parse(document()))
    with _lock:
        _kept[digest] = compiled
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return compiled


def ruleset_by_digest(digest: str, document: Document) -> Ruleset:
    """The parsed ruleset of this digest."""
    return compiled_by_digest(digest, document).ruleset
