"""Where two texts part: which words of each the other one does not have."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST_ALIKE = 0.4  # share of words in common below which two texts are said as wholly different
_FEWEST = 6  # words, spaces and marks of a text that is worth comparing word by word
AROUND = 40  # characters before the first difference of two long texts


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of a text."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, those that differ marked."""
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
    """Of the words alone: any two sentences have their spaces in common."""
    return SequenceMatcher(None, re.findall(r"\w+", before), re.findall(r"\w+", after), autojunk=False).ratio()


def excerpts(before: str, after: str, most: int) -> tuple[str, str]:
    """Both texts from shortly before they part, each with at most `most` characters."""
    parted = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    parted = parted or min(len(before), len(after))
    start = max(0, parted - AROUND) if max(len(before), len(after)) > most else 0
    return _cut(before, start, most), _cut(after, start, most)


def _cut(text: str, start: int, most: int) -> str:
    if start:
        start = text.find(" ", start) + 1 or start
        text = f"…{text[start:]}"
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
