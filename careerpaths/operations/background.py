"""Background work with Django's tasks: who does it, what goes first, what remains, and what happens to a killed
worker's tasks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.management import call_command
from django.db.models import Q
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.signals import task_finished
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

SOMEBODY_WAITS, CAN_WAIT = 50, -50  # priorities: a code or a file that a visitor asked for; nightly work
_LONGEST_WAIT = timedelta(minutes=2)  # until a worker starts on something
NO_ARGUMENTS: dict[str, Any] = {"args": [], "kwargs": {}}


class WorkerEnded(RuntimeError):
    """The worker ended before the task did."""


def works_in_background() -> bool:
    """Whether a worker does the work, or the request that asks for it."""
    return bool(settings.TASKS["default"]["BACKEND"] == settings.TASK_BACKENDS["database"])


def forget_arguments(task: str) -> None:
    """Remove a task's arguments. A worker that has started it no longer needs them, and never runs it again."""
    DBTaskResult.objects.filter(pk=task).update(args_kwargs=NO_ARGUMENTS)


def is_late() -> bool:
    """Whether something has been due for so long that more workers are needed, or one at all."""
    now = timezone.now()
    late = now - _LONGEST_WAIT
    just_due = Q(run_after__gt=late, run_after__lte=now)
    return DBTaskResult.objects.ready().filter(enqueued_at__lt=late).exclude(just_due).exists()


def fail_what_was_cut_off(worker: str) -> Iterator[str]:
    """Mark as failed what the last worker of this name had started. A name belongs to one worker at a time."""
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] == worker:
            task.set_failed(WorkerEnded("The worker was stopped before the task was done."))
            _tell(task)
            forget_arguments(str(task.pk))
            yield task.task_path


def _tell(task: DBTaskResult[Any, Any]) -> None:
    """Tell those who wait for a task that it has failed, as its worker would have done."""
    try:
        result = task.task_result
    except (ImportError, SuspiciousOperation):  # a task that this version of the site no longer has
        return
    task_finished.send(sender=type(result.task.get_backend()), task_result=result)


def has_failed(result: TaskResult[Any, Any], task: Task[Any, Any]) -> bool:
    """Whether this is how a call of the task ended."""
    return result.status == TaskResultStatus.FAILED and result.task.module_path == task.module_path


def remove_old_results() -> None:
    """Remove what the queue stores about tasks that ended two weeks ago or more."""
    if works_in_background():
        call_command("prune_db_task_results", queue_name="*", verbosity=0)
