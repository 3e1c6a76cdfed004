"""`make run` serves the site with a worker beside it, and both end together."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.services import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 90  # seconds for the first start on a busy machine


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    port = free_port()
    env = os.environ | {"PORT": str(port), "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "CACHE_URL": ""}
    site = subprocess.Popen(["scripts/serve"], cwd=ROOT, env=env, start_new_session=True)  # noqa: S607 - our own script
    yield site, f"http://127.0.0.1:{port}/healthz"
    if site.poll() is None:
        os.killpg(site.pid, signal.SIGKILL)  # its own group: whatever the test left running
        site.wait()


def beside(site: "subprocess.Popen[bytes]") -> str:
    """The command lines of all processes that the script started."""
    lines = subprocess.run(["ps", "-o", "args=", "-s", str(site.pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - of the system
    return lines.stdout


def test_the_site_and_its_worker_start_and_end_together(served: tuple["subprocess.Popen[bytes]", str]) -> None:
    site, url = served
    until = time.monotonic() + PATIENCE
    while not answers(url) or "manage.py worker" not in beside(site):
        assert site.poll() is None
        assert time.monotonic() < until
        time.sleep(0.3)
    assert "gunicorn" in beside(site)
    site.terminate()
    assert site.wait(timeout=40) == 0
    assert beside(site) == ""


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except (requests.ConnectionError, requests.Timeout):  # nobody listens, or nobody answers yet
        return False
