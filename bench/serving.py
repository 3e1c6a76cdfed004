"""What the site costs over a bare Django view, via HTTP: our rates next to the yardstick's, in one run and server."""

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter

from bench.cases import demo_cases
from bench.visiting.filling import choices, values
from bench.visiting.visit import ANSWERS, Reply, Visit
from bench.visiting.wire import Wire
from harness.forms import forms_of
from harness.serving.site import Site, Web, site

SETTINGS = "bench.yardstick.settings"
QUESTION = "execution_skill"
WANTED = 0.6  # share of the yardstick's rate


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    rounds: int
    requests: int  # of each, per round
    answers: int = ANSWERS  # the visit that is measured


USUAL = Sizes(rounds=15, requests=40)
TINY = Sizes(rounds=1, requests=1, answers=3)


def as_somebody_else() -> Iterator[dict[str, str]]:
    """Headers of a new sender each time, because the API limits requests per sender; pages come uncompressed."""
    for number in count():
        yield {"X-Forwarded-For": f"10.0.{number % 250}.1", "Accept-Encoding": "identity"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A page of ours and the yardstick cut from it."""

    work: str
    ours: Callable[[], Reply]
    bare: Callable[[], Reply]
    statuses: tuple[int, ...] = (200,)


def lines(sizes: Sizes) -> Iterator[str]:
    """Serve a site along with the yardstick, and measure both in turn."""
    with served() as (made, web):
        yield from measured(made, web, sizes)


def measured(made: Site, web: Web, sizes: Sizes) -> Iterator[str]:
    with closing(_wire(web.port)) as wire:
        pairs = list(_pairs(made, wire, sizes.answers))
        yield f"{'one process, one visitor, requests a second':<46}{'ours':>10}{'bare view':>12}{'ratio':>8}"
        for pair in pairs:
            ours, bare = rates(pair, sizes)
            yield f"{pair.work:<46}{ours:>10.0f}{bare:>12.0f}{ours / bare:>8.2f}"
        yield f"{'wanted for a question, an answer and a kept result':<68}{WANTED:>8.2f}"


def _wire(port: int) -> Wire:
    return Wire(http.client.HTTPConnection("127.0.0.1", port, timeout=60), as_somebody_else().__next__)


@contextmanager
def served() -> Iterator[tuple[Site, Web]]:
    """The site on SQLite, or on BENCH_DATABASE_URL, served by one gunicorn as deployed."""
    database = os.environ.get("BENCH_DATABASE_URL", "")
    given = {"DATABASE_URL": database} if database else {}
    with site(DJANGO_SETTINGS_MODULE=SETTINGS, LOG_LEVEL="ERROR", **given) as made:
        yield made, made.web()


def rates(pair: Pair, sizes: Sizes) -> tuple[float, float]:
    """Requests per second, ours and the yardstick's: medians over alternating rounds."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(sizes.rounds):
        for seen, ask in zip(found, (pair.ours, pair.bare), strict=True):
            start = perf_counter()
            for _ in range(sizes.requests):
                reply = ask()
                if reply.status not in pair.statuses:
                    raise SystemExit(f"{pair.work}: {reply.status} {reply.text[:300]}")
            seen.append(sizes.requests / (perf_counter() - start))
    return statistics.median(found[0]), statistics.median(found[1])


def _pairs(made: Site, wire: Wire, answers: int) -> Iterator[Pair]:
    visit = Visit(wire, random.Random(1))  # noqa: S311 - a visitor, no secrets
    shared = visit.whole(answers)
    question, result = f"{visit.home}q/{QUESTION}/", f"{visit.home}result/"
    body = json.dumps(demo_cases()[0]["case"])
    cut(made, wire, {"question": question, "result": result, "shared": shared}, question, body)
    other_answers = _answers(wire, question)

    def bare(name: str) -> Callable[[], Reply]:
        return lambda: wire.ask("GET", f"/yardstick/{name}/")

    def answer() -> Reply:
        return wire.ask("POST", question, data=next(other_answers))

    def fresh() -> Reply:
        answer()
        return wire.ask("GET", result)

    yield Pair(work="a question", ours=lambda: wire.ask("GET", question), bare=bare("question"))
    send = {"csrfmiddlewaretoken": next(other_answers)["csrfmiddlewaretoken"]}
    yield Pair(
        work="an answer that is saved",
        ours=answer,
        bare=lambda: wire.ask("POST", "/yardstick/answer/", data=send),
        statuses=(302,),
    )
    yield Pair(work="a result that is kept", ours=lambda: wire.ask("GET", result), bare=bare("result"))
    yield Pair(work="a shared result", ours=lambda: wire.ask("GET", shared), bare=bare("shared"))
    yield Pair(work="an answer and its new result", ours=fresh, bare=bare("result"))
    yield Pair(
        work="API: evaluate 3 options",
        ours=lambda: wire.send("POST", "/api/evaluate", body),
        bare=lambda: wire.send("POST", "/yardstick/api/json/", body),
    )


def _answers(wire: Wire, question: str) -> Iterator[dict[str, str]]:
    """Answers to one question, each different from the one before."""
    form = next(form for form in forms_of(wire.ask("GET", question).text) if not form.action)
    held = values(form)
    (one, other, *_), before = choices(form)["answer"], held["was"]
    while True:
        chosen = one if before != one else other
        yield {**held, "was": before, "answer": chosen}
        before = chosen


def cut(made: Site, wire: Wire, pages: Mapping[str, str], question: str, body: str) -> None:
    """Cut the yardsticks: what our own views responded, and how many queries and writes that took."""
    jar = {key: morsel.value for key, morsel in wire.cookies.items()}
    asked = json.dumps({"cookies": jar, "pages": pages, "question": question, "body": body})
    command = [sys.executable, "-m", "bench.yardstick.cutting"]
    subprocess.run(command, input=asked, text=True, env=made.env, check=True)  # noqa: S603 - our own program
