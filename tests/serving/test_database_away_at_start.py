"""If the database is down when the site starts, the process lives, says so, and needs no restart when it is back."""

import os
from collections.abc import Iterator

import pytest
import requests

from harness.services import NotInstalled, Postgres, folder, wait_until
from harness.serving.site import Web, site

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="it starts its own server, so once is enough"
)
PAGE = "/mine/"


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with folder() as place:
        postgres = Postgres(place, durable=False)
        try:
            postgres.make()
        except NotInstalled as error:
            pytest.skip(str(error))
        postgres.start()
        yield postgres
        postgres.stop()


def ask(web: Web, path: str) -> requests.Response:
    known = {"Cookie": "browser_key=known-to-the-visitor"}  # so that the page queries the database
    return requests.get(f"{web.url}{path}", headers=known, timeout=20)


def test_pages_say_so_and_work_once_it_is_back(postgres: Postgres) -> None:
    with site(DATABASE_URL=postgres.url) as made:
        postgres.stop()
        web = made.web()
        assert ask(web, "/healthz").status_code == 200
        assert (ready := ask(web, "/readyz")).status_code == 503
        assert ready.json()["database"] == "away"
        page = ask(web, PAGE)
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "30"
        assert "We cannot reach our database" in page.text

        process = web.process
        postgres.start()
        wait_until(lambda: ask(web, "/readyz").status_code == 200, "The site")
        assert ask(web, PAGE).status_code == 200
        assert process is not None
        assert process.poll() is None
        assert "known-to-the-visitor" not in (web.folder / "log").read_text()
