"""How gunicorn serves the site: one process with a few threads, for `make run` and for systemd."""

import os
import sys
from pathlib import Path
from typing import Any

worker_class = "careerpaths.operations.web_process.WebProcess"
threads = 12  # if the most expensive requests keep eight busy, a cheap page still finds one
timeout = 60  # seconds; a process that is silent for this long is replaced
graceful_timeout = 30  # seconds that running requests may take when a process stops
max_requests = 20_000  # then a fresh process takes over, so that no leak grows forever
max_requests_jitter = 2_000
limit_request_line = 4094  # bytes
limit_request_fields = 60
limit_request_field_size = 8190  # bytes
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several requests at a time keep the processors busy enough
sys.setswitchinterval(0.0005)  # seconds; a thread that computes lets threads that only save an answer go first
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - for the heartbeat, which a slow disk could stop
loglevel = "warning"
control_socket_disable = True


def child_exit(server: Any, worker: Any) -> None:
    """Add up the metrics of ended processes instead of listing them."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - reads the folder when imported

        mark_process_dead(worker.pid)
