"""`manage.py expire`: delete comparisons that nobody opened for EXPIRE_MONTHS months."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.expiry import TooMany, expire, unused


class Command(BaseCommand):
    help = "Delete comparisons that nobody opened for EXPIRE_MONTHS months. Run it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how many would go, and delete nothing")
        parser.add_argument("--even-most", action="store_true", help="delete them even if they are most of all")

    def handle(self, *args: Any, dry_run: bool, even_most: bool, **options: Any) -> None:
        if not settings.EXPIRE_MONTHS:
            self.stdout.write("EXPIRE_MONTHS is 0: nothing expires.")
        elif dry_run:
            self.stdout.write(f"{unused(timezone.now().date()).count()} comparisons would be deleted.")
        else:
            self._expire(even_most=even_most)

    def _expire(self, *, even_most: bool) -> None:
        try:
            self.stdout.write(f"{expire(even_most=even_most)} comparisons deleted.")
        except TooMany as fault:
            raise CommandError(str(fault)) from fault
