"""Whatever breaks under load, no saved answer is lost, no rules are half published, and no task is lost.

Each fault runs once and briefly. `make faults` runs each ten times and longer, and also migrates a million answers.
"""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.faults.broken.disk import may_mount, small_disk
from tests.faults.scenarios import ON_SERVICES, UNNOTICED, disk_full
from tests.faults.stage import Services, on_services, on_sqlite

pytestmark = [
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),  # the certificate is our own
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="it starts its own servers, so once is enough"),
]


@pytest.fixture(scope="module")
def stage() -> Iterator[Services]:
    if not (shutil.which("nginx") and shutil.which("redis-server")):
        pytest.skip("nginx or Redis is not installed; `make test` installs them where it may")
    with on_services() as stage:
        stage.brief = True
        yield stage


@pytest.mark.parametrize("fault", ON_SERVICES)
def test_nothing_saved_is_lost_when(fault: str, stage: Services) -> None:
    with stage.under_load():
        ON_SERVICES[fault](stage)
    assert stage.check() == ""
    assert fault not in UNNOTICED or stage.ledger.refused == 0


@pytest.mark.skipif(not may_mount(), reason="only root may make a small disk, and not on every machine")
def test_nothing_saved_is_lost_when_the_disk_is_full() -> None:
    with small_disk() as folder, on_sqlite(folder) as alone:
        alone.brief = True
        with alone.under_load():
            disk_full(alone)
        assert alone.check() == ""
