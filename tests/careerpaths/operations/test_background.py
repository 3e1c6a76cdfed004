"""Background work is done once, or fails visibly."""

from io import StringIO
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.expiry import expire_unused
from careerpaths.operations.background import fail_what_was_cut_off
from harness.background import QUEUED, work

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection


def begun_by(worker: str) -> DBTaskResult[Any, Any]:
    """A task that a worker started and did not finish."""
    task: DBTaskResult[Any, Any] = DBTaskResult.objects.create(
        task_path=expire_unused.module_path,
        args_kwargs={"args": [], "kwargs": {}},
        status="RUNNING",
        worker_ids=[worker],
        started_at=timezone.now(),
        backend_name="default",
    )
    return task


def test_a_killed_workers_task_is_marked_as_failed_by_the_next_worker_of_that_name() -> None:
    mine, other = begun_by("worker-1"), begun_by("worker-2")
    assert list(fail_what_was_cut_off("worker-1")) == [expire_unused.module_path]
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.status, mine.exception_class_path.rpartition(".")[2]) == ("FAILED", "WorkerEnded")
    assert other.status == "RUNNING"


def test_a_task_that_the_site_no_longer_has_is_marked_failed_too() -> None:
    task = begun_by("worker-1")
    DBTaskResult.objects.update(task_path="careerpaths.earlier.task")
    assert list(fail_what_was_cut_off("worker-1")) == ["careerpaths.earlier.task"]
    task.refresh_from_db()
    assert task.status == "FAILED"


def test_the_worker_logs_that_and_leaves_the_task_failed(settings: Any) -> None:
    settings.TASKS = QUEUED
    task, said = begun_by("worker-1"), StringIO()
    work("worker-1", stderr=said)
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert "was cut off" in said.getvalue()
