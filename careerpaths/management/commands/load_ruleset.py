"""`manage.py load_ruleset`: put a ruleset into the database and make it live."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import ProtectedError

from careerpaths import rulesets
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError, add_draft, import_draft, needs_approval, publish, roll_back
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset

BAD_RULESET = 2  # exit status
_FOLDER = rulesets.SHIPPED.relative_to(settings.BASE_DIR)


class OtherContent(PublishingError):
    """The label is taken by a version with different content."""


class Command(BaseCommand):
    help = "Load a ruleset (default: the shipped one) and make it live. Does nothing when it is stored already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="a folder of YAML, or one YAML or JSON file")
        parser.add_argument("--note", default="Loaded from the shipped files.", help="why it becomes live")

    def handle(self, *args: Any, path: Path | None, note: str, **options: Any) -> None:
        try:
            ruleset = parse(rulesets.read(path or rulesets.SHIPPED))
        except RulesetError as error:
            for fault in error.told:
                self.stderr.write(str(fault))
            sys.exit(BAD_RULESET)
        try:
            with transaction.atomic():
                self.stdout.write(_load(ruleset, note))
        except OtherContent as error:
            if path:  # somebody asked for exactly this file
                raise CommandError(f"{error} Give the changed ruleset a new version label.") from error
            self._serve_all_the_same(ruleset, note)
        except PublishingError as error:
            raise CommandError(str(error)) from error

    def _serve_all_the_same(self, ruleset: Ruleset, note: str) -> None:
        """An update never stops a site because of its stored rules: they stay, and their editors decide."""
        live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).first()
        if live is None:
            draft = import_draft(ruleset.document(), note=note, new_label=True)
            publish(draft, note=note)
            self.stdout.write(f"{_label(ruleset)} is now live as {draft.version}: its label is taken by other content.")
            return
        self.stderr.write(
            f"The rules in the code differ from the stored {ruleset.name} {ruleset.version}, so version {live.version} "
            f"stays live. To use them, run manage.py ruleset import {_FOLDER} --new-label and publish that draft."
        )


def _label(ruleset: Ruleset) -> str:
    return f"Ruleset {ruleset.name} {ruleset.version}"


def _load(ruleset: Ruleset, note: str) -> str:
    """Make the ruleset live unless it is already stored. Returns a sentence about it. Raises `PublishingError`."""
    label = _label(ruleset)
    stored = RulesetVersion.objects.filter(name=ruleset.name, version=ruleset.version).first()
    if stored and stored.digest == ruleset.digest:
        return _keep(stored, label, note)
    if stored and (same := _under_another_label(ruleset)):
        return _keep(same, f"{label}, stored as {same.version},", note)
    if stored and not _replaced_in_development(stored):
        raise OtherContent(f"{label} is stored with other content.")
    draft = add_draft(ruleset.document(), note=note)
    if needs_approval(draft):
        return f"{label} is stored as draft. A second person approves it in Django admin, because APPROVAL is on."
    publish(draft, note=note)
    return f"{label} is now live."


def _under_another_label(ruleset: Ruleset) -> RulesetVersion | None:
    """What an editor imported after an earlier warning."""
    document = ruleset.document()
    versions = RulesetVersion.objects.filter(name=ruleset.name)
    return next((stored for stored in versions if {**stored.document, "version": ruleset.version} == document), None)


def _keep(stored: RulesetVersion, label: str, note: str) -> str:
    """Keep what an admin has decided since, but never leave the site without rules."""
    if stored.state == RulesetVersion.State.LIVE:
        return f"{label} is live already."
    if RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).exists():
        return f"{label} is stored as {stored.get_state_display()}, and another version is live. Nothing was changed."
    draft = stored.state == RulesetVersion.State.DRAFT
    publish(stored, note=note) if draft else roll_back(stored, note=note)
    return f"{label} is now live."


def _replaced_in_development(stored: RulesetVersion) -> bool:
    """People who edit the files can keep the label, as long as no assessment uses the stored version."""
    if not settings.DEBUG:
        return False
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    return True
