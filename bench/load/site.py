"""The site that people visit: everything as it is deployed, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from harness import services
from harness.serving.site import Site, site

WEB_PROCESSES, WORKERS = 2, 2  # as deploy/ starts them
QUEUE = """
from django_tasks_db.models import DBTaskResult
tasks = DBTaskResult.objects
print(tasks.ready().count() + tasks.running().count(), tasks.successful().count(), tasks.failed().count())
"""
QUEUE_SECONDS = 120  # within which the queue must be empty


@dataclass(frozen=True)
class Loaded:
    """nginx' port, and a look into the queue."""

    site: Site
    port: int

    def queue(self) -> tuple[int, int, int]:
        """Tasks that are due and not done, that are done, and that failed."""
        left, done, failed = map(int, self.site.ask(QUEUE).split())
        return left, done, failed

    def wait_for_queue(self) -> None:
        """Until nothing that is due waits or runs. Raises `services.NotReady`."""
        services.wait_until(lambda: not self.queue()[0], "The queue", QUEUE_SECONDS)


@contextmanager
def loaded(web_processes: int = WEB_PROCESSES, workers: int = WORKERS) -> Iterator[Loaded]:
    """PostgreSQL keeps what it confirms; Redis counts and caches; a worker does what takes longer."""
    with services.running() as (postgres, redis):
        settings = {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url, "TASKS": "database", "HTTPS": "on"}
        with site(**settings) as made:
            webs = [made.web() for _ in range(web_processes)]
            for number in range(workers):
                made.worker(f"worker-{number}")
            yield Loaded(made, made.nginx(webs[0], webs[-1]).port)
