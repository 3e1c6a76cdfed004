"""The benchmarks run and print what they promise. No figure is judged, because a slow machine is not a bug."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from bench import dearest, growth, hidden, impact, serving, speed
from bench.__main__ import main
from bench.dependence import STRENGTHS
from bench.growing.clock import Taken
from bench.growing.table import lines as lines_of_growth
from bench.growing.table import table
from careerpaths import analysing
from careerpaths.scoring.findings.analysis import analyse
from careerpaths.scoring.schema import PATHS
from harness.background import QUEUED
from harness.serving.site import Site, Web
from harness.writing import write

Output = pytest.CaptureFixture[str]


def test_the_speed_table_has_a_line_with_three_figures_for_each_job(capsys: Output) -> None:
    main(["--tiny"])
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split() == ["what", "median", "ms", "NumPy", "passes", "MB", "more"]
    for work in ("evaluate 3 half-known", "evaluate 3 typical", "glance", "analyse 1", "analyse 2", "score 20 fully"):
        assert any(line.startswith(work) for line in lines), work
    for line in lines:
        time, passes, memory = line.split()[-3:]
        assert float(time) > 0
        assert float(passes.replace(",", "")) >= 0
        assert float(memory) >= 0


def test_the_usual_sizes_are_the_ones_in_the_readme() -> None:
    assert (speed.USUAL.draws, speed.USUAL.batch) == (10_000, 10_000)
    assert speed.USUAL.options == tuple(range(1, 9))


def test_the_dependence_table_has_every_kind_of_option_at_every_strength(capsys: Output) -> None:
    main(["dependence", "--tiny"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert [line.split()[1] for line in lines[2 : 2 + len(PATHS)]] == list(PATHS)
    assert all(line.count("|") == len(STRENGTHS) + 2 for line in lines)


@pytest.fixture
def waiting(db: None, settings: Any) -> None:
    """An empty database where tasks wait for a worker, which benchmarks without a server set up themselves."""
    settings.TASKS = QUEUED


@pytest.mark.usefixtures("waiting")
def test_the_impact_of_a_draft_is_measured() -> None:
    data, heading, measured, *rest = impact.measured(impact.TINY)
    assert data.startswith("30 stored comparisons of 3 options, half of the answers given: ")
    assert heading.split() == ["what", "seconds", "processor", "s", "MB", "in", "all", "MB", "more"]
    assert measured.startswith("compare 30 stored comparisons ")
    assert rest[0].split() == ["at", "most", "60", "1000"]


def test_the_impact_is_measured_for_as_many_people_as_the_readme_says() -> None:
    assert (impact.USUAL.people, impact.MOST_SECONDS, impact.MOST_MEGABYTES) == (100_000, 60, 1000)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Site, Web]]:
    """One site for both benchmarks that use a server."""
    with serving.served() as served:
        yield served


def test_the_site_is_measured_next_to_a_bare_view_on_the_same_server(served: tuple[Site, Web]) -> None:
    heading, *lines = serving.measured(*served, serving.TINY)
    assert heading.split()[-4:] == ["ours", "bare", "view", "ratio"]
    assert [line[:12] for line in lines[:-1]] == [
        "a question  ",
        "an answer th",
        "a result tha",
        "a shared res",
        "an answer an",
        "API: evaluat",
    ]
    for line in lines[:-1]:
        assert all(float(figure) >= 0 for figure in line.split()[-3:])
    assert float(lines[-1].split()[-1]) == serving.WANTED == 0.6


def test_the_start_page_is_measured_during_the_most_expensive_requests(served: tuple[Site, Web]) -> None:
    heading, *lines, wanted = dearest.beside(served[1], dearest.TINY)
    assert heading.startswith("start page in ms, beside eight connections of")
    assert [line.split()[0] for line in lines] == ["nothing", "eight", "eight", "many", "a"]
    assert all(float(figure) >= 0 for line in lines for figure in line.split()[-3:])
    assert int(wanted.split()[-1]) == dearest.WANTED_MS == 200


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="it starts servers of its own: once is enough")
@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("redis-server")), reason="nginx or Redis is missing")
def test_all_visitors_are_served_without_errors() -> None:
    command = [sys.executable, "-m", "bench.load", "--tiny"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603 - our own program
    _, heading, level, *rest = done.stdout.splitlines()
    assert heading.split()[-8:] == ["p50", "p95", "p99", "p50", "p95", "p99", "errors", "visitors"]
    people, _, _, pages, *waits, errors, _ = level.split()
    assert (people, errors) == ("1", "0")
    assert float(pages) > 0
    assert all(float(wait) > 0 for wait in waits)
    kinds = "\n".join(rest)
    for page in (
        "POST save an answer",
        "GET  question",
        "GET  result",
        "POST what if, another weight",
        "GET  shared result",
        "GET  PDF, the file",
    ):
        assert f"{page} " in kinds
    assert re.fullmatch(r"the queue was empty \d+ s after the last visit: [1-9]\d* done, 0 failed", rest[-1])


@pytest.mark.usefixtures("waiting")
def test_the_growth_table_has_a_line_for_everything_a_site_does() -> None:
    lines = list(lines_of_growth(growth.TINY))
    people, *table = lines[lines.index(next(line for line in lines if line.startswith("processor ms"))) :]
    assert people.split()[-4:] == ["100", "growth", "wait,", "ms"]
    for work in (
        *("GET /readyz", "begin a comparison", "a question", "an answer that is saved", "a result that is kept"),
        *("a shared result", "my comparisons, signed in", "an advisor's desk", "/admin/auth/user/  "),
        *("/admin/otp_totp/totpdevice/", "/admin/careerpaths/rulesetversion/DRAFT/change/", "ask what a draft would"),
        *("manage.py ruleset due", "manage.py expire --dry-run", "impact report, per", "expire, per 1,000 people"),
    ):
        figures = next(line for line in table if line.startswith(work))[52:].replace(",", "").split()
        assert len(figures) == 2, work
        assert all(float(figure) >= 0 for figure in figures), work


def test_growth_compares_the_time_with_the_most_people_and_with_the_fewest() -> None:
    times = {100: Taken(processor=0.1, wait=0.2), 200: Taken(processor=0.3, wait=0.4)}
    *_, line = table((100, 200), {"a page": times})
    assert line.split() == ["a", "page", "100.0", "300.0", "3.0", "400.0"]


def test_growth_is_measured_for_as_many_people_as_the_readme_says() -> None:
    assert growth.USUAL.people == (1_000, 10_000, 100_000)


@pytest.mark.django_db
def test_rows_stored_without_the_models_are_the_same_as_with_them() -> None:
    ends = timezone.now()
    rows = [(f"key{n}", 'a "quoted"\ttext\\', connection.ops.adapt_datetimefield_value(ends)) for n in range(3)]
    assert write(Session, ("session_key", "session_data", "expire_date"), rows) == 3
    stored = Session.objects.order_by("pk").values_list("session_key", "session_data", "expire_date")
    assert list(stored) == [(f"key{n}", 'a "quoted"\ttext\\', ends) for n in range(3)]


def test_an_unknown_job_is_refused(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["everything"])
    assert "invalid choice" in capsys.readouterr().err


def test_times_that_depend_on_a_hidden_answer_are_told_apart_from_times_that_do_not() -> None:
    chance = np.random.default_rng(1)
    answers = ["low", "high"] * 10
    times = chance.random((30, 20))
    assert hidden.chance(times, answers) > 0.01
    assert hidden.chance(times + np.where(np.array(answers) == "low", 0.2, 0.0), answers) < 0.001


@pytest.mark.usefixtures("waiting")
def test_the_table_of_hidden_answers_has_every_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        analysing, "analyse", analyse
    )  # restored at the end, because the benchmark installs a shorter one
    _, heading, *rows = hidden.table(hidden.TINY)
    assert heading.split()[-3:] == ["median", "ms", "p"]
    for reader in ("link", "advisor's desk", "second opinion", "copy"):
        assert sum(reader in row for row in rows) >= 4, reader
