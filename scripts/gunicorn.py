"""How `make run` serves: one process with a few threads, and a line with the URL once it listens."""

from typing import Any

threads = 4
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    print(
        f"Career Paths is running at http://{server.address[0][0]}:{server.address[0][1]}/ - press Ctrl+C to stop",
        flush=True,
    )
