"""Backup, restore and upgrade as in docs/operators.md: its own commands, run while people answer."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from harness.forms import token_of
from harness.services import NotInstalled, Postgres, folder
from harness.serving.ready import ROOT
from harness.serving.site import Site, Web, site
from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.scenarios import kill_all
from tests.faults.stage import Stage
from tests.faults.upgrade import next_version

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="it has its own databases")
DOCUMENT = ROOT / "docs" / "operators.md"
COLLECT = "manage.py collectstatic --noinput"
PYTHON = ".venv/bin/python"
MANAGE = re.compile(rf"(?:^(?:HASHED_STATIC=on )?{re.escape(PYTHON)} manage\.py .*\n)+", re.MULTILINE)
CLEAN = "System check identified no issues"


def commands(heading: str) -> list[str]:
    """The blocks of commands under a heading."""
    section = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    assert section
    return re.findall(r"^```\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)


def run(block: str, place: Path, env: Mapping[str, str]) -> str:
    """Run them in a folder as the documents intend, with the environment and the project in it."""
    for name, target in {
        ".venv": Path(sys.prefix),
        "var": Path(env["VAR_DIR"]),
        "manage.py": ROOT / "manage.py",
    }.items():
        if not (place / name).exists():
            (place / name).symlink_to(target)
    commands = ["sh", "-ec", in_one_process(block)]
    done = subprocess.run(commands, cwd=place, env=env, check=False, capture_output=True, text=True)  # noqa: S603 - the documents' own commands
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_one_process(block: str) -> str:
    """The block, with one process for manage.py commands that follow each other, because each start takes seconds."""
    return MANAGE.sub(lambda lines: f"{PYTHON} -m harness.serving.manage <<'END'\n{lines[0]}END\n", block)


class Owner(Client):
    """Somebody who comes back later, with the browser or with a private link."""

    def __init__(self, url: str) -> None:
        super().__init__(url, Ledger())
        link = re.search(r"/return/[^/\"<]+/", self.post(f"/a/{self.uid}/link/", {}).text)
        assert link
        self.link = link[0]

    def comes_back(self, url: str) -> None:
        """Both still open the comparison."""
        self.url = url
        assert self.get(f"/a/{self.uid}/tasks/").status_code == 200
        self.session.cookies.clear()
        assert self.get(f"/a/{self.uid}/tasks/").status_code == 404
        self.token = token_of(self.get(self.link).text)
        assert self.post(self.link, {}).status_code == 302
        assert self.get(f"/a/{self.uid}/tasks/").status_code == 200


def backed_up(stage: Stage, block: str, place: Path, env: Mapping[str, str]) -> str:
    """Back up under load. From then on, the ledger has what was saved before the backup began."""
    with stage.under_load():
        began = len(stage.ledger.sent)
        said = run(block, place, env)
    assert stage.ledger.refused == 0
    for one in stage.ledger.sent[began:]:
        one["told"] = False  # it may or may not be in the backup
    assert stage.ledger.told >= 5
    return said


def test_sqlite_is_backed_up_restored_and_upgraded(tmp_path: Path) -> None:
    backup, restore = commands("SQLite")
    with site(LOG_LEVEL="ERROR", EMAIL_URL="smtp+tls://mail.example.org:587") as made:
        web = made.web()
        owner, stage = Owner(web.url), Stage(site=made, webs=[web], url=web.url, brief=True)
        assert "('ok',)" in backed_up(stage, backup, tmp_path, made.env)
        kill_all(web)
        assert (made.folder / "careerpaths.sqlite3-wal").stat().st_size > 0
        assert CLEAN in run(restore, tmp_path, made.env)
        assert stage.check() == ""
        owner.comes_back(upgraded(made).url)


def upgraded(made: Site) -> Web:
    """A web process with the next version of the code, after the commands of an upgrade."""
    (block,) = commands("Upgrade")
    install, _, rest = block.partition("\n")
    assert "pip install" in install  # there is nothing new to install
    assert COLLECT in rest
    rest = rest.replace(COLLECT, f"{COLLECT} --dry-run")  # the files are the same and shared with other sites
    version = next_version(made.place(), made.env)
    run(rest, version.root, version.env)
    return made.started(Web(made.place(), env=dict(version.env), root=version.root))


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with folder() as place:
        server = Postgres(place)
        try:
            server.make()
        except NotInstalled as error:
            pytest.skip(str(error))
        server.start()
        server.ask("CREATE ROLE careerpaths LOGIN")
        server.ask("CREATE DATABASE careerpaths OWNER careerpaths")
        yield server
        server.stop()


def test_postgresql_is_backed_up_and_restored(tmp_path: Path, postgres: Postgres) -> None:
    backup, restore, look = commands("PostgreSQL")
    with site(LOG_LEVEL="ERROR", DATABASE_URL=database(postgres, "careerpaths")) as made:
        web = made.web()
        owner, stage = Owner(web.url), Stage(site=made, webs=[web], url=web.url, brief=True)
        on_its_machine = {**made.env, "PGHOST": "127.0.0.1", "PGPORT": str(postgres.port), "PGUSER": "postgres"}
        backed_up(stage, backup, tmp_path, on_its_machine)
        run(restore, tmp_path, on_its_machine)
        made.env["DATABASE_URL"] = database(postgres, "careerpaths_restored")
        assert CLEAN in run(look, tmp_path, made.env)
        assert stage.check() == ""
        owner.comes_back(made.web().url)


def database(postgres: Postgres, name: str) -> str:
    return f"postgres://careerpaths@127.0.0.1:{postgres.port}/{name}"
