"""Known holes in what the site and its tests install: `python scripts/advisories.py`, part of the gate.

pip-audit asks the Python Package Index, over the network. It takes a package that it cannot ask about for a clean one;
here that is told. Ends with 1 where a hole is known, and with ADVISORIES=required also where something was not asked.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

LOCKED = "requirements/dev.txt"  # what the site needs is among it
PATIENCE = 10  # seconds for one answer


def ask(file: str) -> list[dict[str, Any]]:
    """What is known of each package of a lock file."""
    with NamedTemporaryFile(suffix=".json") as answer:
        options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", str(PATIENCE)]
        command = [sys.executable, "-m", "pip_audit", "-r", file, *options, "--format", "json", "--output", answer.name]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own
        text = Path(answer.name).read_text()
    found: list[dict[str, Any]] = json.loads(text)["dependencies"] if text else []
    return found


def told(packages: list[dict[str, Any]], *, required: bool) -> tuple[int, str]:
    """The exit status and what to say."""
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {' '.join(hole['fix_versions']) or 'nothing'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    not_asked = sum("skip_reason" in package for package in packages)
    if holes:
        return 1, "\n".join(["Known holes:", *holes])
    if not_asked or not packages:
        left = f"{not_asked} of {len(packages)} packages" if packages else "All packages"
        return int(required), f"{left} were not audited: the list of advisories could not be asked from here."
    return 0, f"{len(packages)} packages, no known hole."


def main() -> int:
    status, text = told(ask(LOCKED), required=os.environ.get("ADVISORIES") == "required")
    print(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
