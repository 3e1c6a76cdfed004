"""One change of the shipped document."""

from collections.abc import Callable
from typing import Any

from harness.documents import Document, document, item

Change = Callable[[Document], Any]


def changed(change: Change) -> Document:
    doc = document()
    change(doc)
    return doc


def when(flag: str, condition: object) -> Change:
    return lambda doc: item(doc, "flags", flag).update(when=condition)


def adjustment(**changes: object) -> Change:
    entry = {
        "id": "more_people",
        "name": "More people",
        "when": {"path": ["phd"]},
        "target": "people",
        "action": "add",
        "amount": 0.1,
        "rationale": "For a test.",
        "source": ["assumption"],
    }
    return lambda doc: doc.update(adjustments=[entry | changes])


F05, F08, F14 = "F05_money", "F08_short_timelines", "F14_isolation"
