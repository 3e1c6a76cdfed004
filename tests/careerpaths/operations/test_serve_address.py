"""HOST and PORT of `make run`: where the site listens, what it prints, and the errors if it cannot listen there."""

import os
import socket
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, cast

import pytest

from careerpaths.env import UnusableSetting
from careerpaths.operations.serve import address, alone

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens on it


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


def at(host: str, port: int = 8218) -> socket.socket:
    return cast("socket.socket", SimpleNamespace(getsockname=lambda: (host, port)))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8218/"),
        ("192.0.2.7", "http://192.0.2.7:8218/"),
        (EVERYWHERE, "http://127.0.0.1:8218/"),
        ("::1", "http://[::1]:8218/"),
        ("::", "http://[::1]:8218/"),
    ],
)
def test_the_printed_address_opens_in_a_browser_on_this_machine(host: str, url: str) -> None:
    assert address.url(at(host)) == url


def test_the_error_for_a_used_port_suggests_a_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(UnusableSetting, match=rf"PORT {port} is already in use: .* PORT=\d+ make run\.") as told:
            address.listen()
    assert f"PORT={port} " not in str(told.value)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000.5", "eight", "1" * 5000])
def test_an_invalid_port_gets_an_error(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(UnusableSetting, match=r"^PORT is .* Use a whole number from 1 to 65535\.$"):
        address.listen()


def test_a_privileged_port_gets_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def bound(host: str, port: int) -> socket.socket:
        if port < 1024:
            raise PermissionError
        return socket.create_server((host, 0))

    monkeypatch.setattr(address, "_bound", bound)
    monkeypatch.setenv("PORT", "80")
    with pytest.raises(UnusableSetting, match=r"^PORT 80 needs administrator rights: run PORT=\d+ make run instead\.$"):
        address.listen()


@pytest.mark.parametrize("host", ["no such name", "192.0.2.1", "2001:db8::1", "1.2.3.4.5", "::1::"])
def test_a_host_on_another_machine_gets_an_error(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    if "." not in host and ":" not in host:
        monkeypatch.setattr(socket, "getaddrinfo", unknown)  # no name server is asked
    monkeypatch.setenv("HOST", host)
    with pytest.raises(
        UnusableSetting, match=r"^HOST is .*, which is not an address of this machine\. Use 127\.0\.0\.1"
    ):
        address.listen()


def test_the_site_answers_under_the_configured_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "2001:db8::1")
    address.allow_this_host()
    assert os.environ.pop("ALLOWED_HOSTS") == "localhost,127.0.0.1,[::1],[2001:db8::1]"


@pytest.mark.parametrize("host", [EVERYWHERE, "::"])
def test_listening_on_all_addresses_needs_allowed_hosts_and_the_start_says_so(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("HOST", host)
    address.allow_this_host()
    assert "ALLOWED_HOSTS" not in os.environ
    assert "Set ALLOWED_HOSTS" in address.address_told(at(host))

    monkeypatch.setenv("ALLOWED_HOSTS", "careers.example.org")
    address.allow_this_host()
    assert os.environ["ALLOWED_HOSTS"] == "careers.example.org"
    assert "ALLOWED_HOSTS" not in address.address_told(at(host))


def test_everything_that_can_be_refused_is_checked_before_anything_slow_is_loaded() -> None:
    loaded = (
        "import sys, careerpaths.operations.serve.__main__; print('numpy' in sys.modules, 'django.apps' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loaded], cwd=alone.PROJECT, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    assert done.stdout == "False False\n"
