"""One site per data folder: two would share a worker's name, and mark each other's work as failed."""

import fcntl
from pathlib import Path
from typing import TextIO

from careerpaths import env

PROJECT = Path(__file__).resolve().parents[3]


class AlreadyRunning(Exception):
    """Another process serves the data of this folder."""


def hold(folder: Path) -> TextIO:
    """A file that only one process can hold, however it ends. Raises `AlreadyRunning` with what the holder wrote."""
    file = folder / "running"
    try:
        held = file.open("a+")
    except OSError as error:
        said = f"VAR_DIR is {folder}, where nothing can be written. Give yourself access, or name another folder."
        raise env.UnusableSetting(said) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        at = held.read().strip()
        held.close()
        said = f"Career Paths is already running here{at and f', at {at}'}: stop it, or set VAR_DIR to another folder."
        raise AlreadyRunning(said) from error
    held.truncate(0)
    return held
