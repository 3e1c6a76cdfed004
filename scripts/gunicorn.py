"""How the site is served: a process with a few threads, under `make run` and under systemd."""

import os
import sys
from pathlib import Path
from typing import Any

worker_class = "careerpaths.operations.web_process.WebProcess"
threads = 12  # eight may be busy with what is dearest, and a page that costs little still finds one
timeout = 60  # seconds; a process that says nothing for so long is replaced
graceful_timeout = 30  # seconds that answers under way may take when a process is to end
max_requests = 20_000  # then a fresh process, so that no leak grows for ever
max_requests_jitter = 2_000
limit_request_line = 4094  # bytes
limit_request_fields = 60
limit_request_field_size = 8190  # bytes
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several requests at a time are enough for the processors
sys.setswitchinterval(0.0005)  # seconds; a thread that computes lets those that only save an answer go first
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat, which a slow disk would stop
loglevel = "warning"
control_socket_disable = True


def child_exit(server: Any, worker: Any) -> None:
    """Figures of a process that is gone are added up, no longer listed."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - reads the folder when imported

        mark_process_dead(worker.pid)
