"""An admin asks what a draft would change, follows the work and sees the result."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from assessments.demo import make_demo_cases
from careerpaths import publishing
from careerpaths.impact import reports
from careerpaths.models import ImpactReport, RulesetVersion
from harness.background import QUEUED
from tests.journeys.conftest import NewPage
from tests.journeys.visitor import follow, signed_in


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, 320), (False, 1280)], ids=["on a phone", "without JavaScript"]
)
def test_the_page_follows_the_work_and_shows_the_result(
    new_page: NewPage, site: str, settings: Any, width: int, javascript: bool
) -> None:
    settings.TASKS = QUEUED
    make_demo_cases()
    draft = publishing.open_draft(RulesetVersion.objects.live())
    page = signed_in(new_page(width=width, scripts=javascript), User.objects.create_superuser("admin"))
    page.goto(reverse("admin:careerpaths_rulesetversion_impact", args=[draft.pk]))

    page.get_by_role("button", name="Compare now").click()
    expect(page.get_by_role("status")).to_have_text("Waiting for a worker to start it.")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("The last comparison was cancelled")).to_be_visible()

    follow(page.get_by_role("button", name="Compare now"))
    expect(page.get_by_role("status")).to_be_visible()
    reports.run(ImpactReport.objects.filter(state=ImpactReport.State.WAITING).get().pk)
    if not javascript:
        page.get_by_role("link", name="Check progress").click()
    expect(page.get_by_text("so only the demo cases show what would change")).to_be_visible()
    expect(page.get_by_role("heading", name="A PhD offer, a non-profit job")).to_be_visible()
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
