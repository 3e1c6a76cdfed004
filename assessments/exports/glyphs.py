"""The fonts of the PDF, and which characters they have."""

import re
import unicodedata
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "fonts"
CONFIG = _FOLDER / "fonts.conf"
STAND_IN = "…"
JOINERS = "[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]*"  # join the pieces of one emoji


@cache
def covered() -> frozenset[int]:
    """Every character, by its number, that one of the fonts can draw."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint, and only a PDF needs it

    found = set[int]()
    for path in _FOLDER.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)


def missing(text: str) -> set[str]:
    """The characters of a text that cannot be drawn. Characters that are never drawn do not count."""
    return {c for c in set(text) if ord(c) not in covered() and not _is_never_drawn(c)}


def without_missing(text: str) -> str:
    """The text with a placeholder for each run of characters that cannot be drawn."""
    if not (gone := missing(text)):
        return text
    one = f"[{re.escape(''.join(sorted(gone)))}]"
    return re.sub(f"(?:{one}{JOINERS})+", STAND_IN, text)


def _is_never_drawn(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} or character in "\ufe0e\ufe0f"
