"""Log lines: for people, or as JSON for programs. Neither says who a visitor is or what they answered."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import TypedDict

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from careerpaths.operations.watching.request_id import request_id
from careerpaths.operations.watching.route import route_of

LONGEST_MESSAGE = 500  # characters
QUOTED = re.compile(r"""(?:\bb|(?<!\w))["'].*""")  # the bad value, as most errors quote it, up to the end
OF_SERVERS = (
    OperationalError,
    InterfaceError,
)  # their messages are about the database itself: where it is and why it is down


class WithoutAddresses(logging.Filter):
    """Replace addresses with routes in Django's own lines, because an address may contain a key.

    For requests refused as suspicious, Django quotes the header: the host, or the page that the visitor came from.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if record.name.startswith("django.security.") and record.exc_info:
            record.msg, record.args, record.exc_info = record.name.rpartition(".")[2], (), None
        elif isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route, addresses = route_of(request), (request.path, _as_django_escapes(request.path))
            args = (route if arg in addresses else arg for arg in record.args)
            quotes = record.name == "django.security.csrf"
            record.args = tuple(str(arg).partition(" - ")[0] if quotes else arg for arg in args)
        record.request_id = request_id.get()
        return True


def _as_django_escapes(address: str) -> str:
    """An address in Django's lines, where non-ASCII characters are escaped."""
    return address.encode("unicode_escape").decode("ascii")


class AsJson(logging.Formatter):
    """One JSON object per line: time, level, logger, message, request id, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage()[:LONGEST_MESSAGE],
        }
        if given := getattr(record, "request_id", ""):
            line["request_id"] = given
        line |= getattr(record, "figures", {})
        if record.exc_info and record.exc_info[1]:
            line["fault"] = fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class ForPeople(logging.Formatter):
    """A readable line, with the same care about what an error says."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        told = fault(error)
        return "\n".join([f"{told['type']}: {told['message']}", *(f"  {place}" for place in told["places"])])


class Told(TypedDict):
    """What is reported about an error."""

    type: str
    message: str
    places: list[str]


def message_of(text: str, *, quotes: bool = False) -> str:
    """The first line of an error's message, up to the first thing it quotes, which may be what a visitor sent.

    Only the first line, because PostgreSQL puts the values of the row into the second.
    """
    line = text.partition("\n")[0]
    return (line if quotes else QUOTED.sub("…", line))[:LONGEST_MESSAGE]


def fault(error: BaseException) -> Told:
    """The kind of an error, its message, and the places it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": message_of(str(error), quotes=isinstance(error, OF_SERVERS)),
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
