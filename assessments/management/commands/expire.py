"""`manage.py expire`: delete comparisons that nobody opened for EXPIRE_MONTHS months."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.expiry import expire, unused


class Command(BaseCommand):
    help = "Delete comparisons that nobody opened for EXPIRE_MONTHS months. Run it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how many would go, and delete nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if not settings.EXPIRE_MONTHS:
            self.stdout.write("EXPIRE_MONTHS is 0: nothing expires.")
        elif dry_run:
            self.stdout.write(f"{unused(timezone.now().date()).count()} comparisons would be deleted.")
        else:
            self.stdout.write(f"{expire()} comparisons deleted.")
