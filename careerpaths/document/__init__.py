"""What differs between two ruleset documents, place by place and in words.

Items of a list are matched by their id, so a question that moved is one line and not forty. `walk` finds the places,
`words` says them. Nothing here needs the documents to make sense: a fault in one does not hide what changed.
"""

from collections.abc import Iterable

from careerpaths.document.names import Names
from careerpaths.document.walk import Document, Place, path_text, place_of, places
from careerpaths.document.words import Change, describe

__all__ = [
    "Change",
    "Document",
    "Names",
    "Place",
    "beyond_label",
    "describe_kept",
    "difference",
    "path_text",
    "place_of",
]


def difference(before: Document, after: Document) -> tuple[Change, ...]:
    """Every place that differs, in the order of the document."""
    names = Names(before, after)
    return tuple(describe(place, old, new, names) for place, old, new in places(before, after))


def beyond_label(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes without the version's own label, which differs between any two versions."""
    return tuple(change for change in changes if change.path != "version")


def describe_kept(path: str, before: object, after: object, names: Names) -> Change:
    """A change that was kept in the log, in words."""
    return describe(place_of(path), before, after, names)
