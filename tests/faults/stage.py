"""The site under load, with its processes restarted when they end, as systemd does."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness import services
from harness.services import Postgres, Redis
from harness.serving.ready import ROOT
from harness.serving.site import Process, Site, Web, Worker, site
from tests.faults.broken.proxy import Line
from tests.faults.client import EASY_PAUSE, PAUSE, Client
from tests.faults.ledger import Ledger
from tests.faults.upgrade import Version

CLIENTS, FEW = 4, 2
BRIEFLY = 4  # one of this many answers is enough to wait for
PATIENCE = 90  # seconds


class Upkeep(threading.Thread):
    """Restarts a process of the site a moment after it ends, like `Restart=always`."""

    def __init__(self, processes: Sequence[Process]) -> None:
        super().__init__(daemon=True)
        self.processes = processes
        self.lock = threading.Lock()
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.2):
            with self.lock:
                for process in self.processes:
                    self._look_after(process)

    @staticmethod
    def _look_after(process: Process) -> None:
        if process.process is None or process.process.poll() is not None:
            try:
                process.start()
            except services.NotReady:
                process.kill()  # ended again at once, for example because the database is down; try again

    def stop(self) -> None:
        self.done.set()
        self.join(services.START_SECONDS + 5)


@dataclass(kw_only=True)
class Stage:
    """Everything that a fault can be injected into. Each run under load gets a new ledger."""

    site: Site
    webs: Sequence[Web]
    url: str
    brief: bool = False  # one kill and one web process instead of several, and fewer people, who take their time
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def broken_webs(self) -> Sequence[Web]:
        return self.webs[:1] if self.brief else self.webs

    @contextmanager
    def under_load(self) -> Iterator[None]:
        """Clients answer before, during and after the block."""
        self.ledger = Ledger()
        many, pause = (FEW, EASY_PAUSE) if self.brief else (CLIENTS, PAUSE)
        clients = [Client(self.url, self.ledger, pause) for _ in range(many)]
        for client in clients:
            client.start()
        try:
            self.wait_for_answers(20)
            yield
            self.wait_for_answers(20)
        finally:
            for client in clients:
                client.stop()

    def wait_for_answers(self, more: int) -> None:
        """Wait until this many more answers are saved."""
        wanted = self.ledger.told + (more // BRIEFLY if self.brief else more)
        services.wait_until(lambda: self.ledger.told >= wanted, f"{more} more answers", seconds=PATIENCE)

    def wait_for_refusals(self, more: int = 1) -> None:
        """Wait until clients have noticed the fault."""
        wanted = self.ledger.refused + more
        services.wait_until(lambda: self.ledger.refused >= wanted, "A refusal", seconds=PATIENCE)

    def ask(self, code: str) -> str:
        """Run Python with the site's settings."""
        return self.site.ask(code)

    def begin(self, code: str) -> "subprocess.Popen[bytes]":
        """The same, alongside everything else; what it prints can be read meanwhile. It may fail."""
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
        return subprocess.Popen(command, env=self.site.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own

    def check(self) -> str:
        """The problems the checker finds; nothing if all is well."""
        file = self.site.folder / "ledger.json"
        self.ledger.write(file)
        return self.ask(f"from tests.faults.checker import wrong\nfor line in wrong({str(file)!r}): print(line)")


@dataclass(kw_only=True)
class Services(Stage):
    """nginx, two web processes, a worker, PostgreSQL with durable writes, and Redis."""

    postgres: Postgres
    redis: Redis
    worker: Worker
    line: Line  # the connection between the web processes and PostgreSQL
    clock: Path  # says how many seconds the clock of the web processes is off
    upkeep: Upkeep

    def replace(self, process: Process, root: Path, env: dict[str, str]) -> None:
        """Restart a process with the code in another folder, once it has finished its work."""
        with self.upkeep.lock:
            process.end()
            process.root, process.env = root, env
            process.start()


@dataclass(kw_only=True)
class Alone(Stage):
    """One web process on a SQLite file."""

    folder: Path


@contextmanager
def on_services() -> Iterator[Services]:
    with services.running() as (postgres, redis), ExitStack() as stack:
        line = Line(postgres.port)
        stack.callback(line.close)
        settings = {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url, "TASKS": "database", "HTTPS": "on"}
        made = stack.enter_context(site(LOG_LEVEL="ERROR", **settings))
        clock = made.folder / "clock"
        clock.write_text("0")
        made.env["WORK_DONE"] = str(made.folder / "work-done")
        of_web = {"DATABASE_URL": postgres.url.replace(str(postgres.port), str(line.port)), "CLOCK": str(clock)}
        webs = [made.web("tests.faults.broken.clock", **of_web) for _ in range(2)]
        worker = made.worker()
        url = f"https://127.0.0.1:{made.nginx(*webs).port}"
        upkeep = _upkeep(stack, [*webs, worker])
        yield Services(
            site=made,
            webs=webs,
            url=url,
            upkeep=upkeep,
            postgres=postgres,
            redis=redis,
            worker=worker,
            line=line,
            clock=clock,
        )


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Alone]:
    """A site whose database is in this folder."""
    with ExitStack() as stack:
        database = f"sqlite:///{folder / 'site.sqlite3'}"
        made = stack.enter_context(site(LOG_LEVEL="ERROR", DATABASE_URL=database, CACHE_URL=""))
        web = made.web()
        _upkeep(stack, [web])
        yield Alone(site=made, webs=[web], url=web.url, folder=folder)


def _upkeep(stack: ExitStack, processes: Sequence[Process]) -> Upkeep:
    upkeep = Upkeep(processes)
    upkeep.start()
    stack.callback(upkeep.stop)
    return upkeep


def to_version(stage: Services, version: Version) -> None:
    """One web process after the other switches to this version, and they keep answering meanwhile."""
    for web in stage.broken_webs:
        stage.replace(web, version.root, {**web.env, "PYTHONPATH": version.env["PYTHONPATH"]})
        stage.wait_for_answers(20)
