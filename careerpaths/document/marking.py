"""Where two texts differ: which words of each are not in the other."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST_ALIKE = 0.4  # with a smaller share of common words, two texts count as completely different
_FEWEST = 6  # words, spaces and marks in a text that is worth comparing word by word
AROUND = 40  # characters before the first difference of two long texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of a text."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, with the differences marked."""
    old_words, new_words = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    matched = SequenceMatcher(None, old_words, new_words, autojunk=False)
    short = min(len(old_words), len(new_words)) < _FEWEST
    if short or _share_in_common(before, after) < LEAST_ALIKE:
        return (Piece(text=before, differs=True),), (Piece(text=after, differs=True),)
    blocks = matched.get_opcodes()
    old = (Piece(text="".join(old_words[a:b]), differs=kind != "equal") for kind, a, b, _, _ in blocks)
    new = (Piece(text="".join(new_words[a:b]), differs=kind != "equal") for kind, _, _, a, b in blocks)
    return tuple(piece for piece in old if piece.text), tuple(piece for piece in new if piece.text)


def _share_in_common(before: str, after: str) -> float:
    """Counts only words, because any two sentences have spaces in common."""
    return SequenceMatcher(None, re.findall(r"\w+", before), re.findall(r"\w+", after), autojunk=False).ratio()


def excerpts(before: str, after: str, most: int) -> tuple[str, str]:
    """Both texts from shortly before the first difference, each with at most `most` characters."""
    parted = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    parted = parted or min(len(before), len(after))
    start = max(0, parted - AROUND) if max(len(before), len(after)) > most else 0
    return _cut(before, start, most), _cut(after, start, most)


def _cut(text: str, start: int, most: int) -> str:
    if start:
        start = text.find(" ", start) + 1 or start
        text = f"…{text[start:]}"
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
