"""The table: a line for each job, a column for each number of people, and how much the time grew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from time import perf_counter

from django.contrib.auth.models import User
from django.db import connection

from assessments import demo
from bench.growing.clock import Taken, medians, time
from bench.growing.people import People
from bench.growing.work import THOUSAND, Work, background, requests
from bench.growth import Sizes
from bench.measuring import peak_megabytes
from careerpaths.models import RulesetVersion
from harness import filling

WIDTH = 52  # characters in a name
Found = Mapping[str, Mapping[int, Taken]]  # by job and number of people


def lines(sizes: Sizes) -> Iterator[str]:
    """Fill the database step by step, measure after each step, and then report."""
    draft = filling.prepare()
    demo.make_demo_cases()
    User.objects.create_superuser("admin")
    people = People(RulesetVersion.objects.live(), sizes.answers)
    found: dict[str, dict[int, Taken]] = {}
    for number in sizes.people:
        yield _filled(people, number)
        for work in (*requests(number, draft), *background(number, draft)):
            found.setdefault(work.name, {})[number] = measured(work, sizes.repeats)
        yield f"  The greatest memory of this process so far is {peak_megabytes():.0f} MB."
    yield from table(sizes.people, found)


def _filled(people: People, number: int) -> str:
    start = perf_counter()
    answers = people.grow(number)
    seconds = perf_counter() - start
    return (
        f"{connection.display_name}: {number:,} people. "
        f"The last {answers:,} answers, with as many rows of history, were stored in {seconds:.0f} s."
    )


def measured(work: Work, repeats: int) -> Taken:
    """The medians after a warm-up run, per thousand people. Long jobs are run once."""
    if not work.once and repeats > 1:
        next(work.jobs)()
    taken = medians([time(job) for job in islice(work.jobs, 1 if work.once else repeats)])
    share = THOUSAND / work.people
    return Taken(processor=taken.processor * share, wait=taken.wait * share)


def table(people: Sequence[int], found: Found) -> Iterator[str]:
    """Processor time, and the waiting time with the most people, which other programs on the machine can lengthen."""
    yield _line("processor ms, with so many people stored", (f"{number:,}" for number in people), "growth", "wait, ms")
    for name, times in found.items():
        figures = (_milliseconds(times[number].processor) if number in times else "" for number in people)
        first, last = times[min(times)], times[max(times)]
        growth = f"{last.processor / first.processor:.1f}" if len(times) > 1 else ""
        yield _line(name, figures, growth, _milliseconds(last.wait))


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:,.1f}"


def _line(name: str, figures: Iterable[str], growth: str, wait: str) -> str:
    return f"{name:<{WIDTH}}" + "".join(f"{figure:>11}" for figure in figures) + f"{growth:>9}{wait:>11}"
