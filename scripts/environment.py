"""Makes or updates .venv.

Where an earlier run was cut off it begins from scratch, and where another one is under way it waits for that.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
STAMP = FOLDER / ".installed"  # there only while everything is
NEEDED = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"]
PIP = ("pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "--no-deps")


def main() -> None:
    folder = os.open(ROOT, os.O_RDONLY)  # it can be locked like a file, and leaves none behind
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another make is setting up .venv. Waiting for it ...", flush=True)
        fcntl.flock(folder, fcntl.LOCK_EX)
        if STAMP.exists() and all(STAMP.stat().st_mtime >= file.stat().st_mtime for file in NEEDED):
            return
    print("Setting up .venv, which takes a minute ...", flush=True)
    if not STAMP.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    venv.create(FOLDER, symlinks=True, with_pip=True)
    subprocess.run([FOLDER / "bin" / "python", "-m", *PIP, "-r", NEEDED[-1]], check=True)  # noqa: S603 - our own command
    STAMP.touch()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f".venv could not be made ({error}). See to what is said above, such as no internet, and run make again."
        )
