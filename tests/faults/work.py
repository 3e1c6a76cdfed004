"""Work for the worker that can be counted from outside: each time it is done a line is added to a file."""

import os
import time
from pathlib import Path

from django.tasks import task

SECONDS = 0.2  # that one piece takes


@task
def do_once(piece: int) -> None:
    """Work for a moment, then say so."""
    time.sleep(SECONDS)
    with Path(os.environ["WORK_DONE"]).open("a") as file:
        file.write(f"{piece}\n")
