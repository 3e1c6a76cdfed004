"""`manage.py load_ruleset`: put a ruleset into the database and make it live."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careerpaths import rulesets
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError, add_draft, publish
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.ruleset import Ruleset, parse

CANNOT_BE_MEANT = 2  # exit status


class Command(BaseCommand):
    help = "Load a ruleset (default: the shipped one) and make it live. Does nothing when it is live already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=rulesets.SHIPPED, help="a folder or file of YAML")
        parser.add_argument("--note", default="Loaded from the shipped files.", help="why it becomes live")

    def handle(self, *args: Any, path: Path, note: str, **options: Any) -> None:
        try:
            ruleset = parse(rulesets.read(path))
        except RulesetError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            sys.exit(CANNOT_BE_MEANT)
        self.stdout.write(self._load(ruleset, note))

    def _load(self, ruleset: Ruleset, note: str) -> str:
        label = f"{ruleset.name} {ruleset.version}"
        stored = RulesetVersion.objects.filter(name=ruleset.name, version=ruleset.version).first()
        if stored is None:
            try:
                publish(add_draft(ruleset.document(), note=note), note=note)
            except PublishingError as error:
                raise CommandError(str(error)) from error
            return f"Ruleset {label} is now live."
        if stored.digest != ruleset.digest:
            raise CommandError(
                f"Ruleset {label} is stored with other content. Give the changed ruleset a new version label."
            )
        return f"Ruleset {label} is in place already."
