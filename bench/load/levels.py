"""Levels of load: this many people at once for this long, and how they were served."""

import time
from dataclasses import dataclass

from locust.env import Environment
from locust.stats import RequestStats, StatsEntry

from bench.load.people import ALL, WHOLE, Person
from bench.load.site import Loaded
from bench.visiting.visit import ANSWERS

SAVE = "save an answer"
PATIENCE = 120  # extra seconds after a level for the visits it must complete
PERCENTILES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """Times in seconds. People arrive and start, the busiest part of a visit; measuring only begins after that."""

    people: int
    pause: float
    arrive: float = 30
    settle: float = 10
    look: float = 60
    visits: int = 0  # that must also be complete
    answers: int = ANSWERS  # per visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """The results of a level."""

    level: Level
    seconds: float  # that were measured
    visitors: float  # how many processors the visitors themselves kept busy
    pages: list[StatsEntry]  # one for each kind
    whole: StatsEntry  # visits
    all_pages: StatsEntry
    errors: list[str]

    @property
    def people_a_minute(self) -> float:
        return 60 * (self.whole.num_requests - self.whole.num_failures) / self.seconds

    @property
    def save(self) -> StatsEntry:
        return next(page for page in self.pages if page.name == SAVE)


def _look(stats: RequestStats, level: Level) -> None:
    end, last = time.monotonic() + level.look, time.monotonic() + level.look + PATIENCE
    while time.monotonic() < end or (_whole(stats).num_requests < level.visits and time.monotonic() < last):
        time.sleep(0.2)


def _whole(stats: RequestStats) -> StatsEntry:
    return stats.get(WHOLE, ALL)


def run(level: Level, loaded: Loaded) -> Served:
    """Let people arrive, wait, measure, and let them leave."""
    kind = type("Visitor", (Person,), {"port": loaded.port, "pause": level.pause, "most": level.answers})
    environment = Environment(user_classes=[kind])
    runner = environment.create_local_runner()
    runner.start(level.people, spawn_rate=max(level.people / level.arrive, 1))
    time.sleep(level.arrive + level.settle)
    runner.stats.reset_all()
    start, processor = time.perf_counter(), time.process_time()
    _look(runner.stats, level)
    seconds, visitors = time.perf_counter() - start, time.process_time() - processor
    entries = list(runner.stats.entries.values())
    errors = [f"{error.occurrences} times {error.error}" for error in runner.stats.errors.values()]
    runner.quit()
    pages = sorted((entry for entry in entries if entry.name != WHOLE), key=lambda entry: str(entry.name))
    all_pages = StatsEntry(runner.stats, "all pages", "")
    for page in pages:
        all_pages.extend(page)
    whole = _whole(runner.stats)
    return Served(
        level=level,
        seconds=seconds,
        visitors=visitors / seconds,
        pages=pages,
        whole=whole,
        all_pages=all_pages,
        errors=errors,
    )
