"""Work for the worker that can be counted from outside: each task adds a line to a file."""

import os
import time
from pathlib import Path

from django.tasks import task

SECONDS = 0.2  # seconds that one task takes


@task
def do_once(piece: int) -> None:
    """Work for a moment, then write a line."""
    time.sleep(SECONDS)
    with Path(os.environ["WORK_DONE"]).open("a") as file:
        file.write(f"{piece}\n")
