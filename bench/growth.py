"""How the time for the site's work grows with what is stored: on SQLite, and on PostgreSQL if it is installed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from tempfile import TemporaryDirectory

from harness.services import NotInstalled, Postgres, folder

DATABASES = SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """The numbers of people to store, one after the other, and how often each job is run."""

    people: Sequence[int]
    repeats: int
    answers: float = 1.0  # share of the answers to store


USUAL = Sizes(people=(1_000, 10_000, 100_000), repeats=15)
TINY = Sizes(people=(100,), repeats=1)


def lines(sizes: Sizes, databases: Sequence[str] = DATABASES) -> Iterator[str]:
    """Fill and measure one database after the other, each in its own process."""
    for name in databases:
        try:
            with _database(name) as url:
                yield from _measured(sizes, url)
        except NotInstalled as error:
            yield f"Not on PostgreSQL: {error}"


@contextmanager
def _database(name: str) -> Iterator[str]:
    """The address of an empty database; it is deleted afterwards, unless BENCH_DATABASE_URL names it."""
    with folder() as place:
        if name == SQLITE:
            yield f"sqlite:///{place / 'bench.sqlite3'}"
        elif given := os.environ.get("BENCH_DATABASE_URL"):
            yield given
        else:
            postgres = Postgres(place, durable=False)
            postgres.settings += ("max_parallel_workers_per_gather=0",)  # so that a single process does the work
            postgres.make()
            try:
                postgres.start()
                yield postgres.url
            finally:
                postgres.stop()


def _measured(sizes: Sizes, url: str) -> Iterator[str]:
    with TemporaryDirectory(prefix="careerpaths-bench-") as place:
        own = {"DATABASE_URL": url, "VAR_DIR": place, "TASKS": "database", "LOG_LEVEL": "ERROR", "CACHE_URL": ""}
        env = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "careerpaths.settings", "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-m", "bench.growing", json.dumps(asdict(sizes))]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
            assert process.stdout
            yield from (line.rstrip("\n") for line in process.stdout)
        if process.returncode:
            raise SystemExit(process.returncode)
