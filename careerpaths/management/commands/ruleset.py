"""`manage.py ruleset ...`: versions of the rules from the command line, with the same checks as in Django admin.

Exit status: 0 done, or no differences; 1 refused, a check failed, or differences found; 2 unreadable input.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, localtime, make_aware

from careerpaths import publishing, rulesets
from careerpaths.document import Document, beyond_label, difference
from careerpaths.models import NoLiveRuleset, RulesetVersion
from careerpaths.publishing import ChecksFailed, PublishingError
from careerpaths.rulesets.writing import write_yaml
from careerpaths.scoring.faults import DocumentError, Fault
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset

REFUSED, UNREADABLE = 1, 2  # exit status
LIVE = "live"
VERSION = "a version label, live, or a file or folder"
STORED = "a version label"


class Command(BaseCommand):
    help = "Compare, check, publish, export and import versions of the rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        todo = parser.add_subparsers(dest="todo", required=True, metavar="diff|check|publish|export|import|due")
        diff = todo.add_parser("diff", help="list every difference")
        diff.add_argument("before", help=VERSION)
        diff.add_argument("after", help=VERSION)
        diff.add_argument("--format", choices=("text", "json"), default="text", dest="form")
        check = todo.add_parser("check", help="say whether a version could be published")
        check.add_argument("version", help=VERSION)
        publish = todo.add_parser("publish", help="make a draft live, now or at a time")
        publish.add_argument("version", help=STORED)
        publish.add_argument("--note", required=True, help="why; everybody can read it")
        publish.add_argument("--at", default="", help="when, such as 2027-01-15T09:00; without a zone: the site's")
        publish.add_argument("--by", default="", help="user name of who publishes it")
        export = todo.add_parser("export", help="print a version as YAML")
        export.add_argument("version", help=VERSION)
        export.add_argument("--output", type=Path, help="write it to this file")
        import_ = todo.add_parser("import", help="keep a file as a new draft")
        import_.add_argument("file", help="a file or folder of YAML, or - for standard input")
        import_.add_argument("--note", default="", help="what it is for")
        import_.add_argument("--by", default="", help="user name of who imports it")
        import_.add_argument("--new-label", action="store_true", help="take the next free label where its own is taken")
        todo.add_parser("due", help="publish what was planned for now or earlier")

    def handle(self, *args: Any, todo: str, **options: Any) -> None:
        try:
            status = getattr(self, f"_{todo}")(**options)
        except DocumentError as error:
            status = self._say(error.told, UNREADABLE)
        except ChecksFailed as error:
            status = self._say([str(error), *error.failures], REFUSED)
        except PublishingError as error:
            status = self._say([str(error)], REFUSED)
        if status:
            sys.exit(status)

    def _diff(self, *, before: str, after: str, form: str, **options: Any) -> int:
        changes = beyond_label(difference(_document(before), _document(after)))
        if form == "json":
            lines = [asdict(change) | {"sentence": change.sentence} for change in changes]
            self.stdout.write(json.dumps(lines, ensure_ascii=False))
        else:
            for change in changes:
                self.stdout.write(f"{change.path}: {change.sentence}")
            if not changes:
                self.stdout.write("Nothing differs.")
        return REFUSED if changes else 0

    def _check(self, *, version: str, **options: Any) -> int:
        failures = publishing.checks_failing(_ruleset(version))
        if failures:
            return self._say(failures, REFUSED)
        self.stdout.write("Valid. All checks pass.")
        return 0

    def _publish(self, *, version: str, note: str, at: str, by: str, **options: Any) -> int:
        draft, person = _stored(version), _person(by)
        if at:
            publishing.schedule(draft, at=_moment(at), note=note, by=person)
            when = localtime(draft.scheduled_for)
            self.stdout.write(f"Version {draft.version} will be published on {when:%Y-%m-%d at %H:%M} ({when:%Z}).")
        else:
            publishing.publish(draft, note=note, by=person)
            self.stdout.write(f"Version {draft.version} is now live.")
        return 0

    def _export(self, *, version: str, output: Path | None, **options: Any) -> int:
        ruleset = _ruleset(version)
        text = write_yaml(ruleset.document(), ruleset.digest)
        if output is None:
            self.stdout.write(text, ending="")
            return 0
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise _unreadable(str(output), "The file cannot be written. Check its folder.") from error
        return 0

    def _import(self, *, file: str, note: str, by: str, new_label: bool, **options: Any) -> int:
        document = (
            rulesets.read_yaml(sys.stdin.buffer.read(rulesets.LARGEST + 1), "-")
            if file == "-"
            else rulesets.read(Path(file))
        )
        draft = publishing.import_draft(document, note=note, by=_person(by), new_label=new_label)
        self.stdout.write(f"Imported as draft {draft.version}.")
        return 0

    def _due(self, **options: Any) -> int:
        done = publishing.publish_due()
        for due in done:
            label = f"Version {due.version.version}"
            self.stdout.write(f"{label} is not published. {due.refusal}" if due.refusal else f"{label} is now live.")
        if not done:
            self.stdout.write("Nothing is due.")
        return REFUSED if any(due.refusal for due in done) else 0

    def _say(self, lines: Iterable[object], status: int) -> int:
        for line in lines:
            self.stderr.write(str(line))
        return status


def _stored(label: str) -> RulesetVersion:
    if label == LIVE:
        try:
            return RulesetVersion.objects.live()
        except NoLiveRuleset as error:
            raise _unreadable(label, "No version is live.") from error
    version = RulesetVersion.objects.filter(version=label).order_by("-pk").first()
    if version is None:
        raise _unreadable(label, "There is no version with this label.")
    return version


def _document(name: str) -> Document:
    """The content of a version, file or folder, without defaults, so that two ways to write the same are equal."""
    if not Path(name).exists():
        stored: Document = _stored(name).document
        return stored
    return parse(rulesets.read(Path(name))).document()


def _ruleset(name: str) -> Ruleset:
    return parse(_document(name))


def _person(name: str) -> User | None:
    if not name:
        return None
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise PublishingError(f"Nobody here has the user name {name}.")
    return person


def _moment(text: str) -> datetime:
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise PublishingError("--at: Write a day and a time, such as 2027-01-15T09:00.")
    return make_aware(at, get_current_timezone()) if is_naive(at) else at


def _unreadable(path: str, sentence: str) -> DocumentError:
    return DocumentError([Fault(path=path, message=sentence)])
