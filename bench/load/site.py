"""The site that people visit: everything as deployed, on this machine."""

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
QUEUE_SECONDS = 120  # the queue must be empty within this time


@dataclass(frozen=True)
class Loaded:
    """nginx's port, and a look into the queue."""

    site: Site
    port: int

    def queue(self) -> tuple[int, int, int]:
        """How many tasks are due, done and failed."""
        left, done, failed = map(int, self.site.ask(QUEUE).split())
        return left, done, failed

    def wait_for_queue(self) -> None:
        """Wait until no due task is waiting or running. Raises `services.NotReady`."""
        services.wait_until(lambda: not self.queue()[0], "The queue", QUEUE_SECONDS)


@contextmanager
def loaded(web_processes: int = WEB_PROCESSES, workers: int = WORKERS) -> Iterator[Loaded]:
    """PostgreSQL with durable writes, Redis for counts and the cache, and a worker for what takes longer."""
    with services.running() as (postgres, redis):
        settings = {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url, "TASKS": "database", "HTTPS": "on"}
        with site(**settings) as made:
            webs = [made.web() for _ in range(web_processes)]
            for number in range(workers):
                made.worker(f"worker-{number}")
            yield Loaded(made, made.nginx(webs[0], webs[-1]).port)
