"""People for Locust, who make one visit after another."""

import http.client
import random
import socket
import ssl
import time
from collections.abc import Mapping
from functools import partial
from itertools import count
from time import perf_counter

from locust import User, constant, task
from locust.env import Environment

from bench.visiting.visit import ANSWERS, Refused, Reply, Visit
from bench.visiting.wire import Wire
from harness.serving.site import NAME

WHOLE, ALL = "a whole visit", "ALL"  # name and method for Locust
PDF_EVERY = 4  # visits, counted over all people
PATIENCE = 60  # seconds for one response
HEADERS = {"Host": NAME, "Origin": f"https://{NAME}", "Accept-Encoding": "gzip"}
addresses = (f"127.{a}.{b}.{c}" for a in range(1, 255) for b in range(1, 255) for c in range(1, 255))


class ByName(http.client.HTTPSConnection):
    """Connects to this machine under the site's name, from a separate address. The site's certificate is our own."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=PATIENCE)
        self.sender = (next(addresses), 0)  # the site counts by address
        self.encryption = ssl.create_default_context()
        self.encryption.check_hostname = False
        self.encryption.verify_mode = ssl.CERT_NONE

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout, self.sender)
        plain.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )  # as browsers do, because a form is sent in two pieces
        self.sock = self.encryption.wrap_socket(plain, server_hostname=NAME)


class Timed:
    """A browser that reports each response to Locust."""

    def __init__(self, port: int, environment: Environment) -> None:
        self.wire, self.environment = Wire(ByName(port), lambda: HEADERS), environment

    def ask(self, method: str, path: str, *, name: str, data: Mapping[str, str] | None = None) -> Reply:
        start = perf_counter()
        try:
            reply = self.wire.ask(method, path, data=data)
        except (OSError, http.client.HTTPException) as error:
            self.tell(method, name, start, error)
            raise Refused(f"{name}: {type(error).__name__}") from error
        self.tell(method, name, start, Refused(f"{name}: {reply.status}") if reply.status >= 400 else None)
        return reply

    def tell(self, kind: str, name: str, start: float, error: Exception | None = None) -> None:
        self.environment.events.request.fire(  # type: ignore[no-untyped-call]  # untyped in Locust
            request_type=kind,
            name=name,
            response_time=1000 * (perf_counter() - start),
            response_length=0,
            exception=error,
            context={},
        )


class Person(User):
    """Starts, adds options, answers, reads, tries and shares, and now and then saves a PDF; somebody opens the link."""

    wait_time = constant(0)
    port = 0  # of nginx
    pause = 0.0  # seconds that a person reads before each answer, on average
    most = ANSWERS  # answers per visit
    numbers, visits = count(), count()

    def on_start(self) -> None:
        self.chance = random.Random(next(self.numbers))  # noqa: S311 - a visitor, no secrets
        self.answers = self.chance.randint(
            0, self.most
        )  # the first visit is shorter, so that not all do the same at once

    @task
    def visit(self) -> None:
        start, browser, advisor = perf_counter(), self._browser(), self._browser()
        person = Visit(browser, self.chance, self._read, partial(time.sleep, 1))
        try:
            Visit(advisor, self.chance).open_shared(person.whole(self.answers))
            if next(self.visits) % PDF_EVERY == 0:
                person.keep()
            browser.tell(ALL, WHOLE, start)
        except Refused as error:
            browser.tell(ALL, WHOLE, start, error)
        finally:
            self.answers = self.most
            browser.wire.close()
            advisor.wire.close()

    def _browser(self) -> Timed:
        return Timed(self.port, self.environment)

    def _read(self) -> None:
        time.sleep(self.chance.uniform(0.4, 1.6) * self.pause)
