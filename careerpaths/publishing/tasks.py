"""Carry out plans in the background, if a worker runs. Otherwise a timer runs `manage.py ruleset due`."""

import logging
from datetime import datetime

from django.db import transaction
from django.tasks import Task, default_task_backend, task

from careerpaths.publishing.plans import publish_due

log = logging.getLogger("careerpaths.publishing")


@task
def publish_what_is_due() -> None:
    for due in publish_due():
        if due.refusal:
            log.warning("ruleset plan refused: %s: %s", due.version, due.refusal)


def carry_out_at(at: datetime) -> None:
    """Have a worker look at the plans at that time, once this transaction is committed."""
    if default_task_backend.supports_defer:
        later = publish_what_is_due.using(run_after=at)
        transaction.on_commit(lambda: _enqueue(later))


def _enqueue(later: Task[[], None]) -> None:
    later.enqueue()
