"""The faults. Each is injected while clients answer, and undone if it does not pass on its own."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.services import Server, wait_until
from harness.serving.ready import ROOT
from tests.faults.stage import Alone, Services, Stage, to_version
from tests.faults.upgrade import Version, last_migration, next_version

DAYS = 86_400  # seconds
KILLS = 2, 6  # tasks done by the time the worker is killed


def kill_all(server: Server) -> None:
    """kill -9 a process and everything it started, in whatever process group."""
    assert server.process is not None
    for pid in (server.process.pid, *_started_by(server.process.pid)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait()


def _started_by(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - of the system
    children = [int(child) for child in found.stdout.split()]
    return children + [one for child in children for one in _started_by(child)]


def web_killed(stage: Services) -> None:
    """kill -9 one web process after the other, each once the previous one is back."""
    for web in stage.broken_webs:
        kill_all(web)
        stage.wait_for_answers(20)
        wait_until(web.is_ready, "The process that was killed")


def worker_killed(stage: Services) -> None:
    """kill -9 the worker in the middle of its work, again and again."""
    done = Path(stage.site.env["WORK_DONE"])
    done.unlink(missing_ok=True)
    kills = KILLS[:1] if stage.brief else KILLS
    given = kills[-1] + 6
    stage.ask(f"from tests.faults.work import do_once\nfor piece in range({given}): do_once.enqueue(piece)")
    for pieces in kills:
        wait_until(lambda: done.exists() and len(done.read_text().split()) >= pieces, f"{pieces} pieces of work")  # noqa: B023 - waited for here
        kill_all(stage.worker)
    wait_until(lambda: not {"READY", "RUNNING"} & set(stage.ask(STATES).split()), "The queue", seconds=60)
    written = done.read_text().split()
    assert len(set(written)) == len(written), "A task was done twice."
    assert len(written) >= given - len(kills), "A task was not done although its worker was not killed."


STATES = "from django_tasks_db.models import DBTaskResult as T; print(*T.objects.values_list('status', flat=True))"


def postgres_killed(stage: Services) -> None:
    """kill -9 PostgreSQL with all its processes; it comes back and recovers."""
    kill_all(stage.postgres)
    stage.wait_for_refusals(2)
    stage.postgres.start()


def redis_killed(stage: Services) -> None:
    """kill -9 Redis, and people notice nothing. It comes back empty."""
    kill_all(stage.redis)
    stage.wait_for_answers(20)
    stage.redis.start()


def killed_while_publishing(stage: Services) -> None:
    """kill -9 PostgreSQL while versions of the rules are published one after the other."""
    with stage.begin(PUBLISH_ON_AND_ON) as publishing:
        assert publishing.stdout
        for _ in range(1 if stage.brief else 2):
            assert publishing.stdout.readline(), "No version was published."
        kill_all(stage.postgres)
        stage.postgres.start()
        publishing.communicate(timeout=30)  # its connection is lost


PUBLISH_ON_AND_ON = """
from careerpaths import publishing
from careerpaths.models import RulesetVersion
for n in range(10_000):
    draft = publishing.open_draft(RulesetVersion.objects.live())
    weights = {criterion["id"]: criterion["weights"] for criterion in draft.document["criteria"]}
    moved = 0.001 if n % 2 else -0.001
    weights["people"]["lead"] = round(weights["people"]["lead"] + moved, 3)
    weights["own_ideas"]["lead"] = round(weights["own_ideas"]["lead"] - moved, 3)
    publishing.publish(publishing.save_draft(draft, draft.document), note="Again.")
    print(n, flush=True)
"""


def slow_database(stage: Services) -> None:
    """The database answers each statement a fifth of a second late, then every connection to it breaks."""
    stage.line.delay = 0.1  # seconds, each way
    stage.wait_for_answers(8)
    stage.line.cut()
    stage.line.delay = 0
    stage.wait_for_answers(20)


def clock_jumps(stage: Services) -> None:
    """The clock of the web processes jumps three days ahead, then three days back, and then is right again."""
    for days in (3, -3, 0):
        stage.clock.write_text(str(days * DAYS))
        stage.wait_for_answers(30)


def two_versions(stage: Services) -> None:
    """An upgrade under load and back: migrations run under the old code, then both versions answer side by side.

    Migrating back only prepares the next run.
    """
    with TemporaryDirectory(prefix="careerpaths-") as folder:
        new = next_version(Path(folder), stage.site.env)
        new.manage("migrate", "--verbosity", "0")
        stage.wait_for_answers(20)
        to_version(stage, new)
        to_version(stage, Version(ROOT, stage.site.env))
        if not stage.brief:
            new.manage("migrate", "assessments", last_migration(), "--verbosity", "0")


def big_migration(stage: Stage) -> None:
    """A column and an index are added to all stored answers, and removed again, while people answer."""
    with TemporaryDirectory(prefix="careerpaths-") as folder:
        new = next_version(Path(folder), stage.site.env)
        new.manage("migrate", "--verbosity", "0")
        stage.wait_for_answers(20)
        new.manage("migrate", "assessments", last_migration(), "--verbosity", "0")


def disk_full(stage: Alone) -> None:
    """The database's disk runs out of space, and then has some again."""
    ballast = stage.folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    stage.wait_for_refusals(5)
    ballast.unlink()


ON_SERVICES: dict[str, Callable[[Services], None]] = {
    "a web process killed": web_killed,
    "the worker killed": worker_killed,
    "PostgreSQL killed": postgres_killed,
    "PostgreSQL killed while rules are published": killed_while_publishing,
    "Redis killed": redis_killed,
    "a slow database, then a cut line": slow_database,
    "the clock jumps": clock_jumps,
    "two versions of the code": two_versions,
}
UNNOTICED = ("the worker killed", "Redis killed", "the clock jumps", "two versions of the code")  # nobody is refused
