"""`scripts/environment.py` makes .venv: whole, from scratch where it was cut off, and once where two ask for it."""

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
    """Each one that was begun. None takes place."""
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


def test_what_an_interrupted_run_left_is_removed_first(make: Make, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "half a package").touch()
    make(tmp_path)
    assert [file.name for file in (tmp_path / ".venv").iterdir()] == [".installed"]


def test_an_update_keeps_what_is_installed(make: Make, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / ".venv" / "a package").touch()
    make(tmp_path)
    assert (tmp_path / ".venv" / "a package").exists()


def test_an_update_that_is_cut_off_leaves_no_sign_of_a_whole_environment(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    make(tmp_path)
    monkeypatch.setattr(subprocess, "run", cut_off)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path)
    assert not (tmp_path / ".venv" / ".installed").exists()


def test_of_two_at_once_the_second_waits_and_installs_nothing(
    make: Make, installations: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(file: int, how: int) -> None:
        if how & fcntl.LOCK_NB:
            raise BlockingIOError
        (tmp_path / ".venv").mkdir()  # what the first one has done by the time that this one may go on
        (tmp_path / ".venv" / ".installed").touch()

    monkeypatch.setattr(fcntl, "flock", flock)
    make(tmp_path)
    assert installations == []
