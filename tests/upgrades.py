"""Updates installations of earlier commits, with data, to this code, and checks that the site still serves that data.

    python -m tests.upgrades [COMMIT...]

Each commit is unpacked and served as its own `make run` did, and somebody starts a comparison on it. Then
`scripts/serve` in this folder takes over the same data. One commit takes about half a minute. Needs the git history.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from harness.forms import token_of
from harness.services import free_port, wait_until

ROOT = Path(__file__).parents[1]
COMMITS = (  # spread over the history, from the first commit that shows the result of such a comparison
    *("b01b0ec", "8ad023f", "3bccc99", "54fe3a2", "7d9b3a8"),
    *("fdd243a", "2515332", "446a629", "3e05fe9", "b79e7a4"),
)
PATIENCE = 120  # seconds for a start on a busy machine
PATHS = ("phd", "rc_industry")
TABLES = ("assessments_assessment", "assessments_option", "assessments_answer")
PUBLIC = ("/", "/example/", "/method/", "/method/changelog/", "/readyz")


class Failed(RuntimeError):
    """Something is different after the update, or nothing answers."""


@dataclass
class Visitor:
    """A browser without scripts."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> str:
        answer = self.session.get(self.url + path, timeout=60)
        if answer.status_code != requests.codes.ok:
            raise Failed(f"GET {path}: {answer.status_code}")
        return answer.text

    def post(self, to: str, page: str, /, **data: str) -> str:
        """Send a form on the page. Returns where the site redirects to."""
        sent = {**data, "csrfmiddlewaretoken": token_of(self.get(page))}
        answer = self.session.post(self.url + to, data=sent, timeout=60, allow_redirects=False)
        if answer.status_code != requests.codes.found:
            raise Failed(f"POST {to}: {answer.status_code}")
        return answer.headers["Location"]


@contextmanager
def served(root: Path, var: Path) -> Iterator[tuple[Visitor, Path]]:
    """The site from this code on this data, and what it prints."""
    port = free_port()
    env = {**os.environ, "PORT": str(port), "VAR_DIR": str(var), "DATABASE_URL": "", "CACHE_URL": ""}
    said = var.with_suffix(".log")
    with said.open("w") as log:
        site = subprocess.Popen(["scripts/serve"], cwd=root, env=env, stdout=log, stderr=log, start_new_session=True)  # noqa: S607 - a script of the project
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: site.poll() is not None or _answers(url), "The site", PATIENCE)
        if site.poll() is not None:
            raise Failed(f"it does not start: {said.read_text()[-300:]}")
        yield Visitor(url), said
    finally:
        if site.poll() is None:
            site.terminate()
            site.wait(PATIENCE)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def unpacked(commit: str, folder: Path) -> Path:
    """The files of a commit, with the environment of this folder."""
    root = folder / "code"
    root.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)  # noqa: S603, S607 - a name of a commit
    subprocess.run(["tar", "x", "-C", str(root)], input=archive.stdout, check=True)  # noqa: S603, S607 - a system command
    (root / ".venv").symlink_to(ROOT / ".venv")
    return root


def begin(visitor: Visitor) -> str:
    """Start a comparison of two options with one answer. Returns its address."""
    place = visitor.post("/start/", "/")
    home = place.partition("q/")[0]
    visitor.post(place, place, answer="research_lead")
    for path in PATHS:
        visitor.post(f"{home}options/typical/", f"{home}options/", path=path)
    visitor.get(f"{home}result/")
    return home


def rows(var: Path) -> list[int]:
    """How many comparisons, options and answers are stored."""
    database = sqlite3.connect(var / "careerpaths.sqlite3")
    try:
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]  # noqa: S608 - our own table names
    finally:
        database.close()


def update(commit: str) -> str:
    """Report in one line what was found. Raises `Failed`."""
    with tempfile.TemporaryDirectory(prefix="careerpaths-") as name:
        folder = Path(name)
        var = folder / "var"
        with served(unpacked(commit, folder), var) as (before, _):
            home = begin(before)
        stored = rows(var)
        start = time.monotonic()
        with served(ROOT, var) as (after, said):
            took = time.monotonic() - start
            after.session.cookies = before.session.cookies
            if rows(var) != stored:
                raise Failed(f"{stored} rows before, {rows(var)} after")
            look(after, home)
        noted = "rules differ, its own stay live" if "differ from" in said.read_text() else "same rules"
    return f"served after {took:4.1f} s, {stored} rows kept, {noted}"


def look(visitor: Visitor, home: str) -> None:
    """Check that all public pages answer, and that the comparison is where it was and can be changed."""
    for path in PUBLIC:
        visitor.get(path)
    if not re.search(r'value="research_lead"[^>]*checked', visitor.get(f"{home}q/goal_role/")):
        raise Failed("the answer is missing")
    for page in ("options", "tasks", "check", "result", "what-if", "plan", "share", "journal"):
        visitor.get(f"{home}{page}/")
    if "typical PhD" not in visitor.get(f"{home}result/"):
        raise Failed("an option is missing from the result")
    visitor.post(f"{home}q/goal_role/", f"{home}q/goal_role/", answer="research_lead")
    begin(visitor)


def main(commits: Sequence[str]) -> int:
    failed = 0
    for commit in commits:
        try:
            line = update(commit)
        except Failed as error:
            failed, line = failed + 1, f"FAILED: {error}"
        sys.stdout.write(f"{commit}  {line}\n")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or COMMITS))
