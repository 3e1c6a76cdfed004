"""What is set up before the site is served, and what is left alone because it is already there."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from careerpaths.env import UnusableSetting
from careerpaths.operations.serve import alone, preparing


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> list[str]:
    """The commands that were called; a folder with one static file replaces ours."""
    called: list[str] = []

    def call(name: str, **options: Any) -> None:
        called.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "site.css").write_text("p {}")
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    monkeypatch.setattr(preparing, "call_command", call)
    return called


def test_static_files_are_collected_once_and_again_when_one_changes(collected: list[str], tmp_path: Path) -> None:
    assert [preparing.collect_static(), preparing.collect_static()] == [True, False]
    (tmp_path / "source" / "site.css").write_text("p { margin: 0 }")
    assert [preparing.collect_static(), preparing.collect_static()] == [True, False]
    assert collected == ["collectstatic"] * 2


def test_deleted_static_files_are_collected_again(collected: list[str], tmp_path: Path) -> None:
    preparing.collect_static()
    (tmp_path / "static" / "staticfiles.json").unlink()
    assert preparing.collect_static()


def test_an_interrupted_collection_is_done_again(
    collected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparing.collect_static()
    (tmp_path / "source" / "site.css").write_text("p { margin: 0 }")
    with monkeypatch.context() as cut, suppress(KeyboardInterrupt):
        cut.setattr(preparing, "call_command", _cut_off)
        preparing.collect_static()
    assert preparing.collect_static()


def _cut_off(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_data_from_newer_code_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(preparing, "call_command", lambda name, **options: called.append(name))
    MigrationRecorder.Migration.objects.create(app="assessments", name="9999_from_the_future")

    with pytest.raises(
        preparing.NotPossible, match=r"updated by newer code \(assessments 9999_from_the_future\)\. Update"
    ):
        preparing.prepare(to_develop=False)
    assert called == []


@pytest.mark.django_db
def test_migrations_of_removed_packages_do_not_stop_the_start() -> None:
    MigrationRecorder.Migration.objects.create(app="axes", name="9999_squashed")
    call_command("check", databases=["default"])


def test_a_folder_is_locked_once_and_released_afterwards(tmp_path: Path) -> None:
    held = alone.hold(tmp_path)
    held.write("http://127.0.0.1:8000/")
    held.flush()
    with pytest.raises(alone.AlreadyRunning, match=r"already running here, at http://127\.0\.0\.1:8000/: stop it"):
        alone.hold(tmp_path)
    held.close()
    with alone.hold(tmp_path) as again:
        assert (tmp_path / "running").read_text() == ""
    assert again.closed


def test_the_start_says_when_it_cannot_write_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "running").mkdir()
    with pytest.raises(UnusableSetting, match=r"^VAR_DIR is .*, where nothing can be written\. "):
        alone.hold(tmp_path)
