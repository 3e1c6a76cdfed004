"""The one stylesheet: small, loading nothing from elsewhere, and readable in both colour schemes."""

import gzip
import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static/css/site.css").read_text()
LARGEST = 9 * 1024  # bytes, compressed
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
LETTERS = range(1, 9)
PAPERS = ("paper", "surface", "sunk")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", block))


LIGHT = colours(CSS.split("@layer shell", 1)[0])
DARK = LIGHT | colours(CSS.split("prefers-color-scheme: dark", 1)[1].split("prefers-contrast", 1)[0])


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


READ = [
    *((ink, paper) for ink in ("ink", "soft", "accent", "serious") for paper in (*PAPERS, "tint")),
    *((ink, f"{level}-tint") for level in ("serious", "warning", "note") for ink in ("ink", "soft", level)),
    ("on-accent", "accent"),
    ("paper", "serious"),
    ("ink", "pen"),
    *(("on-o", f"o{n}") for n in LETTERS),
]
SEEN = [
    *((line, paper) for line in ("edge", "focus", "accent") for paper in PAPERS),
    *((f"o{n}", paper) for n in LETTERS for paper in ("paper", "surface")),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), READ)
def test_text_is_readable(scheme: dict[str, str], ink: str, paper: str) -> None:
    assert contrast(scheme[ink], scheme[paper]) >= TEXT


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "paper"), SEEN)
def test_marks_and_edges_are_visible(scheme: dict[str, str], mark: str, paper: str) -> None:
    assert contrast(scheme[mark], scheme[paper]) >= GRAPHIC


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_option_has_its_own_colour(scheme: dict[str, str]) -> None:
    assert len({scheme[f"o{n}"] for n in LETTERS}) == len(LETTERS)


def test_the_stylesheet_is_small() -> None:
    assert len(gzip.compress(CSS.encode())) <= LARGEST


def test_the_stylesheet_loads_nothing_from_other_sites() -> None:
    assert "@import" not in CSS
    assert [where for where in re.findall(r"url\(\"?([^\")]*)", CSS) if not where.startswith("data:")] == []


def test_the_focus_ring_is_never_removed() -> None:
    """The row of a choice draws its own ring; nothing else may remove the default one."""
    assert len(re.findall(r"outline: (?:0|none)", CSS)) == 1
