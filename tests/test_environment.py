"""`scripts/environment.py` makes a complete .venv: from scratch if it was cut off, and only once if two ask for it."""

import fcntl
import runpy
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "environment.py"
Make = Callable[[Path], None]


@pytest.fixture
def installations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each installation that was started. Nothing is really installed."""
    begun: list[str] = []
    monkeypatch.setattr(venv, "create", lambda folder, **options: folder.mkdir(exist_ok=True))
    monkeypatch.setattr(subprocess, "run", lambda command, **options: begun.append("begun"))
    return begun


@pytest.fixture
def make(installations: list[str], tmp_path: Path) -> Make:
    (tmp_path / "requirements").mkdir()
    for name in ("run.txt", "dev.txt"):
        (tmp_path / "requirements" / name).touch()
    main: Make = runpy.run_path(str(SCRIPT))["main"]
    return main


def test_the_remains_of_an_interrupted_run_are_removed_first(make: Make, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "half a package").touch()
    make(tmp_path)
    assert [file.name for file in (tmp_path / ".venv").iterdir()] == [".installed"]


def test_an_update_keeps_what_is_installed(make: Make, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / ".venv" / "a package").touch()
    make(tmp_path)
    assert (tmp_path / ".venv" / "a package").exists()


def test_an_interrupted_update_does_not_look_like_a_complete_environment(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    make(tmp_path)
    monkeypatch.setattr(subprocess, "run", cut_off)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path)
    assert not (tmp_path / ".venv" / ".installed").exists()


def test_when_two_run_at_once_the_second_waits_and_installs_nothing(
    make: Make, installations: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(file: int, how: int) -> None:
        if how & fcntl.LOCK_NB:
            raise BlockingIOError
        (tmp_path / ".venv").mkdir()  # what the first one has done by the time this one may go on
        (tmp_path / ".venv" / ".installed").touch()

    monkeypatch.setattr(fcntl, "flock", flock)
    make(tmp_path)
    assert installations == []
