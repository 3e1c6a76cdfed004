"""Requests that nginx itself refuses get the right status and a log line with an id; no log names a visitor."""

import json
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from harness.services import folder, free_port, wait_until
from harness.serving.site import NAME, Nginx, Web

pytestmark = pytest.mark.skipif(
    not shutil.which("nginx"), reason="nginx is not installed; `make test` installs it if it may"
)
QUICK = {
    "client_header_timeout 10s;": "client_header_timeout 1s;",
    "client_body_timeout 15s;": "client_body_timeout 500ms; lingering_timeout 500ms;",
}
HOST = f"Host: {NAME}\r\n"
POST = f"POST /start/ HTTP/1.1\r\n{HOST}Content-Length: "
PIECES = f"POST /start/ HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n"
KEY = "known-to-visitor"

SILENT = (408, 444)  # the connection closes, and only the log says why
REFUSED = {  # the request, and the status
    "no name at all": (f"GET /{KEY} HTTP/1.1\r\n\r\n", 400),
    "a name that is none": (f"GET /{KEY} HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    "two names": (f"GET /{KEY} HTTP/1.1\r\n{HOST}{HOST}\r\n", 400),
    "a name of another site": (f"GET /{KEY} HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 444),
    "a line that is none": (f"{KEY}\r\n\r\n", 400),
    "a version that is none": (f"GET /{KEY} HTTP/9.9\r\n{HOST}\r\n", 505),
    "a header that is too large": (f"GET / HTTP/1.1\r\n{HOST}X: {KEY * 1000}\r\n\r\n", 400),
    "an address that is too large": (f"GET /{KEY * 1000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "a length that is none": (f"{POST}-5\r\n\r\n", 400),
    "a head that ends nowhere": (f"GET /{KEY} HTTP/1.1\r\n{HOST}", 408),
}
ONLY_BEHIND_TLS = {
    "a body that is too large": (f"{POST}1100000\r\n\r\n", 413),
    "a body that ends nowhere": (f"{POST}100\r\n\r\n{KEY}", 408),
    "a piece of a body that is none": (f"{PIECES}{KEY}\r\n", 400),
}
CASES = [(False, case) for case in REFUSED] + [(True, case) for case in REFUSED | ONLY_BEHIND_TLS]


@pytest.fixture(scope="module")
def nginx() -> Iterator[Nginx]:
    """There is no web process behind it, because refused requests never get that far."""
    with ExitStack() as stack:
        first, second, own = (stack.enter_context(folder()) for _ in range(3))
        server = Nginx(
            own, webs=[Web(first), Web(second)], static=own / "static", plain_port=free_port(), instead=QUICK
        )
        server.write()
        stack.callback(server.stop)
        server.start()
        yield server


def exchanged(nginx: Nginx, sent: bytes, *, tls: bool) -> bytes:
    """What comes back before nginx closes the connection. Nothing more is sent."""
    wire = socket.create_connection(("127.0.0.1", nginx.port if tls else nginx.plain_port), 20)
    if tls:
        trusting = ssl.create_default_context(cafile=str(nginx.folder / "site.pem"))
        wire = trusting.wrap_socket(wire, server_hostname=NAME, suppress_ragged_eofs=True)
    with closing(wire):
        wire.sendall(sent)
        return wire.makefile("rb").read()


def lines(nginx: Nginx) -> list[dict[str, Any]]:
    return [json.loads(line) for line in nginx.log().splitlines()]


@pytest.mark.parametrize(("tls", "case"), CASES, ids=[f"{case}{' over TLS' * tls}" for tls, case in CASES])
def test_a_refused_request_gets_a_status_and_a_log_line_that_names_nobody(tls: bool, case: str, nginx: Nginx) -> None:
    text, status = (REFUSED | ONLY_BEHIND_TLS)[case]
    before = len(lines(nginx))
    answer = exchanged(nginx, text.encode(), tls=tls)
    assert answer == b"" if status in SILENT else int(answer.split()[1]) == status
    wait_until(lambda: len(lines(nginx)) > before, "The line in the log")
    (line,) = lines(nginx)[before:]
    assert line["status"] == status
    assert len(line["request_id"]) == 32
    nothing_is_told_of(nginx)


def test_a_connection_without_tls_is_refused_and_the_log_names_nobody(nginx: Nginx) -> None:
    for sent in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00\x05known", b"\x16\x03\x01\xff\xffknown-to-visitor"):
        with socket.create_connection(("127.0.0.1", nginx.port), 20) as wire:
            wire.sendall(sent)
            wire.shutdown(socket.SHUT_WR)
            wire.makefile("rb").read()
    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", nginx.port), 20) as wire:
        ssl.create_default_context().wrap_socket(wire, server_hostname="elsewhere.example")
    nothing_is_told_of(nginx)


def nothing_is_told_of(nginx: Nginx) -> None:
    """No nginx log names the visitor or what was sent, and the log for all sites of the machine has no line."""
    logs = {file.name: file.read_text() for file in nginx.folder.iterdir() if "log" in file.name}
    assert logs.keys() >= {"access.log", "careerpaths.log", "careerpaths-error.log", "error.log", "log"}
    assert logs["access.log"] == ""
    for name, text in logs.items():
        assert "127.0.0.1" not in text, name
        assert KEY not in text, name
