"""Time and memory of the site's report on what a draft would change for very many stored comparisons."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.measuring import peak_megabytes

MOST_SECONDS, MOST_MEGABYTES = 60, 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """How many people are stored."""

    people: int


USUAL = Sizes(people=100_000)
TINY = Sizes(people=30)


def lines(sizes: Sizes) -> Iterator[str]:
    """Create the data in a separate database, compare it, and say how long that took."""
    with TemporaryDirectory(prefix="careerpaths-bench-") as folder:
        set_up_site(Path(folder))
        yield from measured(sizes)


def set_up_site(folder: Path) -> None:
    """Settings for this run only. With BENCH_DATABASE_URL an empty database is used instead of a SQLite file."""
    os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ |= {"VAR_DIR": str(folder), "TASKS": "database", "DJANGO_SETTINGS_MODULE": "careerpaths.settings"}
    import django  # noqa: PLC0415 - its settings are chosen above

    django.setup()


def measured(sizes: Sizes) -> Iterator[str]:
    """The same in an empty database that is already set up."""
    from careerpaths.impact import asking, reports  # noqa: PLC0415 - as above
    from careerpaths.models import RulesetVersion  # noqa: PLC0415 - as above
    from harness import filling  # noqa: PLC0415 - models can be imported only now

    start = perf_counter()
    draft = filling.prepare()
    answers = filling.fill(RulesetVersion.objects.live(), sizes.people)
    yield (
        f"{sizes.people:,} stored comparisons of {filling.OPTIONS} options, half of the answers given: "
        f"{answers:,} answers, made in {perf_counter() - start:.0f} s"
    )
    report = asking.ask_for_report(draft)
    before, start, processor = peak_megabytes(), perf_counter(), process_time()
    reports.run(report.pk)
    seconds, processor = perf_counter() - start, process_time() - processor
    report.refresh_from_db()
    if report.state != report.State.DONE or report.done != sizes.people:
        raise SystemExit(f"The comparison ended as {report.get_state_display()}. {report.fault}")
    yield f"{'what':<58}{'seconds':>12}{'processor s':>14}{'MB in all':>12}{'MB more':>10}"
    yield (
        f"{f'compare {sizes.people:,} stored comparisons':<58}{seconds:>12.1f}{processor:>14.1f}"
        f"{peak_megabytes():>12.0f}{peak_megabytes() - before:>10.1f}"
    )
    yield f"{'at most':<58}{MOST_SECONDS:>12}{'':>14}{MOST_MEGABYTES:>12}"
    yield f"first options that change: {report.result['changed']}" if report.result else ""
