"""`manage.py demo`: put the demo cases into the database, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Make the demo cases where there are none. Does nothing otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        # The method does not know the cases, so a setting names the function that makes them.
        made = import_string(settings.DEMO_CASES)()
        self.stdout.write(f"{made} demo cases made." if made else "Demo cases are in place already.")
