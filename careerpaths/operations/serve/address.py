"""Where the site listens: HOST and PORT, tried before anything slow begins."""

import errno
import os
import socket
from contextlib import suppress

from careerpaths import env

USUAL_HOST, USUAL_PORT, LAST_PORT = "127.0.0.1", 8000, 65535
BACKLOG = 2048  # connections that may wait until the site is ready
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - and the address for this machine itself


def listen() -> socket.socket:
    """A socket at HOST and PORT that already listens, so that nobody else can take the port during the start.

    Raises `env.UnusableSetting`.
    """
    host = _host()
    port = env.number("PORT", USUAL_PORT, least=1, most=LAST_PORT)
    try:
        return _bound(host, port)
    except PermissionError as error:
        said = f"PORT {port} needs administrator rights: run PORT={_free_port(host, USUAL_PORT)} make run instead."
        raise env.UnusableSetting(said) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            said = (
                f"HOST is {host!r}, which is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them."
            )
            raise env.UnusableSetting(said) from error
        said = f"PORT {port} is already in use: stop what uses it, or run PORT={_free_port(host, port)} make run."
        raise env.UnusableSetting(said) from error


def url(listening: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    return f"http://{bracketed(EVERY_ADDRESS.get(host, host))}:{port}/"


def address_told(listening: socket.socket) -> str:
    """Where the site is, and what is missing for others to reach it."""
    everywhere = listening.getsockname()[0] in EVERY_ADDRESS
    where = f"{url(listening)} and every other address of this machine" if everywhere else url(listening)
    said = f"Career Paths is running at {where} - press Ctrl+C to stop"
    if everywhere and not env.text("ALLOWED_HOSTS", ""):
        said += "\nIt only answers at localhost, 127.0.0.1 and [::1]. Set ALLOWED_HOSTS to the names that visitors use."
    return said


def allow_this_host() -> None:
    """Let the site also answer under HOST, unless ALLOWED_HOSTS is set."""
    host = _host()
    if not env.text("ALLOWED_HOSTS", "") and host not in EVERY_ADDRESS:
        os.environ["ALLOWED_HOSTS"] = f"{env.THIS_MACHINE},{bracketed(host)}"


def _host() -> str:
    return env.text("HOST", USUAL_HOST).strip("[]")


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(
                socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0
            )  # `::` is every address, including IPv4 ones
        listening.bind(place)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _free_port(host: str, after: int) -> int:
    for port in (*range(after + 1, min(after + 100, LAST_PORT + 1)), 0):
        with suppress(OSError), _bound(host, port) as listening:
            return int(listening.getsockname()[1])
    return USUAL_PORT
