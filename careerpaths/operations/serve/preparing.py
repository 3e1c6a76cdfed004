"""Everything that must exist before the site is served: tables, collected files, rules, demo cases.

Each step first checks whether there is anything to do, so that restarting takes seconds.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR, Tags, run_checks
from django.core.management import call_command


class NotPossible(Exception):
    """Something that has to be fixed before the site can start."""


def prepare(*, to_develop: bool) -> None:
    """Raises `NotPossible`, `CommandError` or `DatabaseError`."""
    found = [check for check in run_checks(tags=[Tags.database], databases=["default"]) if check.level >= ERROR]
    if found:
        raise NotPossible("\n".join(f"{check.msg} {check.hint}" for check in found))
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("load_ruleset")
    if not to_develop:
        collect_static()
        call_command("demo")


def collect_static() -> bool:
    """Collect and compress the static files if one of them has changed. Returns whether it has."""
    done, digest = settings.VAR_DIR / "static.digest", _digest_of_static()
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and done.exists() and done.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    done.write_text(digest)
    return True


def _digest_of_static() -> str:
    """A digest of every static file, and of the code that collects them."""
    digest = hashlib.sha256(repr([version(package) for package in ("django", "whitenoise", "brotli")]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            content = hashlib.sha256(Path(storage.path(path)).read_bytes()).hexdigest()
            digest.update(f"{path}\0{content}\n".encode())
    return digest.hexdigest()
