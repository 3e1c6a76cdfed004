"""Whether this process is alive, and whether it can serve people."""

from collections.abc import Callable
from secrets import token_hex

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from careerpaths.models import RulesetVersion
from careerpaths.operations.background import is_late, works_in_background

OK = "ok"


def site_readiness() -> tuple[bool, dict[str, str]]:
    """Whether people can be served, and the state of everything this requires.

    A missing cache slows the site down but stops nobody, so it is reported but does not count. Nor does a queue in
    which work waits too long.
    """
    found = {name: _tried(look) for name, look in NEEDED.items()}
    ready = all(state == OK for state in found.values())
    return ready, {**found, **{name: _tried(look) for name, look in TOLD.items()}}


def _tried(look: Callable[[], str]) -> str:
    try:
        return look()
    except DatabaseError:
        return "away"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied: run manage.py migrate" if waiting else OK


def _ruleset() -> str:
    live = RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE)
    return OK if live.exists() else "none is live: run manage.py load_ruleset"


def _cache() -> str:
    mark = token_hex(8)
    cache.set("ready", mark, 10)  # seconds
    return OK if cache.get("ready") == mark else "away"


def _queue() -> str:
    late = works_in_background() and is_late()
    return "work has waited for two minutes: is manage.py worker running?" if late else OK


NEEDED = {"database": _database, "migrations": _migrations, "ruleset": _ruleset}
TOLD = {"cache": _cache, "queue": _queue}
