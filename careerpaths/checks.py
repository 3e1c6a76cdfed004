"""Misconfiguration as numbered system checks, each with a hint.

A number keeps its meaning; E001 and E004 are no longer used.
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from careerpaths.models import RulesetVersion
from careerpaths.scoring.faults import RulesetError

OLDEST_SQLITE = (3, 37, 0)  # STRICT tables and RETURNING; what Django 6.1 supports


@register(Tags.security, deploy=True)
def secret_key_is_given(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Several processes on several machines must share one key, so production has to set it."""
    if os.environ.get("SECRET_KEY"):
        return []
    hint = "Set SECRET_KEY to at least 50 random characters, the same for every process."
    return [Warning("The secret key was generated on this machine.", hint=hint, id="careerpaths.W001")]


@register(Tags.security, deploy=True)
def https_is_on(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    hint = "Set HTTPS=on behind a proxy that speaks HTTPS and sends X-Forwarded-Proto."
    return [Warning("The site is served without HTTPS.", hint=hint, id="careerpaths.W002")]


@register(Tags.database)
def database_can_be_used(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The database named by DATABASE_URL has what it needs on this machine."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [*_sqlite_is_new_enough(), *_folder_is_writable(Path(database["NAME"]).parent)]


def _sqlite_is_new_enough() -> list[CheckMessage]:
    if sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return []
    hint = f"Use SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer, or PostgreSQL through DATABASE_URL."
    return [Error(f"SQLite {sqlite3.sqlite_version} is too old.", hint=hint, id="careerpaths.E002")]


def _folder_is_writable(folder: Path) -> list[CheckMessage]:
    if os.access(folder, os.W_OK):
        return []
    hint = "Give the server's user write access to the folder, or set DATABASE_URL to another place."
    return [Error(f"The database folder {folder} cannot be written.", hint=hint, id="careerpaths.E003")]


@register(Tags.database)
def database_is_not_newer_than_the_code(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Older code would find columns it cannot fill. Runs with `check --database default`, and before each start."""
    if not databases:
        return []
    try:
        loader = MigrationLoader(connection)
    except DatabaseError:  # no response; the code that uses the database reports that
        return []
    newer = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    ours = [f"{app} {name}" for app, name in newer if app in ("assessments", "careerpaths")]
    if not ours:
        return []
    hint = "Update the code, restore the backup from before the update, or name another VAR_DIR or DATABASE_URL."
    return [Error(f"The database was updated by newer code ({ours[-1]}).", hint=hint, id="careerpaths.E007")]


@register(Tags.database)
def rulesets_are_what_was_published(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every stored document still has the digest under which it was published. Runs with `check --database default`."""
    if not databases:
        return []
    try:
        versions = [*RulesetVersion.objects.published()]
    except DatabaseError:  # the tables do not exist yet, because `migrate` runs these checks too
        return []
    return [message for version in versions for message in _damage(version)]


def _damage(version: RulesetVersion) -> list[CheckMessage]:
    name = f"Ruleset {version.name} {version.version}"
    hint = "Restore the database from a backup, or load the ruleset under a new version label."
    try:
        intact = version.is_intact()
    except RulesetError:
        return [Error(f"{name} cannot be read by this release.", hint=hint, id="careerpaths.E006")]
    return [] if intact else [Error(f"{name} is not what was published.", hint=hint, id="careerpaths.E005")]
