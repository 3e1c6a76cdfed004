"""Makes or updates .venv.

If an earlier run was cut off, it starts from scratch. If another one is running, it waits for it.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Python compiles what it imports. Compiling all 8,000 files would take as long as installing them.
PIP = ("pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--no-compile")
AT_ONCE = 3


def main(root: Path) -> None:
    only_one = os.open(root, os.O_RDONLY)  # a folder can be locked like a file, and leaves no file behind
    try:
        set_up(root / ".venv", [root / "requirements" / name for name in ("run.txt", "dev.txt")], only_one)
    finally:
        os.close(only_one)


def set_up(folder: Path, locks: list[Path], only_one: int) -> None:
    stamp = folder / ".installed"  # exists only when everything is installed
    try:
        fcntl.flock(only_one, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another make is setting up .venv. Waiting for it ...", flush=True)
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if stamp.exists() and all(stamp.stat().st_mtime >= lock.stat().st_mtime for lock in locks):
            return
    print("Setting up .venv, which takes a minute ...", flush=True)
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    venv.create(folder, symlinks=True, with_pip=True)
    install(folder, locks[-1].read_text())
    stamp.touch()


def install(folder: Path, lock: str) -> None:
    """Several pips at once, each with a share of the packages: a single one waits for the network half the time."""
    packages = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    shares = ["".join(packages[n::AT_ONCE]) for n in range(AT_ONCE)]
    command = [folder / "bin" / "python", "-m", *PIP, "-r", "/dev/stdin"]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda share: subprocess.run(command, input=share, text=True, check=True), shares))  # noqa: S603 - our own


if __name__ == "__main__":
    try:
        main(Path(__file__).resolve().parents[1])
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f".venv could not be made ({error}). See to what is said above, such as no internet, and run make again."
        )
