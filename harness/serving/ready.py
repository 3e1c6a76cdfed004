"""What every site in a run starts with, made once in the same way as `make run` does it.

Tables, rules, demo cases and collected files take longer to make than most tests take. So the processes of one run of
the tests share them, in the folder named by TEST_RUN_FOLDER, and each site gets a copy.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from harness.services import program

ROOT = Path(__file__).parents[2]
DATABASE = "careerpaths.sqlite3"
COMPRESSED = "css/site."
"""Only files whose names start with this are compressed: compressing all of them takes longer than the rest."""
PREPARE = f"""
from whitenoise.storage import CompressedManifestStaticFilesStorage as Storage
from careerpaths.operations.serve.__main__ import _prepare
compress = Storage.compress_files
Storage.compress_files = lambda storage, paths: compress(storage, [p for p in paths if p.startswith({COMPRESSED!r})])
_prepare(to_develop=False)
"""


def environment(var: Path, **settings: str) -> dict[str, str]:
    """Environment variables for a process of a site with its files in this folder, without the developer's own."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "HOME") if key in os.environ}
    own = {
        "DJANGO_SETTINGS_MODULE": "careerpaths.settings",
        "PYTHONPATH": str(ROOT),
        "VAR_DIR": str(var),
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    }
    return {**kept, **own, **settings}


@cache
def var() -> Path:
    """A data folder as the first `make run` leaves it, on SQLite. Copy it, do not change it."""
    place = _shared() / "var"
    with _alone():
        if not (place / DATABASE).exists():
            place.mkdir(mode=0o755)
            _prepare(environment(place))
    return place


def fill(env: Mapping[str, str]) -> None:
    """Fill the empty database in these settings with what a site starts with."""
    kind, _, path = env.get("DATABASE_URL", f"sqlite:///{env['VAR_DIR']}/{DATABASE}").partition("://")
    if kind == "sqlite":
        shutil.copy(var() / DATABASE, path.removeprefix("/"))
    else:
        _fill_postgres(env["DATABASE_URL"])


def _fill_postgres(url: str) -> None:
    dump = _shared() / "site.sql"
    var()
    with _alone():
        if not dump.exists():
            _prepare(environment(var(), DATABASE_URL=url))
            if "TEST_RUN_FOLDER" in os.environ:
                _run("pg_dump", "--no-owner", "--no-privileges", f"--file={dump}", url)
            return
    _run("psql", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", f"--file={dump}", url)


def _prepare(env: Mapping[str, str]) -> None:
    command = [sys.executable, "-c", PREPARE]
    subprocess.run(command, env=dict(env), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


def _run(name: str, *arguments: str) -> None:
    subprocess.run([program(name), *arguments], check=True)  # noqa: S603 - our own


@contextmanager
def _alone() -> Iterator[None]:
    """During the block, no other process of the run prepares anything."""
    with (_shared() / "making").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _shared() -> Path:
    if given := os.environ.get("TEST_RUN_FOLDER"):
        return Path(given)
    place = Path(mkdtemp(prefix="careerpaths-"))
    atexit.register(shutil.rmtree, place)
    place.chmod(0o755)
    return place
