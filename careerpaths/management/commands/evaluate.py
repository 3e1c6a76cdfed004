"""`manage.py evaluate FILE`: read cases, print what the engine makes of them."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from careerpaths import rulesets
from careerpaths.models import NoLiveRuleset, RulesetVersion
from careerpaths.reading.case_file import CASE_LIMITS, read_cases
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.faults import DocumentError, Fault
from careerpaths.scoring.findings.analysis import Analysis, analyse
from careerpaths.scoring.findings.report import report
from careerpaths.scoring.parsing import parse
from careerpaths.wording import as_text

BAD_INPUT = 2  # exit status
FEWEST_DRAWS, MOST_DRAWS = 100, 100_000


class Command(BaseCommand):
    help = "Evaluate one case, or a list of them, from a JSON or YAML file ('-' reads standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the case file, or - for standard input")
        parser.add_argument(
            "--ruleset", default="", help="a version label, or a file or folder (default: the live one)"
        )
        parser.add_argument("--draws", type=int, default=None, help="ways of filling the gaps (default: the ruleset's)")
        parser.add_argument("--format", choices=("json", "text"), default="json", dest="form")

    def handle(self, *args: Any, file: str, ruleset: str, draws: int | None, form: str, **options: Any) -> None:
        if draws is not None and not FEWEST_DRAWS <= draws <= MOST_DRAWS:
            raise CommandError(f"--draws: Use a number from {FEWEST_DRAWS} to {MOST_DRAWS}.", returncode=BAD_INPUT)
        try:
            compiled = _compiled(ruleset)
            cases, many = read_cases(compiled.ruleset, _bytes_of(file), file)
        except DocumentError as error:
            self._refuse(error.told)
        results = [analyse(compiled, case, draws) for case in cases]
        self.stdout.write(_json(results, many) if form == "json" else "\n\n".join(map(as_text, results)))

    def _refuse(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.stderr.write(str(fault))
        sys.exit(BAD_INPUT)


def _json(results: list[Analysis], many: bool) -> str:
    reports = [report(result) for result in results]
    return json.dumps(reports if many else reports[0], ensure_ascii=False, allow_nan=False)


def _bytes_of(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(CASE_LIMITS.size + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(CASE_LIMITS.size + 1)
    except OSError as error:
        raise DocumentError([Fault(path=file, message="The file cannot be read. Check its name.")]) from error


def _compiled(name: str) -> Compiled:
    """The ruleset named by the caller: a file, a stored version, the live one or the shipped one."""
    if name and Path(name).exists():
        return compile_ruleset(parse(rulesets.read(Path(name))))
    try:
        if not name:
            return RulesetVersion.objects.live().compiled
        version = RulesetVersion.objects.filter(version=name).order_by("-pk").first()
    except (DatabaseError, NoLiveRuleset) as error:
        if not name:
            return compile_ruleset(parse(rulesets.shipped()))
        raise DocumentError([Fault(path="--ruleset", message="The database cannot be read.")]) from error
    if version is None:
        raise DocumentError([Fault(path="--ruleset", message=f"There is no version or file named {name}.")])
    return version.compiled
