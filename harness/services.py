"""PostgreSQL and Redis for the tests: started on free ports in a temporary folder, stopped and removed at the end.

    python -m harness.services COMMAND...     runs the command with TEST_DATABASE_URL and TEST_CACHE_URL set

The programs come from Debian's packages `postgresql` and `redis-server`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

UNPRIVILEGED = "postgres"  # PostgreSQL refuses to run as root; Debian's package creates this user
OUR_PORTS = range(10_000, 32_000)
START_SECONDS = 30
STOP_SECONDS = 20


class NotInstalled(RuntimeError):
    """A server program is not installed on this machine."""


class NotReady(RuntimeError):
    """A server did not answer in time."""


def program(name: str) -> str:
    """The path of a server's program. Debian keeps PostgreSQL's programs outside the PATH, in a folder per version."""
    found = shutil.which(name) or max(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), default="")
    if not found:
        raise NotInstalled(f"{name} is not installed. `make test` installs it if it may.")
    return found


def free_port() -> int:
    """A port that nothing listens on, below the range that the system assigns automatically."""
    for port in SystemRandom().sample(OUR_PORTS, 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise NotReady("No port is free.")


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Check again and again until it is true. Raises `NotReady`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise NotReady(f"{what} did not answer within {seconds:g} seconds.")
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def dying_with_us(signal_name: str) -> list[str]:
    """What to put before a command so that the kernel ends it when the thread that started it ends for any reason.

    An interrupted run then leaves no server behind. Empty if the system cannot do this.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, "--"] if setpriv else []


class Machine:
    """The machine a server runs on: this one. `harness.serving.hosts` has others."""

    address = "127.0.0.1"  # where others find its servers

    def inside(self) -> AbstractContextManager[None]:
        """The block starts processes and opens connections on this machine."""
        return nullcontext()


HERE = Machine()


@dataclass
class Server:
    """A server process that we start. Each listens on the loopback address of its machine."""

    folder: Path
    port: int = field(default_factory=free_port)
    machine: Machine = HERE
    process: subprocess.Popen[bytes] | None = None
    ends_by = signal.SIGINT  # an orderly shutdown; for PostgreSQL, a fast one

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        return answers(self.port)

    def start(self) -> None:
        with self.machine.inside(), (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the command is our own
                [*dying_with_us(self.ends_by.name), *self.command()],
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.user,
                env=self.environment(),
            )
            wait_until(self._is_up, type(self).__name__)

    def _is_up(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise NotReady(f"{type(self).__name__} ended at once: {(self.folder / 'log').read_text()[-2000:]}")
        return self.is_ready()

    def kill(self) -> None:
        """Kill it at once, without a chance to clean up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(self.ends_by)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    @property
    def user(self) -> str | None:
        """The user who runs it; by default the current one."""
        return None

    def environment(self) -> dict[str, str] | None:
        """Its environment variables; by default ours."""
        return None


@dataclass
class Postgres(Server):
    """A cluster with one role and durable writes, as in real use: a crash must not lose acknowledged writes."""

    durable: bool = True
    settings: tuple[str, ...] = ("max_connections=200", "timezone=UTC", "log_min_messages=fatal")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def make(self) -> None:
        """Create the cluster. Only this machine can reach it, so it trusts every connection."""
        if self.user:
            shutil.chown(self.folder, self.user)
        subprocess.run(  # noqa: S603 - the command is our own
            [program("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.user,
        )
        self.configure("listen_addresses = 'localhost'")

    def configure(self, lines: str, file: str = "postgresql.conf") -> None:
        """Add lines to one of its configuration files. The last value of a setting wins."""
        with (self.data / file).open("a") as conf:
            conf.write(f"{lines}\n")

    def command(self) -> Sequence[str]:
        quick = () if self.durable else ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
        given = [part for setting in (*self.settings, *quick) for part in ("-c", setting)]
        place = ["-D", str(self.data), "-p", str(self.port), "-k", str(self.folder)]
        return [program("postgres"), *place, *given]

    def ask(self, statement: str) -> None:
        """Run this SQL as the superuser."""
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        with self.machine.inside():
            subprocess.run([program("psql"), "-q", *place, "-c", statement], check=True)  # noqa: S603 - the command is our own

    def is_ready(self) -> bool:
        ask = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ask, check=False).returncode == 0  # noqa: S603 - the command is our own

    @property
    def user(self) -> str | None:
        return UNPRIVILEGED if os.geteuid() == 0 else None


@dataclass
class Redis(Server):
    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        memory_only = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        return [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", *memory_only]


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder that a server's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="careerpaths-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running(*, durable: bool = True) -> Iterator[tuple[Postgres, Redis]]:
    """Both servers, ready. Raises `NotInstalled`."""
    with ExitStack() as stack:
        postgres = Postgres(stack.enter_context(folder()), durable=durable)
        redis = Redis(stack.enter_context(folder()))
        postgres.make()
        for server in (postgres, redis):
            stack.callback(server.stop)
            server.start()
        yield postgres, redis


def main(command: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # clean up first
    try:
        with running(durable=False) as (postgres, redis):
            env = {**os.environ, "TEST_DATABASE_URL": postgres.url, "TEST_CACHE_URL": redis.url}
            signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C reaches the command, too; wait until it has ended
            return subprocess.run(command, check=False, env=env).returncode  # noqa: S603 - the developer's command
    except (NotInstalled, NotReady) as error:
        sys.stderr.write(f"{error}\n")
        return os.EX_UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
