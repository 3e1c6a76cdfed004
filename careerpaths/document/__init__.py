"""The differences between two ruleset documents, location by location, as text.

Items of a list are matched by their id, so a moved question is one line and not forty. `walk` finds the differences,
and `words` puts them into words. The documents need not be valid: an error in one does not hide what changed.
"""

from collections.abc import Iterable

from careerpaths.document.locations import Location, location_of, written
from careerpaths.document.names import Names
from careerpaths.document.walk import Document, differing
from careerpaths.document.words import Change, describe

__all__ = [
    "Change",
    "Document",
    "Location",
    "Names",
    "beyond_label",
    "describe_kept",
    "difference",
    "location_of",
    "written",
]


def difference(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference, in the order of the document."""
    names = Names(before, after)
    return tuple(describe(location, old, new, names) for location, old, new in differing(before, after))


def beyond_label(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes without the version's own label, which differs between any two versions."""
    return tuple(change for change in changes if change.path != "version")


def describe_kept(path: str, before: object, after: object, names: Names) -> Change:
    """A change from the log, as text."""
    return describe(location_of(path), before, after, names)
