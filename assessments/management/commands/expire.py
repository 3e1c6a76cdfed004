"""`manage.py expire`: delete comparisons that nobody opened for EXPIRE_MONTHS months."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.expiry import TooMany, expire, expire_unused, unused
from careerpaths.operations.background import works_in_background


class Command(BaseCommand):
    help = "Delete comparisons that nobody opened for EXPIRE_MONTHS months. Run it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how many would go, and delete nothing")
        parser.add_argument("--even-most", action="store_true", help="delete them even if they are most of all")

        parser.add_argument(
            "--background", action="store_true", help="let a worker do it; where there is none, do it now anyway"
        )

    def handle(self, *args: Any, dry_run: bool, even_most: bool, background: bool, **options: Any) -> None:
        if dry_run:
            self._count()
        elif background and works_in_background():
            expire_unused.enqueue(even_most=even_most)
            self.stdout.write("A worker is asked to do it.")
        else:
            self._expire(even_most=even_most)

    def _count(self) -> None:
        count = unused(timezone.now().date()).count() if settings.EXPIRE_MONTHS else 0
        self._say(f"{count} comparisons would be deleted.")

    def _expire(self, *, even_most: bool) -> None:
        try:
            gone = expire(even_most=even_most)
        except TooMany as fault:
            raise CommandError(str(fault)) from fault
        self._say(f"{gone} comparisons deleted.")

    def _say(self, what: str) -> None:
        self.stdout.write(what if settings.EXPIRE_MONTHS else "EXPIRE_MONTHS is 0: nothing expires.")
