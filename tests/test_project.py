"""The project itself: dependencies are pinned, ignored rules have a reason, and CI skips nothing."""

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.chromium import need_chromium

ROOT = Path(__file__).parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text()
PROJECT: dict[str, Any] = tomllib.loads(PYPROJECT)
LOCKS = ["run.txt", "dev.txt"]
PIN = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+)((?: ;[^\\\n]+)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n", re.M
)

every_lock = pytest.mark.parametrize("lock", LOCKS)


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / lock).read_text()


def pins(lock: str) -> dict[str, str]:
    """Each package in a lock file, with its version."""
    return {name: version for name, version, _, _ in PIN.findall(text_of(lock))}


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement, maxsplit=1)[0]


def part(start: str, end: str = "]") -> list[str]:
    """The lines of pyproject.toml between these two."""
    lines = PYPROJECT.splitlines()
    first = lines.index(start) + 1
    return lines[first : lines.index(end, first)]


@every_lock
def test_a_lock_file_has_only_pinned_packages_with_hashes(lock: str) -> None:
    assert pins(lock)
    assert PIN.sub("", text_of(lock)).strip() == ""


@every_lock
def test_a_lock_file_names_no_host(lock: str) -> None:
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ", text_of(lock))


def test_every_dependency_is_locked() -> None:
    run = {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]}
    dev = {name_of(requirement) for requirement in PROJECT["dependency-groups"]["dev"]}
    assert run - set(pins("run.txt")) == set()
    assert dev - set(pins("dev.txt")) == set()


def test_the_tests_run_with_the_packages_that_the_site_runs_with() -> None:
    assert pins("run.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("start", ["dependencies = [", "dev = [", "ignore = ["])
def test_every_dependency_and_every_ignored_rule_has_its_reason(start: str) -> None:
    assert [line for line in part(start) if "#" not in line] == []


def test_every_ignore_in_the_code_names_its_rule() -> None:
    bare = re.compile(r"#\s*(?:noqa(?!:)|type:\s*ignore(?!\[)|pragma: no cover)")
    sources = [file for folder in ("careerpaths", "assessments", "bench") for file in (ROOT / folder).rglob("*.py")]
    assert [str(file.relative_to(ROOT)) for file in sources if bare.search(file.read_text())] == []


def test_the_oldest_python_is_the_same_everywhere_it_is_named() -> None:
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert f"--python-version {oldest}" in (ROOT / "scripts" / "lock").read_text()
    assert f"python{oldest};" in (ROOT / "scripts" / "find-python").read_text()


def test_the_license_and_the_version_are_the_same_everywhere_they_are_named() -> None:
    citation, project = yaml.safe_load((ROOT / "CITATION.cff").read_text()), PROJECT["project"]
    assert (citation["license"], citation["version"]) == (project["license"], project["version"])
    assert project["license"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")
    for pattern in project["license-files"]:
        assert list(ROOT.glob(pattern)), pattern


def test_each_container_is_built_from_files_that_exist() -> None:
    containerfile = (ROOT / "Containerfile").read_text()
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", containerfile, re.MULTILINE))
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert {service["build"]["target"] for service in services.values()} == stages - {"debian"}
    for name in re.findall(r"(?<!/)\b(?:deploy|requirements|scripts)/[\w./-]+", containerfile):
        assert (ROOT / name).exists(), name


def test_no_secret_gets_into_an_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "certificates", "var"} <= set(left_out)
    assert {".env", "certificates/", "var/"} <= set((ROOT / ".gitignore").read_text().splitlines())


@pytest.mark.parametrize(
    "script",
    [
        ".ci/run",
        "manage.py",
        *(f"scripts/{name}" for name in ("serve", "lint", "lock")),
        *(f"deploy/container/{name}" for name in ("site", "postgres")),
    ],
)
def test_a_script_is_executable(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_a_journey_runs_if_chromium_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    need_chromium()


def test_without_chromium_a_journey_is_skipped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium"):
        need_chromium()


def test_no_journey_is_skipped_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium"):
        need_chromium()
