"""The audit of dependencies finds a vulnerability, and never reports as clean what it could not look up."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
told = runpy.run_path(str(ROOT / "scripts" / "advisories.py"))["told"]

CLEAN = {"name": "django", "version": "6.1", "vulns": []}
HOLE = {"name": "django", "version": "3.2", "vulns": [{"id": "PYSEC-2021-99", "fix_versions": ["3.2.1"]}]}
NOT_ASKED = {"name": "numpy", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "required", "status", "says"),
    [
        ([CLEAN], True, 0, "1 packages, no known vulnerabilities"),
        ([CLEAN, HOLE], False, 1, "django 3.2: PYSEC-2021-99, fixed in 3.2.1"),
        ([CLEAN, NOT_ASKED], False, 0, "1 of 2 packages were not audited"),
        ([CLEAN, NOT_ASKED], True, 1, "1 of 2 packages were not audited"),
        ([], True, 1, "All packages were not audited"),
    ],
)
def test_what_the_audit_reports(packages: list[dict[str, Any]], required: bool, status: int, says: str) -> None:
    found, text = told(packages, required=required)
    assert (found, says in text) == (status, True)


def test_an_audit_of_the_test_dependencies_includes_the_sites_own() -> None:
    run, dev = (
        set(re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements" / f"{name}.txt").read_text(), re.M))
        for name in ("run", "dev")
    )
    assert run
    assert run < dev
