"""The site with a clock that jumps: gunicorn serves this application when a test wants to move the time.

The file named by CLOCK says how many seconds the clock is off. It is read several times a second.
"""

import os
import threading
from datetime import timedelta
from pathlib import Path

import time_machine

from careerpaths.wsgi import application

__all__ = ["application"]


def _follow(file: Path) -> None:
    """Move the clock whenever the number in the file changes."""
    moved: time_machine.travel | None = None
    off = 0.0
    while True:
        wanted = float(file.read_text() or 0)
        if wanted != off:
            if moved is not None:
                moved.stop()
                moved = None
            if wanted:
                moved = time_machine.travel(timedelta(seconds=wanted), tick=True)
                moved.start()
            off = wanted
        threading.Event().wait(0.1)


threading.Thread(target=_follow, args=(Path(os.environ["CLOCK"]),), daemon=True).start()
