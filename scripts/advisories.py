"""Known vulnerabilities in the packages of the site and its tests: `python scripts/advisories.py`, part of the gate.

pip-audit asks the Python Package Index, over the network. It reports a package that it cannot look up as clean; this
script says so instead. Exits with 1 for a known vulnerability, and with ADVISORIES=required also if a lookup failed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

LOCKED = "requirements/dev.txt"  # includes what the site needs
PATIENCE = 10  # seconds for one response


def ask(file: str) -> list[dict[str, Any]]:
    """What is known about each package in a lock file."""
    with NamedTemporaryFile(suffix=".json") as answer:
        options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", str(PATIENCE)]
        command = [sys.executable, "-m", "pip_audit", "-r", file, *options, "--format", "json", "--output", answer.name]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own
        text = Path(answer.name).read_text()
    found: list[dict[str, Any]] = json.loads(text)["dependencies"] if text else []
    return found


def told(packages: list[dict[str, Any]], *, required: bool) -> tuple[int, str]:
    """The exit status, and what to print."""
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, fixed in {' '.join(hole['fix_versions']) or 'none'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    not_asked = sum("skip_reason" in package for package in packages)
    if holes:
        return 1, "\n".join(["Known vulnerabilities:", *holes])
    if not_asked or not packages:
        left = f"{not_asked} of {len(packages)} packages" if packages else "All packages"
        return int(required), f"{left} were not audited: the list of advisories could not be reached from here."
    return 0, f"{len(packages)} packages, no known vulnerabilities."


def main() -> int:
    status, text = told(ask(LOCKED), required=os.environ.get("ADVISORIES") == "required")
    print(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
