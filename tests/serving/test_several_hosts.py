"""The site on several machines: visitors are served by those that are there, and nothing that was saved is lost.

The machines are network namespaces. The tests stand in that of nginx, as a visitor of its name.
"""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic

import pytest

from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.stage import Stage
from tests.services import NotInstalled, wait_until
from tests.serving.hosts import NotPossible
from tests.serving.site import Web
from tests.serving.spread import ADDRESSES, URL, WEB_PORT, Spread, spread

pytestmark = [
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),  # the certificate is our own
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="it starts servers of its own: once is enough"),
]
WEBS = {f"{ADDRESSES[name]}:{WEB_PORT}" for name in ("web1", "web2")}
MUST_RUN = bool(os.environ.get("CI")) and os.geteuid() == 0
UPLOADS = 60  # an hour, from one address
NOTICED_SECONDS = 3  # until nginx has found a machine gone: proxy_connect_timeout, and a page
SAID_SECONDS = 15  # until a page says that the database is away: 5 for its old connection, 5 for a new one, and a page


@pytest.fixture(scope="module")
def machines() -> Iterator[Spread]:
    try:
        with spread() as machines:
            yield machines
    except (NotPossible, NotInstalled) as error:
        if MUST_RUN:
            raise
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def at_the_proxy(machines: Spread) -> Iterator[None]:
    """nginx has forgotten which machine the last test took away."""
    with machines.hosts["proxy"].inside():
        before = lines(machines)
        machines.nginx.reload()
        somebody = Client(URL, Ledger())
        wait_until(lambda: somebody.get("/").ok and served_by(machines, before) == WEBS, "Each machine")
        yield


@pytest.fixture
def visitor(at_the_proxy: None) -> Client:
    return Client(URL, Ledger())


@pytest.fixture
def stage(machines: Spread, at_the_proxy: None) -> Stage:
    return Stage(site=machines.site, webs=machines.webs, url=URL)


def timed(visitor: Client, path: str) -> tuple[int, float]:
    start = monotonic()
    return visitor.get(path).status_code, monotonic() - start


def served_by(machines: Spread, since: int) -> set[str]:
    """Which web processes have answered since so many lines of the log."""
    return set(re.findall(r'"web":"([^"]+)"', "\n".join(machines.nginx.log().splitlines()[since:])))


def lines(machines: Spread) -> int:
    return len(machines.nginx.log().splitlines())


def test_a_visit_goes_on_whichever_machine_answers(machines: Spread, visitor: Client) -> None:
    before = lines(machines)
    for path in ("phd", "rc_industry"):
        assert visitor.post(f"/a/{visitor.uid}/options/typical/", {"path": path}).status_code == 302
    for question, values in visitor.values.items():
        reply = visitor.post(f"/a/{visitor.uid}/q/{question}/", {"answer": values[0], "was": ""})
        assert reply.status_code == 302
    pages = [visitor.get(f"/a/{visitor.uid}/result/") for _ in range(4)]
    assert {page.status_code for page in pages} == {200}
    assert served_by(machines, before) == WEBS


def test_the_machines_count_a_sender_together(machines: Spread, visitor: Client) -> None:
    before = lines(machines)
    statuses = [visitor.post("/import/", {}).status_code for _ in range(2 * UPLOADS)]
    assert statuses.count(429) >= 1, "Each machine counted for itself."
    assert served_by(machines, before) == WEBS


def test_when_a_web_process_is_killed_nobody_is_refused(machines: Spread, visitor: Client) -> None:
    web = machines.webs[0]
    web.kill()
    try:
        question, values = next(iter(visitor.values.items()))
        for value in values:
            assert visitor.post(f"/a/{visitor.uid}/q/{question}/", {"answer": value, "was": ""}).status_code == 302
            assert visitor.get("/mine/").status_code == 200
    finally:
        web.start()


def test_a_machine_that_vanishes_is_left_out_and_no_form_is_sent_twice(machines: Spread, visitor: Client) -> None:
    """It vanishes while it has some requests: a page comes from the other one, a form does not."""
    before = begun(machines)
    with ThreadPoolExecutor() as pool, frozen(machines.webs[1]):
        forms = [pool.submit(visitor.post, "/start/", {}) for _ in range(4)]
        wait_until(lambda: sum(reply.done() for reply in forms) == 2, "The other machine")
        pages = [pool.submit(visitor.get, "/mine/") for _ in range(4)]
        wait_until(lambda: sum(reply.done() for reply in pages) == 2, "The other machine")
        with machines.hosts["web2"].unplugged():
            tries = [timed(visitor, "/mine/") for _ in range(20)]
            statuses = [sorted(reply.result().status_code for reply in replies) for replies in (forms, pages)]
    assert {status for status, _ in tries} == {200}
    slow = [seconds for _, seconds in tries if seconds > 1]
    assert len(slow) <= 2
    assert max(slow, default=0) < NOTICED_SECONDS
    assert statuses == [[302, 302, 502, 502], [200, 200, 200, 200]]
    wait_until(lambda: begun(machines) >= before + 4, "The machine that had two forms")
    assert begun(machines) == before + 4


def begun(machines: Spread) -> int:
    return int(machines.site.manage("shell", "--no-imports", "-c", COUNT))


COUNT = "from assessments.models import Assessment; print(Assessment.objects.count())"


@contextmanager
def frozen(web: Web) -> Iterator[None]:
    """The system takes its requests, and it does nothing with them until the block ends."""
    assert web.process is not None
    os.killpg(web.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(web.process.pid, signal.SIGCONT)


def test_under_load_a_machine_vanishes_and_nothing_is_lost(machines: Spread, stage: Stage) -> None:
    with stage.under_load(), machines.hosts["web1"].unplugged():
        stage.wait_for_answers(40)
    assert stage.check() == ""


def test_while_the_database_is_cut_off_pages_say_so_and_nothing_is_lost(
    machines: Spread, stage: Stage, visitor: Client
) -> None:
    with stage.under_load():
        with machines.hosts["data"].unplugged():
            status, seconds = timed(visitor, "/mine/")
            stage.wait_for_refusals()
        wait_until(lambda: timed(visitor, "/mine/")[0] == 200, "The database", seconds=SAID_SECONDS)
    assert status == 503
    assert seconds < SAID_SECONDS
    assert stage.check() == ""
