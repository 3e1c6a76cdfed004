"""What a job takes: processor time, which other programs hardly affect, and waiting time, which they do affect."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.db import connection

NANOSECONDS = 1_000_000_000  # per second


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Seconds."""

    processor: float
    wait: float


def time(job: Callable[[], object]) -> Taken:
    start, processor = perf_counter(), _processor()
    job()
    return Taken(wait=perf_counter() - start, processor=_processor() - processor)


def medians(times: list[Taken]) -> Taken:
    return Taken(processor=median(one.processor for one in times), wait=median(one.wait for one in times))


def _processor() -> float:
    """The processor time of this process, and of its PostgreSQL process if that runs on this machine under Linux."""
    return process_time() + (_of_postgresql() if connection.vendor == "postgresql" else 0.0)


def _of_postgresql() -> float:
    connection.ensure_connection()
    with suppress(OSError):
        return (
            int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / NANOSECONDS
        )
    return 0.0
