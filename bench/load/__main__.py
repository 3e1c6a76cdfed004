"""`python -m bench.load [--tiny]`: how many people are served per minute, how long they wait, and what went wrong."""

import locust  # first: makes sockets and sleep cooperative before anything else uses them  # isort: skip

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from locust.stats import StatsEntry

from bench.load.levels import PERCENTILES, Level, Served, run
from bench.load.site import loaded

assert locust.__version__
PEOPLE = (1, 8, 32, 128)
READING = 5.0  # seconds before each answer, on average: about twice as fast as real people
LEVELS = (
    *(Level(people=people, pause=READING) for people in PEOPLE),
    *(Level(people=people, pause=0, arrive=5, settle=5, look=30) for people in PEOPLE),
)
TINY = (Level(people=1, pause=0, arrive=0.01, settle=0, look=0, visits=1, answers=3),)  # a visit that saves a PDF
HEAD = f"{'people':>6}{'pause s':>9}{'served/min':>12}{'pages/s':>9}"
WAITS = f"{'p50':>7}{'p95':>7}{'p99':>7}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Visit the site, many people at once.")
    parser.add_argument("--tiny", action="store_true", help="seconds; only shows that everything runs")
    parser.add_argument("--people", type=int, help="so many people only, once with pauses")
    given = parser.parse_args()
    levels: Iterable[Level] = TINY if given.tiny else LEVELS
    if given.people:
        levels = [replace(LEVELS[0], people=given.people)]
    for line in lines(levels, *((1, 1) if given.tiny else ())):
        print(line, flush=True)
    return 0


def lines(levels: Iterable[Level], *processes: int) -> Iterator[str]:
    """The table of levels, then each kind of page at the busiest level with pauses, then the queue."""
    with loaded(*processes) as site:
        yield f"{'':36}{'save an answer, ms':>21}{'all pages, ms':>21}"
        yield f"{HEAD}{WAITS}{WAITS}{'errors':>8}{'visitors':>10}"
        seen: list[Served] = []
        for level in levels:
            seen.append(run(level, site))
            yield row(seen[-1])
            yield from seen[-1].errors
        fullest = max(seen, key=lambda served: (served.level.pause > 0, served.level.people))
        yield ""
        yield f"{f'{fullest.level.people} people, each kind of page, ms':<36}{WAITS}{'times':>8}"
        for page in fullest.pages:
            yield f"{page.method:<5}{page.name:<31}{waits(page)}{page.num_requests:>8}"
        start = time.monotonic()
        site.wait_for_queue()
        _, done, failed = site.queue()
        yield f"the queue was empty {time.monotonic() - start:.0f} s after the last visit: {done} done, {failed} failed"


def row(served: Served) -> str:
    """One level."""
    pages = served.all_pages
    return (
        f"{served.level.people:>6}{served.level.pause:>9.0f}{served.people_a_minute:>12.1f}"
        f"{pages.num_requests / served.seconds:>9.1f}{waits(served.save)}{waits(pages)}"
        f"{pages.num_failures + served.whole.num_failures:>8}{served.visitors:>10.2f}"
    )


def waits(entry: StatsEntry) -> str:
    return "".join(f"{entry.get_response_time_percentile(share):>7.0f}" for share in PERCENTILES)


if __name__ == "__main__":
    sys.exit(main())
