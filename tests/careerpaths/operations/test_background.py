"""Work in the background: done once, or visibly failed."""

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
    """A task that a worker took up and did not end."""
    task: DBTaskResult[Any, Any] = DBTaskResult.objects.create(
        task_path=expire_unused.module_path,
        args_kwargs={"args": [], "kwargs": {}},
        status="RUNNING",
        worker_ids=[worker],
        started_at=timezone.now(),
        backend_name="default",
    )
    return task


def test_what_a_killed_worker_was_at_is_failed_by_the_one_that_takes_its_name() -> None:
    mine, other = begun_by("worker-1"), begun_by("worker-2")
    assert list(fail_what_was_cut_off("worker-1")) == [expire_unused.module_path]
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.status, mine.exception_class_path.rpartition(".")[2]) == ("FAILED", "WorkerEnded")
    assert other.status == "RUNNING"


def test_the_worker_says_so_and_leaves_it_failed(settings: Any) -> None:
    settings.TASKS = QUEUED
    task, said = begun_by("worker-1"), StringIO()
    work("worker-1", stderr=said)
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert "was cut off" in said.getvalue()
