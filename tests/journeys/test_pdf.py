"""Somebody requests a PDF from the worker, follows the progress and downloads it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.exports import drawing
from assessments.models import DrawnPdf
from harness.background import QUEUED
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import faults, owned


@pytest.mark.parametrize(("javascript", "width", "dark"), [(True, 320, True), (False, 1200, False)])
def test_a_pdf_is_requested_followed_and_downloaded(
    new_page: NewPage, settings: Any, width: int, dark: bool, javascript: bool
) -> None:
    settings.TASKS = QUEUED
    page = new_page(width=width, dark=dark, scripts=javascript)
    page.goto(f"{owned(page)}keep/")
    looks: list[str] = []

    def look() -> None:
        if javascript:
            looks.extend(faults(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    look()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_text("Waiting for its turn.")).to_be_visible()
    look()
    drawing.draw_pdf.call(DrawnPdf.objects.get().pk)
    if not javascript:
        page.get_by_role("link", name="Check progress").click()
    expect(page.get_by_text("It is ready.")).to_be_visible()
    look()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert looks == []
