"""Time and memory of a job, and the yardstick to compare them with."""

import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

import numpy as np

KILOBYTES_PER_MAXRSS = 1 if sys.platform != "darwin" else 1 / 1024  # Linux counts kilobytes, macOS bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table."""

    work: str
    seconds: float  # median of the processor time
    yardstick: float  # the same for one NumPy pass over as many floats
    megabytes: float  # growth of the process's peak memory

    @property
    def ratio(self) -> float:
        return self.seconds / self.yardstick


def measure(work: str, job: Callable[[], object], *, floats: int, repeats: int) -> Row:
    """Run a job once to warm up, and then several more times."""
    before = peak_megabytes()
    job()
    seconds = median_seconds(job, repeats)
    grown = peak_megabytes() - before
    return Row(work=work, seconds=seconds, yardstick=numpy_pass(floats, repeats), megabytes=grown)


def median_seconds(job: Callable[[], object], repeats: int) -> float:
    """Processor time, which other programs on the machine hardly affect. The engine waits for nothing."""
    times = []
    for _ in range(repeats):
        start = process_time()
        job()
        times.append(process_time() - start)
    return statistics.median(times)


def numpy_pass(floats: int, repeats: int) -> float:
    """Seconds to multiply and add this many floats once, on this machine and in this run."""
    values = np.linspace(0, 1, floats)
    return median_seconds(lambda: values * 0.5 + 0.25, 10 * repeats)


def peak_megabytes() -> float:
    """The peak memory of the process so far. It never falls, so only its growth means something."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES_PER_MAXRSS / 1024
