"""The PDF: the same on every machine, and nothing runs off the paper, whatever people call their options."""

import os
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from assessments.exports import as_pdf, glyphs
from assessments.exports.bundle import Bundle
from assessments.models import Assessment
from careerpaths.models import RulesetVersion
from harness.stored import store

FONTS = {"DejaVuSans", "DroidSansFallback", "LohitDevanagari"}
LONG = "PhD_position_AI_safety_Example_University_Zurich_starting_autumn_2027"
NAMES = [
    LONG,
    "W" * 120,
    "清华大学人工智能安全博士 日本語 한국어",
    "जामिया मिल्लिया विश्वविद्यालय",
    "جامعة القاهرة",
    "PhD with Lee",
    '<img src="http://127.0.0.1:1/x"><b>bold</b>',
]


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    options = [
        {"id": f"o{n}", "name": name, "path": path, "answers": {"opt_peers": "strong"}}
        for n, (name, path) in enumerate(zip(NAMES, ["phd", "rc_nonprofit", *["phd"] * 5], strict=True))
    ]
    made = store(live_ruleset, {"person": {"goal_role": "research_lead", "tai_p10": 30}, "options": options})
    made.title = f"Lee or {LONG}"
    made.save()
    return made


def boxes(document: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that is drawn, with the sheet of paper it is on."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "text", "") or type(box).__name__.endswith("ReplacedBox"):
                yield box, page


def test_nothing_runs_off_the_paper(assessment: Assessment) -> None:
    document = as_pdf.laid_out(as_pdf.html(Bundle(assessment)))
    drawn = list(boxes(document))
    assert any("Uni" in getattr(box, "text", "") for box, _ in drawn)
    margin = 17 * 96 / 25.4  # of @page in pdf.css, in pixels
    out = [
        (getattr(box, "text", "svg"), round(box.position_x), round(box.width))
        for box, page in drawn
        if box.position_x < margin - 1 or box.position_x + box.width > page.width - margin + 1
    ]
    assert out == []


def test_it_has_the_result_plan_and_answers_in_the_sites_fonts_only(assessment: Assessment) -> None:
    os.environ.pop("FONTCONFIG_FILE", None)
    pages = PdfReader(BytesIO(as_pdf.write_pdf(Bundle(assessment)))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for part in ("Lee or PhD", "How your options compare", "PhD with Lee", "Plan", "All answers", "why_do_a_phd"):
        assert part in text
    for name in ("清华大学", "日本語", "한국어", "<b>bold</b>"):
        assert name in text
    assert "“…” stands for" not in text
    used = {font.get_object()["/BaseFont"].partition("+")[2] for page in pages for font in _fonts(page)}
    assert {name.replace("-", "").removesuffix("Bold") for name in used} == FONTS


def _fonts(page: Any) -> Any:
    return page["/Resources"]["/Font"].values()


def test_a_character_without_a_font_is_left_out_and_the_pdf_says_so(assessment: Assessment) -> None:
    assessment.options.filter(uid="o0").update(name="Lab \N{MAN}\u200d\N{MICROSCOPE}🧪 of Lee")
    html = as_pdf.html(Bundle(assessment))
    assert "Lab … of Lee" in html
    assert "“…” stands for characters that this PDF has no font for" in html
    assert glyphs.missing(html) == set()


def test_the_fonts_have_every_character_that_the_site_writes() -> None:
    written = "ABC abc 0123 – — “” ‘’ … − + × · ½ □ ✓ → ä ß Ł ñ Ω Ж"
    assert glyphs.missing(written) == set()
    assert glyphs.without_missing(written) == written


def test_nothing_is_fetched() -> None:
    with pytest.raises(as_pdf.NothingIsFetched):
        as_pdf._refuse("file:///etc/passwd")
