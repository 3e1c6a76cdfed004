"""Background work."""

from typing import Any

from django.dispatch import receiver
from django.tasks import TaskResult, task
from django.tasks.signals import task_finished

from careerpaths.impact import reports
from careerpaths.operations.background import has_failed


@task()
def compare(report: int) -> None:
    """Compare the stored cases for the report with this key."""
    reports.run(report)


@receiver(task_finished)
def comparison_failed(task_result: TaskResult[Any, Any], **kwargs: object) -> None:
    """Where its worker was killed, the next one of that name tells."""
    if has_failed(task_result, compare):
        reports.give_up(task_result.args[0])
