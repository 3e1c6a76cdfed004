"""The files in deploy/ do their job: nginx in front of two web processes, tested from the outside."""

import gzip
import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import get_commands, load_command_class
from requests.adapters import HTTPAdapter

from harness.background import QUEUED
from harness.serving.ready import ROOT
from harness.serving.site import NAME, Nginx, Site, Web, site

pytestmark = [
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed; `make test` installs it if it may"),
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),  # the certificate is our own
]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


class Served:
    """A browser of the deployed site."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx = nginx
        self.session = requests.Session()
        self.session.headers["Host"] = NAME
        self.session.mount("https://", ToName())

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, headers=headers)

    def ask(self, method: str, path: str, **given: object) -> requests.Response:
        url = f"https://127.0.0.1:{self.nginx.port}{path}"
        return self.session.request(method, url, verify=False, allow_redirects=False, timeout=20, **given)  # type: ignore[arg-type]


class ToName(HTTPAdapter):
    """Request the site by its name, wherever it runs."""

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, server_hostname=NAME, **kwargs)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> Iterator[Site]:
    with site(HTTPS="on", METRICS_TOKEN="known") as made:
        yield made


@pytest.fixture(scope="module")
def webs(made: Site) -> list[Web]:
    return [made.web(), made.web()]


@pytest.fixture(scope="module")
def served(made: Site, webs: list[Web]) -> Served:
    return Served(made.nginx(*webs))


def test_a_page_comes_over_https_with_security_headers(served: Served) -> None:
    page = served.get("/")
    assert page.status_code == 200
    assert "<h1" in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Server"] == "nginx"
    assert re.fullmatch("[0-9a-f]{32}", page.headers["X-Request-ID"])


def test_plain_http_redirects_to_https_and_other_names_get_nothing(served: Served) -> None:
    plain = f"http://127.0.0.1:{served.nginx.plain_port}/privacy/"
    answer = requests.get(plain, headers={"Host": NAME}, allow_redirects=False, timeout=20)
    assert (answer.status_code, answer.headers["Location"]) == (308, f"https://{NAME}/privacy/")
    with pytest.raises(requests.ConnectionError):
        requests.get(plain, headers={"Host": "elsewhere.example"}, timeout=20)


def test_nginx_serves_static_files_compressed_and_cached_for_good(served: Served, made: Site) -> None:
    style = re.search(r'href="(/static/css/site\.[0-9a-f]+\.css)"', served.get("/").text)
    assert style
    file = served.get(style[1])
    assert file.headers["Content-Encoding"] == "gzip"
    assert "immutable" in file.headers["Cache-Control"]
    kept = made.folder / "static" / style[1].removeprefix("/static/")
    assert file.content == kept.read_bytes() == gzip.decompress(Path(f"{kept}.gz").read_bytes())


def test_metrics_are_not_public(served: Served, webs: list[Web]) -> None:
    known = {"Authorization": "Bearer known"}
    assert served.get("/metrics", **known).status_code == 404
    beside = requests.get(f"{webs[0].url}/metrics", headers=known, timeout=20)
    assert "careerpaths_requests_total" in beside.text


def test_a_body_over_the_limit_is_refused_before_it_is_read(served: Served) -> None:
    answer = served.ask("POST", "/start/", data=b"x" * 1_100_000)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /../../etc/passwd HTTP/1.1",
        "GET /static/../../secret-key HTTP/1.1",
        "GET /static/%2e%2e/secret-key HTTP/1.1",
    ],
)
def test_a_path_that_leaves_the_folder_finds_nothing(served: Served, request_line: str, webs: list[Web]) -> None:
    for port in (webs[0].port, served.nginx.plain_port):
        with socket.create_connection(("127.0.0.1", port), 20) as wire:
            head = f"{request_line}\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
            wire.sendall(head.encode())
            answer = wire.makefile("rb").read()
        assert int(answer.split()[1]) in {308, 400, 404}
        assert b"only-for-tests" not in answer


def to_site(rest: bytes, line: bytes = b"GET / HTTP/1.1") -> bytes:
    """A request with this after its first header."""
    return line + b"\r\nHost: careers.example.org\r\n" + rest + b"\r\n\r\n"


MALFORMED = {  # what is sent -> the status, and the name in the log
    b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n": (400, "DisallowedHost"),
    to_site(b"known-to-visitor"): (400, "InvalidHeader"),
    to_site(b"X: " + b"known-to-visitor" * 2_000): (431, "LimitRequestHeaders"),
    to_site(b"\r\n".join(b"X%d: known-to-visitor" % n for n in range(80))): (431, "LimitRequestHeaders"),
    to_site(b"X: y\r\n known-to-visitor"): (400, "ObsoleteFolding"),
    to_site(b"", b"GET /" + b"known-to-visitor" * 300 + b" HTTP/1.1"): (414, "LimitRequestLine"),
    to_site(b"", b"GET /known-to-visitor HTTP/9.9"): (400, "InvalidHTTPVersion"),
    to_site(b"", b"G@T /known-to-visitor HTTP/1.1"): (400, "InvalidRequestMethod"),
    to_site(b"Content-Length: -5", b"POST /start/ HTTP/1.1"): (400, "InvalidHeader"),
    to_site(b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"POST /start/ HTTP/1.1"): (400, "InvalidHeader"),
    to_site(b"Transfer-Encoding: known-to-visitor", b"POST / HTTP/1.1"): (501, "UnsupportedTransferCoding"),
    to_site(b"Expect: known-to-visitor\r\nContent-Length: 0", b"POST / HTTP/1.1"): (417, "ExpectationFailed"),
    b"\x16\x03\x01\x00\x00known-to-visitor\r\n\r\n": (400, "InvalidRequestLine"),
}


@pytest.mark.parametrize(
    ("sent", "told"), MALFORMED.items(), ids=[f"{n} {kind}" for n, (_, kind) in enumerate(MALFORMED.values())]
)
def test_a_malformed_request_is_refused_and_the_process_lives(
    sent: bytes, told: tuple[int, str], webs: list[Web]
) -> None:
    log = webs[0].folder / "log"
    before = log.stat().st_size
    answer = exchanged(webs[0].port, sent)
    status, kind = told
    assert int(answer.split()[1]) == status
    assert b"known-to-visitor" not in answer
    assert requests.get(f"{webs[0].url}/healthz", timeout=20).status_code == 200

    lines = log.read_text()[before:]
    assert "known-to-visitor" not in lines
    assert "127.0.0.1" not in lines
    line = next(line for line in map(json.loads, lines.splitlines()) if kind in line["message"])
    assert {"time", "level", "request_id"} <= set(line)
    assert f"X-Request-ID: {line['request_id']}".encode() in answer


def exchanged(port: int, sent: bytes) -> bytes:
    """What comes back before the connection closes."""
    with socket.create_connection(("127.0.0.1", port), 20) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        return wire.makefile("rb").read()


def test_slow_clients_do_not_keep_others_waiting(served: Served) -> None:
    """Each has sent half of its headers, so nothing answers yet."""
    with ExitStack() as stack:
        for _ in range(40):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", served.nginx.plain_port), 20))
            wire.sendall(b"POST /start/ HTTP/1.1\r\nHost: careers.example.org\r\n")
        assert served.get("/").status_code == 200


def test_visitors_do_not_notice_when_a_web_process_is_killed(served: Served, webs: list[Web]) -> None:
    """It stays down, because no other test needs both."""
    webs[1].kill()
    assert {served.get("/privacy/").status_code for _ in range(20)} == {200}


def test_no_log_names_a_visitor_or_contains_a_key(served: Served, webs: list[Web]) -> None:
    key, visitor = "k" * 43, "203.0.113.77"
    served.get(f"/return/{key}/")
    for path in (f"/return/{key}/", "/mine/"):
        headers = {"Host": NAME, "X-Forwarded-For": visitor, "X-Forwarded-Proto": "https"}
        requests.get(f"{webs[0].url}{path}", headers=headers, timeout=20)
    of_webs = [Path(web.folder / "log").read_text() for web in webs]
    assert any("/return/<str:token>/" in log for log in of_webs)
    for log in (served.nginx.log(), *of_webs):
        assert key not in log
        assert visitor not in log
        assert "ip=127.0.0.1" not in log
    assert "127.0.0.1" not in served.nginx.log()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.name)
def test_systemd_understands_each_unit(unit: Path, tmp_path: Path) -> None:
    for other in UNITS:
        text = other.read_text().replace("/opt/careerpaths/.venv/bin/", "/usr/bin/")
        (tmp_path / other.name.replace("@.", "@1.")).write_text(re.sub("/usr/bin/(python|gunicorn)", "/bin/true", text))
    file = tmp_path / unit.name.replace("@.", "@1.")
    done = subprocess.run(["systemd-analyze", "verify", str(file)], check=False, capture_output=True, text=True)  # noqa: S603, S607
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert complaints == []


SERVICES = [file for file in UNITS if file.suffix == ".service"]
every_service = pytest.mark.parametrize("unit", SERVICES, ids=lambda file: file.name)


@every_service
def test_a_service_gains_no_rights_and_only_writes_to_its_own_folder(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    confined = {"User=careerpaths", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"}
    assert confined | {"PrivateTmp=yes", "CapabilityBoundingSet=", "StateDirectory=careerpaths"} <= set(lines)
    assert not [line for line in lines if line.startswith("ReadWritePaths=")]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_on_its_own_machine_a_web_process_listens_where_nginx_looks_for_it(tmp_path: Path) -> None:
    hosts = ROOT / "deploy" / "hosts"
    unit = (ROOT / "deploy" / "systemd" / "careerpaths-web@.service").read_text()
    (tmp_path / "careerpaths-web@1.service").write_text(
        re.sub("^ExecStart=.*gunicorn", "ExecStart=/bin/true", unit, flags=re.M)
    )
    addition = tmp_path / "careerpaths-web@1.service.d" / "web.conf"
    addition.parent.mkdir()
    shutil.copy(hosts / "web.conf", addition)
    command = ["systemd-analyze", "verify", str(tmp_path / "careerpaths-web@1.service")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - a system command
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []
    assert "--bind ${BIND} " in unit
    (bind,) = re.findall("^Environment=BIND=(.+)$", addition.read_text(), re.MULTILINE)
    assert f"server {bind.replace('%i', '1')} " in (hosts / "careerpaths-upstream.conf").read_text()


@every_service
def test_each_unit_runs_a_command_that_exists(unit: Path, settings: Any) -> None:
    settings.TASKS = QUEUED  # otherwise there is nothing for a worker to do
    start = re.search(r"^ExecStart=/opt/careerpaths/\.venv/bin/(\S+) (.*)$", unit.read_text(), re.MULTILINE)
    assert start
    if start[1] == "python":
        manage, name, *arguments = start[2].split()
        assert manage == "manage.py"
        load_command_class(get_commands()[name], name).create_parser(manage, name).parse_args(arguments)
    else:
        assert (ROOT / start[2].split()[1]).exists()
