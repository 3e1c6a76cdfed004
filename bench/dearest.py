"""The most expensive request for each public address, and how eight connections of them slow others down."""

import http.client
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread
from time import perf_counter

from bench.visiting.wire import Wire
from harness.serving.site import Site, Web, site

MANY = 8  # connections
WANTED_MS = 200  # for the start page, as a median


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    seconds: float  # per crowd
    addresses: bool  # whether to try each address, which takes minutes
    connections: int = MANY


USUAL = Sizes(seconds=15, addresses=True)
TINY = Sizes(seconds=0, addresses=False, connections=1)


def lines(sizes: Sizes) -> Iterator[str]:
    with site(TASKS="database", LOG_LEVEL="ERROR") as made:  # as deployed: a worker draws
        if sizes.addresses:
            yield from _addresses(made)
        yield from beside(made.web(), sizes)


def beside(web: Web, sizes: Sizes) -> Iterator[str]:
    """The start page during each crowd."""
    yield f"{'start page in ms, beside eight connections of':<52}{'median':>8}{'p95':>8}{'of them a second':>18}"
    for crowd in CROWDS:
        yield _beside(web, crowd, sizes)
    yield f"{'wanted':<52}{WANTED_MS:>8}"


def _addresses(made: Site) -> Iterator[str]:
    """Try them in a separate process, on the site's own database."""
    command = [sys.executable, "-m", "bench.dear"]
    with subprocess.Popen(command, env=made.env, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout
        yield from (line.rstrip("\n") for line in process.stdout)
    if process.returncode:
        raise SystemExit(process.returncode)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """What its connections send to the API without a pause, and whether they come from one network."""

    name: str
    body: str
    together: bool = False


TYPICAL = {
    "person": {"goal_role": "research_lead"},
    "options": [{"id": f"o{n}", "path": path} for n, path in enumerate(["phd", "rc_ra"] * 4)],
}
CROWDS = (
    Crowd(name="nothing", body=""),
    Crowd(name="eight options, from one network", body=json.dumps(TYPICAL), together=True),
    Crowd(name="eight options, each from another network", body=json.dumps(TYPICAL)),
    Crowd(name="many unknown keys", body=json.dumps({"options": [{f"key{n}": n for n in range(2_900)}]})),
    Crowd(name="a body that is too large", body="x" * 900_000),
)


def _beside(web: Web, crowd: Crowd, sizes: Sizes) -> str:
    with closing(_wire(web, "192.0.2.1")) as visitor, _sending(web, crowd, sizes.connections) as sent:
        began = perf_counter()
        waits: list[float] = []
        while perf_counter() - began < sizes.seconds or not waits:
            start = perf_counter()
            visitor.ask("GET", "/")
            waits.append((perf_counter() - start) * 1_000)
        rate = next(sent) / (perf_counter() - began)
    high = statistics.quantiles([*waits, waits[-1]], n=20)[-1]
    return f"{crowd.name:<52}{statistics.median(waits):>8.0f}{high:>8.0f}{rate:>18.1f}"


@contextmanager
def _sending(web: Web, crowd: Crowd, connections: int) -> Iterator[Iterator[int]]:
    """Keep all connections busy. Yields a counter of the responses so far."""
    ended, answers = Event(), count()

    def send(number: int) -> None:
        address = "2001:db8::" if crowd.together else f"2001:db8:0:{number}::"
        for n in count():
            with closing(_wire(web, f"{address}{n % 9_000}")) as wire:
                if ended.is_set():
                    return
                wire.send("POST", "/api/evaluate", crowd.body)
                next(answers)

    senders = [Thread(target=send, args=[n]) for n in range(connections if crowd.body else 0)]
    for sender in senders:
        sender.start()
    yield answers
    ended.set()
    for sender in senders:
        sender.join()


def _wire(web: Web, sender: str) -> Wire:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    return Wire(connection, lambda: {"X-Forwarded-For": sender, "Accept-Encoding": "gzip"})
