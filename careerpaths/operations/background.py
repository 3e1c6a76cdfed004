"""Work by Django's tasks: who does it, and what became of a killed worker's."""

from collections.abc import Iterator

from django.conf import settings
from django_tasks_db.models import DBTaskResult


class WorkerEnded(RuntimeError):
    """The worker ended before the task did."""


def works_in_background() -> bool:
    """Whether a worker does the work, or the request that asks for it."""
    return bool(settings.TASKS["default"]["BACKEND"] == settings.TASK_BACKENDS["database"])


def fail_what_was_cut_off(worker: str) -> Iterator[str]:
    """Mark as failed what the last worker of this name had begun. A name belongs to one worker at a time."""
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] == worker:
            task.set_failed(WorkerEnded("The worker was stopped before the task was done."))
            yield task.task_path
