"""`manage.py worker`: does what `db_worker` does, after checking what a worker of this name left behind."""

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from careerpaths.operations.background import fail_what_was_cut_off


class Command(db_worker.Command):
    help = "Do background work. A named worker first marks as failed what the last worker of that name left unfinished."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def handle(self, *args: Any, worker_id: str, **options: Any) -> None:
        for task in fail_what_was_cut_off(worker_id):
            self.stderr.write(f"{task} was cut off when its worker ended. It is marked as failed.")
        super().handle(*args, worker_id=worker_id, **options)
