"""`manage.py check` reports every misconfiguration with a number and a hint."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

from careerpaths import checks


def use_database(monkeypatch: pytest.MonkeyPatch, **database: str) -> None:
    """Let the checks see this database, while the tests keep using their own."""
    monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES={"default": database}))


def found(check: Callable[..., list[CheckMessage]], **keywords: object) -> list[str]:
    """The numbers of this check's findings, each of which has a hint."""
    messages = check(app_configs=None, **keywords)
    assert all(message.hint and message.hint.endswith(".") for message in messages)
    return [str(message.id) for message in messages]


@pytest.mark.django_db  # Django asks the database what it can do
def test_this_machine_passes_every_check() -> None:
    assert run_checks() == []


def test_a_server_is_warned_about_a_generated_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert found(checks.secret_key_is_given) == ["careerpaths.W001"]
    monkeypatch.setenv("SECRET_KEY", "k" * 60)
    assert found(checks.secret_key_is_given) == []


def test_a_server_is_warned_about_missing_https(settings: Settings) -> None:
    settings.HTTPS = False
    assert found(checks.https_is_on) == ["careerpaths.W002"]
    settings.HTTPS = True
    assert found(checks.https_is_on) == []


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_database(monkeypatch, ENGINE="django.db.backends.sqlite3", NAME=str(tmp_path / "site.sqlite3"))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert "careerpaths.E002" in found(checks.database_can_be_used)


def test_the_check_names_a_database_folder_that_is_not_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    use_database(monkeypatch, ENGINE="django.db.backends.sqlite3", NAME="/srv/careerpaths/site.sqlite3")
    monkeypatch.setattr(os, "access", lambda folder, mode: folder != Path("/srv/careerpaths"))
    assert found(checks.database_can_be_used) == ["careerpaths.E003"]


def test_another_database_needs_neither_sqlite_nor_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    use_database(monkeypatch, ENGINE="django.db.backends.postgresql", NAME="site")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert found(checks.database_can_be_used) == []


def test_stored_rulesets_are_only_read_if_the_database_check_is_requested() -> None:
    assert found(checks.rulesets_are_what_was_published) == []
