"""The site that people visit: everything as it is deployed, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests import services
from tests.serving.site import Site, site

WEB_PROCESSES = 2  # one for each processor, as deploy/ starts them
QUEUE = "from django_tasks_db.models import DBTaskResult as T; print(*T.objects.values_list('status', flat=True))"
QUEUE_SECONDS = 120  # within which the queue must be empty


@dataclass(frozen=True)
class Loaded:
    """nginx' port, and a look into the queue."""

    site: Site
    port: int

    def queue(self) -> list[str]:
        """How each task ended, or where it is."""
        return self.site.manage("shell", "--no-imports", "-c", QUEUE).split()

    def wait_for_queue(self) -> None:
        """Until nothing waits or runs. Raises `services.NotReady`."""
        services.wait_until(lambda: not {"READY", "RUNNING"} & set(self.queue()), "The queue", QUEUE_SECONDS)


@contextmanager
def loaded() -> Iterator[Loaded]:
    """PostgreSQL keeps what it confirms; Redis counts and caches; a worker does what takes longer."""
    with services.running() as (postgres, redis):
        settings = {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url, "TASKS": "database", "HTTPS": "on"}
        with site(**settings) as made:
            made.manage("demo")
            webs = [made.web() for _ in range(WEB_PROCESSES)]
            made.worker()
            yield Loaded(made, made.nginx(*webs).port)
