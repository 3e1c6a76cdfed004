"""The site on several machines: the machines that are up serve the visitors, and nothing saved is lost.

The machines are network namespaces. The tests run in nginx's namespace, as a visitor who uses its name.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from requests import Response
from requests.exceptions import ConnectionError as CutOff

from careerpaths.operations.limits import RATES
from harness.services import NotInstalled, wait_until
from harness.serving.hosts import Host, NotPossible
from harness.serving.site import Web
from harness.serving.spread import ADDRESSES, URL, WEB_PORT, Spread, spread
from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.stage import Stage

pytestmark = [
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),  # the certificate is our own
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="it starts its own servers, so once is enough"),
]
WEBS = {f"{ADDRESSES[name]}:{WEB_PORT}" for name in ("web1", "web2")}
MUST_RUN = bool(os.environ.get("CI")) and os.geteuid() == 0
UPLOADS = RATES["upload"][0][0]  # per hour, from one address
WEB1 = f"{ADDRESSES['web1']}:{WEB_PORT}"


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
def visitor(machines: Spread) -> Iterator[Client]:
    """Somebody at the proxy, served by each machine: nginx has forgotten which one the last test took down."""
    with machines.hosts["proxy"].inside():
        before = lines(machines)
        machines.nginx.reload()
        somebody = visitor_of(machines)
        wait_until(lambda: somebody.get("/").ok and served_by(machines, before) == WEBS, "Each machine", seconds=90)
        yield somebody


def visitor_of(machines: Spread) -> Client:
    """Somebody who starts a comparison. A request may be cut off once if nginx is handling it during its restart."""
    made: list[Client] = []

    def begins() -> bool:
        with suppress(CutOff):
            made.append(Client(URL, Ledger()))
        return bool(made)

    wait_until(begins, "nginx")
    return made[0]


@pytest.fixture
def stage(machines: Spread, visitor: Client) -> Stage:
    return Stage(site=machines.site, webs=machines.webs, url=URL, brief=True)


def served_by(machines: Spread, since: int) -> set[str]:
    """Which web processes have answered since this line of the log."""
    return set(re.findall(r'"web":"([^"]+)"', "\n".join(machines.nginx.log().splitlines()[since:])))


def lines(machines: Spread) -> int:
    return len(machines.nginx.log().splitlines())


def test_a_visit_continues_whichever_machine_answers(machines: Spread, visitor: Client) -> None:
    before = lines(machines)
    for path in ("phd", "rc_industry"):
        assert visitor.post(f"/a/{visitor.uid}/options/typical/", {"path": path}).status_code == 302
    for question, values in visitor.values.items():
        reply = visitor.post(f"/a/{visitor.uid}/q/{question}/", {"answer": values[0], "was": ""})
        assert reply.status_code == 302
    pages = [visitor.get(f"/a/{visitor.uid}/result/") for _ in range(4)]
    assert {page.status_code for page in pages} == {200}
    assert served_by(machines, before) == WEBS


def test_the_machines_share_the_counts_of_a_sender(machines: Spread, visitor: Client) -> None:
    before = lines(machines)
    statuses = [visitor.post("/import/", {}).status_code for _ in range(UPLOADS + 20)]
    assert statuses.count(429) >= 1, "Each machine counted separately."
    assert served_by(machines, before) == WEBS


def test_nobody_is_refused_when_a_web_process_is_killed(machines: Spread, visitor: Client) -> None:
    web = machines.webs[0]
    web.kill()
    try:
        question, values = next(iter(visitor.values.items()))
        for value in values:
            assert visitor.post(f"/a/{visitor.uid}/q/{question}/", {"answer": value, "was": ""}).status_code == 302
            assert visitor.get("/mine/").status_code == 200
    finally:
        web.start()


def test_a_vanished_machine_is_left_out_and_no_form_is_sent_twice(machines: Spread, visitor: Client) -> None:
    """It vanishes while it has requests: the other one then serves a page, but does not get a form."""
    stored = begun(machines)
    web = machines.webs[1]
    with ThreadPoolExecutor(max_workers=16) as pool, frozen(web):
        forms = until_one_waits(pool, machines, lambda: visitor.post("/start/", {}))
        pages = until_one_waits(pool, machines, lambda: visitor.get("/mine/"))
        with machines.hosts["web2"].unplugged():
            wait_until(lambda: served_first_by(machines, visitor) == WEB1, "The machine that is left", seconds=60)
            form_statuses, page_statuses = ({reply.result().status_code for reply in kind} for kind in (forms, pages))
    assert page_statuses == {200}
    assert 502 in form_statuses <= {302, 502}
    wait_until(lambda: begun(machines) >= stored + len(forms), "The machine that had a form")
    assert begun(machines) == stored + len(forms)


def until_one_waits(
    pool: ThreadPoolExecutor, machines: Spread, ask: Callable[[], Response]
) -> list["Future[Response]"]:
    """Send requests until one of them waits unread at the frozen machine; the others are answered."""
    before, replies = unread(machines.hosts["web2"]), []
    while unread(machines.hosts["web2"]) == before:
        reply = pool.submit(ask)
        replies.append(reply)
        wait_until(lambda: reply.done() or unread(machines.hosts["web2"]) > before, "A machine")  # noqa: B023 - called here
    return replies


def unread(host: Host) -> int:
    """How many connections to the host's web process have unread bytes."""
    with host.inside():
        lines = Path("/proc/thread-self/net/tcp").read_text().splitlines()[1:]
    sockets = [line.split() for line in lines]
    here = [fields for fields in sockets if fields[1].endswith(f":{WEB_PORT:04X}")]
    return sum(int(fields[4].split(":")[1], 16) > 0 for fields in here)


def served_first_by(machines: Spread, visitor: Client) -> str:
    """Which web process nginx asked first for a page that arrived."""
    page = visitor.get("/mine/")
    assert page.status_code == 200
    own = re.compile(rf'"request_id":"{page.headers["X-Request-ID"]}".*"web":"([^"]+)"')
    wait_until(lambda: own.search(machines.nginx.log()) is not None, "The log")
    return str(own.findall(machines.nginx.log())[0])


def begun(machines: Spread) -> int:
    return int(machines.site.ask(COUNT))


COUNT = "from assessments.models import Assessment; print(Assessment.objects.count())"


@contextmanager
def frozen(web: Web) -> Iterator[None]:
    """The system accepts its requests, but it does nothing with them until the block ends."""
    assert web.process is not None
    os.killpg(web.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(web.process.pid, signal.SIGCONT)


def test_nothing_is_lost_when_a_machine_vanishes_under_load(machines: Spread, stage: Stage) -> None:
    with stage.under_load(), machines.hosts["web1"].unplugged():
        stage.wait_for_answers(40)
    assert stage.check() == ""


def test_pages_say_so_and_nothing_is_lost_while_the_database_is_cut_off(
    machines: Spread, stage: Stage, visitor: Client
) -> None:
    with stage.under_load():
        with machines.hosts["data"].unplugged():
            status = visitor.get("/mine/").status_code
            stage.wait_for_refusals()
        wait_until(lambda: visitor.get("/mine/").status_code == 200, "The database", seconds=60)
    assert status == 503
    assert stage.check() == ""
