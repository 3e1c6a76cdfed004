"""For tests of background work: the settings that make the site queue it, and a worker that does it."""

from typing import Any

from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILED = {
    "default": {"BACKEND": "careerpaths.operations.mail.ByWorker"},
    "outgoing": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
}


def work(name: str = "worker-1", **given: Any) -> None:
    """Let a worker do everything that waits. It closes the connection, so the test needs `transaction=True`."""
    call_command("worker", worker_id=name, batch=True, interval=0, startup_delay=False, **{"verbosity": 0, **given})


def cut_off(name: str = "worker-1") -> None:
    """What waits was taken up by a worker of this name, which was killed at it."""
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[name], started_at=timezone.now())


def only_task() -> DBTaskResult[Any, Any]:
    task: DBTaskResult[Any, Any] = DBTaskResult.objects.get()
    return task
