"""In a separate process with a prepared site's settings: try each address and print the most expensive requests."""

import gc
import logging
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - the models need the settings first
from django.core.cache import cache  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from assessments.access import COOKIE, key_digest  # noqa: E402
from assessments.exports import as_pdf  # noqa: E402
from assessments.exports.bundle import Bundle  # noqa: E402
from assessments.models import Assessment, AssessmentKey  # noqa: E402
from bench.dear.asked import COOKIES, PUBLIC, Asked, Dearest  # noqa: E402
from careerpaths import catalogue  # noqa: E402
from careerpaths.cache import Cache  # noqa: E402
from careerpaths.models import RulesetVersion  # noqa: E402
from careerpaths.operations.sites import BY_CODE  # noqa: E402
from harness.whole_site import make_victim  # noqa: E402

MEMORIES = [
    found for found in gc.get_objects() if isinstance(found, Cache) and found is not catalogue.compiled_rulesets
]
MOST_MS, MOST_MB, MOST_MALFORMED_MS = 400, 60, 100


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Cost:
    """How much processor time and memory one request took, and its response."""

    milliseconds: float
    megabytes: float
    method: str
    status: int


@dataclass
class Asking:
    """A browser that may open everything that belongs to one person. Changes are rolled back after each request."""

    client: Client

    def dearest(self, asked: list[Asked]) -> Cost:
        return max(map(self._cost, asked))

    def _cost(self, asked: Asked) -> Cost:
        """Run it once to warm up, once for the time, and once for the memory."""
        self._once(asked)
        status, seconds = self._once(asked)
        tracemalloc.start()
        self._once(asked)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return Cost(milliseconds=seconds * 1_000, megabytes=peak / 1e6, method=asked.method, status=status)

    def _once(self, asked: Asked) -> tuple[int, float]:
        """Only the rules are in the cache, because the first view is the most expensive."""
        cache.clear()
        self.client.cookies.load({COOKIE: "mine"})
        for memory in MEMORIES:
            memory.clear()
        with transaction.atomic():
            began = process_time()
            status = self._status(asked)
            seconds = process_time() - began
            transaction.set_rollback(True)
        return status, seconds

    def _status(self, asked: Asked) -> int:
        if asked.method == "GET":
            answer = self.client.get(asked.path, headers={"X-Padding": COOKIES})
        elif isinstance(asked.body, dict):
            asked.body["file"].seek(0)
            answer = self.client.post(asked.path, asked.body)
        else:
            answer = self.client.post(asked.path, asked.body, content_type=asked.kind)
        return int(answer.status_code)


def lines() -> Iterator[str]:
    dearest = Dearest(make_victim(RulesetVersion.objects.live()))
    owner, advisor = (Client(raise_request_exception=False, SERVER_NAME="127.0.0.1") for _ in range(2))
    advisor.force_login(User.objects.get(username="lee"), backend=BY_CODE)
    dearest.victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    over: list[str] = []
    yield f"{'dearest request of each address':<48}{'ms':>18}{'MB':>7}{'malformed ms':>15}{'MB':>7}"
    for route in PUBLIC:
        asking = Asking(advisor if route.pattern.startswith("desk/") else owner)
        asked = list(dearest.of(route))
        valid, wrong = (asking.dearest([one for one in asked if one.malformed is kind]) for kind in (False, True))
        yield (
            f"{route.pattern[:47]:<48}{valid.method:<5}{valid.status} {valid.milliseconds:>9.0f}{valid.megabytes:>7.1f}"
            f"{wrong.method:>6} {wrong.status}{wrong.milliseconds:>5.0f}{wrong.megabytes:>7.1f}"
        )
        if valid.milliseconds > MOST_MS or wrong.milliseconds > MOST_MALFORMED_MS or valid.megabytes > MOST_MB:
            over.append(route.pattern)
    yield f"{'a PDF, drawn by a worker':<48}{_drawing(dearest.victim.assessment):>18.0f}"
    yield f"over {MOST_MS} ms or {MOST_MB} MB, or {MOST_MALFORMED_MS} ms malformed: {', '.join(over) or 'none'}"


def _drawing(assessment: Assessment) -> float:
    """Milliseconds to draw a finished page for the second time."""
    html = as_pdf.html(Bundle(assessment))
    as_pdf.pdf_of(html)
    began = process_time()
    as_pdf.pdf_of(html)
    return (process_time() - began) * 1_000


if __name__ == "__main__":
    logging.disable()
    for line in lines():
        print(line, flush=True)
