"""Runs every fault again and again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.faults.broken.disk import small_disk
from tests.faults.scenarios import ON_SERVICES, big_migration, disk_full
from tests.faults.stage import Alone, Stage, on_services, on_sqlite

MILLION = 25_000  # people who answered half of their questions: about a million answers


@dataclass
class Row:
    """The outcome of all runs of one fault."""

    fault: str
    runs: int = 0
    saved: int = 0  # answers that clients were told were saved
    refused: int = 0  # answers without a response, or with an error
    wrong: int = 0  # problems that the checker found
    seconds: float = 0

    def __str__(self) -> str:
        return (
            f"{self.fault:<46}{self.runs:>6}{self.saved:>10}{self.refused:>10}{self.wrong:>8}"
            f"{self.seconds / max(self.runs, 1):>12.1f}"
        )


HEAD = f"{'fault':<46}{'runs':>6}{'saved':>10}{'not':>10}{'wrong':>8}{'s a run':>12}"


def run[S: Stage](fault: str, do: Callable[[S], None], stage: S, runs: int) -> Row:
    """Inject the fault this often, and each time compare what clients were told with what is stored."""
    row = Row(fault)
    for _ in range(runs):
        start = monotonic()
        with stage.under_load():
            do(stage)
        wrong = stage.check()
        sys.stderr.write(wrong)
        row.runs += 1
        row.saved += stage.ledger.told
        row.refused += stage.ledger.refused
        row.wrong += len(wrong.splitlines())
        row.seconds += monotonic() - start
    return row


def rows(runs: int, only: str = "") -> Iterator[Row]:
    """All faults, each on the right kind of stage."""
    wanted = {name: do for name, do in ON_SERVICES.items() if only in name}
    if wanted:
        with on_services() as stage:
            for name, do in wanted.items():
                yield run(name, do, stage, runs)
    for fault, make in BIG.items():
        if only in fault:
            with make() as stage_of_many:
                sys.stderr.write(f"{int(stage_of_many.ask(FILL)):,} answers are stored\n")
                yield run(fault, big_migration, stage_of_many, runs)
    if only in FULL:
        with small_disk() as folder, on_sqlite(folder) as alone:
            yield run(FULL, disk_full, alone, runs)


@contextmanager
def _on_big_disk() -> Iterator[Alone]:
    with TemporaryDirectory(prefix="careerpaths-") as folder, on_sqlite(Path(folder)) as alone:
        yield alone


BIG: dict[str, Callable[[], AbstractContextManager[Stage]]] = {
    "migrating a million answers, PostgreSQL": on_services,
    "migrating a million answers, SQLite": _on_big_disk,
}
FULL = "the disk is full, SQLite"


FILL = f"""
from harness.filling import fill
from careerpaths.models import RulesetVersion
print(fill(RulesetVersion.objects.live(), {MILLION}))
"""
