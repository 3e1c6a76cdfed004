"""`make run` serves the site with a worker. Both end together, and a data folder can only be served once at a time."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from harness.services import free_port, wait_until
from harness.serving import ready

ROOT = Path(__file__).parents[2]
PATIENCE = 90  # seconds to start or stop on a busy machine


@dataclass
class Served:
    """The site as `make run` serves it, in its own session like that of a terminal."""

    var: Path
    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def wait(self) -> None:
        wait_until(self._is_whole, "The site", PATIENCE)

    def _is_whole(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return answers(f"{self.url}healthz") and "manage.py worker" in self.beside()

    def beside(self) -> str:
        """The command lines of all processes that belong to it."""
        ask = ["ps", "-o", "args=", "-s", str(self.process.pid)]
        return subprocess.run(ask, capture_output=True, text=True, check=False).stdout  # noqa: S603 - a system command

    def end(self, how: signal.Signals) -> int:
        """Send the signal to every process, as a terminal does for Ctrl+C. Returns the exit status."""
        os.killpg(self.process.pid, how)
        return self.process.wait(PATIENCE)


def settings(var: Path, port: int, **more: str) -> dict[str, str]:
    without = {name: value for name, value in os.environ.items() if name not in ("HOST", "ALLOWED_HOSTS")}
    return {**without, "PORT": str(port), "VAR_DIR": str(var), "DATABASE_URL": "", "CACHE_URL": "", **more}


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:  # nothing listens or answers yet
        return False


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for both starts, as the first `make run` left it."""
    return Path(shutil.copytree(ready.var(), tmp_path_factory.mktemp("served") / "var"))


@pytest.fixture
def served(var: Path) -> Iterator[Served]:
    port, log = free_port(), var / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["scripts/serve"],  # noqa: S607 - our own script
            cwd=ROOT,
            env=settings(var, port),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    site = Served(var, port, log, process)
    yield site
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # anything the test left running
        process.wait()


def refused(var: Path, port: int, **more: str) -> str:
    """What a start that must fail prints."""
    done = subprocess.run(
        ["scripts/serve"],  # noqa: S607 - our own script
        cwd=ROOT,
        env=settings(var, port, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_the_site_and_its_worker_start_and_end_together(served: Served, tmp_path: Path) -> None:
    served.wait()
    assert refused(served.var, free_port()) == (
        f"Career Paths is already running here, at {served.url}: stop it, or set VAR_DIR to another folder.\n"
    )
    assert refused(tmp_path, served.port).startswith(f"PORT {served.port} is already in use: ")

    served.process.terminate()
    assert served.process.wait(PATIENCE) == 0
    assert served.beside() == ""


def test_ctrl_c_ends_everything_quietly(served: Served) -> None:
    served.wait()

    assert served.end(signal.SIGINT) == 0
    assert served.beside() == ""
    assert served.log.read_text().splitlines()[-1] == f"Career Paths is running at {served.url} - press Ctrl+C to stop"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"PORT": "99999"}, "PORT is '99999'. Use a whole number from 1 to 65535.\n"),
        ({"HOST": "192.0.2.1"}, "HOST is '192.0.2.1', which is not an address of this machine. "),
        ({"DATABASE_URL": "postgres://user:password@127.0.0.1:1/name"}, "The database cannot be used: "),
    ],
)
def test_one_line_says_what_stops_a_start(tmp_path: Path, setting: dict[str, str], said: str) -> None:
    line = refused(tmp_path, free_port(), **setting)
    assert line.startswith(said)
    assert line.count("\n") == 1
    assert "password" not in line


def test_host_and_port_are_also_read_from_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("HOST=192.0.2.1")
    line = refused(tmp_path, free_port(), ENV_FILE=str(tmp_path / "settings"))
    assert line.startswith("HOST is '192.0.2.1', which is not an address of this machine. ")


def test_one_line_says_that_the_database_is_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "careerpaths.sqlite3").write_text("Dear diary, " * 100)
    assert refused(tmp_path, free_port()) == (
        "The database cannot be used: file is not a database. Check that it runs, and DATABASE_URL.\n"
    )
