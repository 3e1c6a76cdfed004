"""A disk small enough to fill: a file system in memory, which only root may mount."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SIZE = "16m"


def may_mount() -> bool:
    """Whether this user may mount a file system on this machine."""
    if os.geteuid() != 0:
        return False
    with TemporaryDirectory() as folder:
        try:
            _mount(folder)
        except subprocess.CalledProcessError:
            return False
        _unmount(folder)
    return True


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder with little space."""
    with TemporaryDirectory(prefix="careerpaths-") as folder:
        _mount(folder)
        try:
            yield Path(folder)
        finally:
            _unmount(folder)


def _mount(folder: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - of the system


def _unmount(folder: str) -> None:
    subprocess.run(["umount", folder], check=True)  # noqa: S603, S607 - of the system
