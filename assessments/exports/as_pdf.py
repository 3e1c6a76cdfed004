"""PDF of the result and the plan: our own template and stylesheet, nothing fetched from anywhere."""

import hashlib
import os
from functools import cache
from pathlib import Path
from threading import Semaphore
from typing import Any

from django.conf import settings
from django.core.cache import cache as kept_pages
from django.template.loader import render_to_string

from assessments.exports import glyphs
from assessments.exports.bundle import Bundle

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"
_AT_ONCE = Semaphore(1)  # each takes a whole processor for a second; the others wait
KEPT_SECONDS = 600


class NoPdf(RuntimeError):
    """The system's PDF libraries are missing."""


class NothingIsFetched(ValueError):
    """The template asked for something from elsewhere."""


@cache
def is_possible() -> bool:
    """Whether the libraries that draw the PDF are installed."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - loads the system's libraries, which may be missing
    except OSError:
        return False
    return True


def write_pdf(kept: Bundle) -> bytes:
    """The PDF, cached for ten minutes for the same content. Raises `NoPdf`."""
    if not is_possible():
        raise NoPdf
    text = html(kept)
    key = f"pdf:{kept.assessment.uid}:{digest(text)}"
    file: bytes | None = kept_pages.get(key)
    if file is None:
        with _AT_ONCE:
            file = pdf_of(text)
        kept_pages.set(key, file, KEPT_SECONDS)
    return file


def html(kept: Bundle) -> str:
    """All that the PDF shows, before it is drawn. Characters that the fonts lack are left out, and a sentence says
    so."""
    given = context(kept)
    page = render_to_string("assessments/pdf.html", given)
    if glyphs.missing(page):
        page = render_to_string("assessments/pdf.html", given | {"left_out": True})
    return glyphs.without_missing(page)


def digest(html: str) -> str:
    """SHA-256 of the content: PDFs with the same hash show the same."""
    return hashlib.sha256(html.encode()).hexdigest()


def context(kept: Bundle) -> dict[str, Any]:
    return {
        "page": kept.page,
        "title": kept.assessment.title,
        "answers": kept.answers,
        "rules": kept.rules,
        "about": kept.page.ruleset.about,
        "checklists": kept.page.ruleset.checklists,
    }


def pdf_of(html: str) -> bytes:
    """The file. Making it keeps a processor busy for about a second."""
    file: bytes = laid_out(html).write_pdf(pdf_tags=True)
    return file


def laid_out(html: str) -> Any:
    """The pages before they are written: WeasyPrint's document."""
    os.environ["FONTCONFIG_FILE"] = str(glyphs.CONFIG)  # read each time a page is laid out
    from weasyprint import CSS, HTML  # noqa: PLC0415 - see is_possible

    style = CSS(string=STYLE.read_text())
    return HTML(string=html, url_fetcher=_refuse).render(stylesheets=[style], pdf_tags=True)


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    raise NothingIsFetched(url)
