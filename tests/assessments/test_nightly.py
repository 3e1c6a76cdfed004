"""The nightly clean-up of everything that expired, by the command itself or by a worker."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import Assessment, BrowserTransfer, DrawnPdf
from careerpaths.models import RulesetVersion
from harness.background import QUEUED, only_task, work

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection
LONG_AGO = timezone.now() - timedelta(days=500)


@pytest.fixture
def by_worker(settings: Any) -> None:
    settings.TASKS = QUEUED


def expire(**given: bool) -> str:
    said = StringIO()
    call_command("expire", stdout=said, **given)
    return said.getvalue().strip()


def store(version: RulesetVersion, count: int, **given: Any) -> None:
    Assessment.objects.bulk_create([Assessment(ruleset=version, **given) for _ in range(count)])


@pytest.mark.usefixtures("by_worker")
def test_a_worker_deletes_what_the_command_hands_over(live_ruleset: RulesetVersion) -> None:
    store(live_ruleset, 2, last_used_on=LONG_AGO.date())
    store(live_ruleset, 1, last_used_on=timezone.now().date())
    assert expire(background=True) == "A worker is asked to do it."
    assert Assessment.objects.count() == 3
    work()
    assert (only_task().status, only_task().return_value) == ("SUCCESSFUL", 2)
    assert Assessment.objects.count() == 1


@pytest.mark.usefixtures("by_worker")
def test_deleting_most_comparisons_fails_with_one_line_unless_it_is_confirmed(
    live_ruleset: RulesetVersion, caplog: pytest.LogCaptureFixture
) -> None:
    store(live_ruleset, 30, last_used_on=LONG_AGO.date())
    expire(background=True)
    work()
    assert (only_task().status, only_task().exception_class_path) == ("FAILED", "assessments.expiry.TooMany")
    (line,) = [line for line in caplog.records if line.name == "assessments.expiry"]
    assert line.levelname == "ERROR"
    assert "30 of 30 comparisons were not opened since" in line.getMessage()
    assert Assessment.objects.count() == 30

    expire(background=True, even_most=True)
    work()
    assert not Assessment.objects.exists()


def test_without_a_worker_the_command_does_it_right_away(live_ruleset: RulesetVersion) -> None:
    store(live_ruleset, 1, last_used_on=LONG_AGO.date())
    assert expire(background=True) == "1 comparisons deleted."
    assert not Assessment.objects.exists()


@pytest.mark.usefixtures("by_worker")
@pytest.mark.parametrize("months", [12, 0])
def test_expired_things_are_deleted_and_the_rest_is_kept(
    live_ruleset: RulesetVersion, settings: Any, months: int
) -> None:
    settings.EXPIRE_MONTHS = months
    now, soon = timezone.now(), timezone.now() + timedelta(hours=1)
    store(live_ruleset, 2, last_used_on=now.date())
    for at, assessment in zip((LONG_AGO, soon), Assessment.objects.all(), strict=True):
        Session.objects.create(session_key=f"{at}", expire_date=at)
        BrowserTransfer.objects.create(digest=f"{at}", expires_at=at)
        DrawnPdf.objects.create(assessment=assessment, since=at)
        DBTaskResult.objects.create(
            args_kwargs={}, task_path="", backend_name="default", status="SUCCESSFUL", finished_at=at
        )
    expire()
    for left in (Session, BrowserTransfer, DrawnPdf, DBTaskResult):
        assert left._default_manager.count() == 1, left
    assert Session.objects.get().expire_date == soon
    assert DBTaskResult.objects.get().finished_at == soon
    assert Assessment.objects.count() == 2
