"""gunicorn's web process, except that it repeats unreadable input neither in a response nor in a log."""

import logging
from contextlib import suppress
from http import HTTPStatus
from socket import socket
from uuid import uuid4

from gunicorn.errors import AppImportError
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from careerpaths.env import UnusableSetting
from careerpaths.operations.watching.request_id import HEADER, request_id

log = logging.getLogger("careerpaths.requests")

STATUS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
"""For unreadable requests. All others are answered with 400."""
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)
"""Errors that gunicorn finds in our responses, not in a request."""


class WebProcess(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn itself would name the sender of a malformed request and quote what was sent."""

    def load_wsgi(self) -> None:
        """Stop the start with one sentence if a setting is invalid; otherwise log as the site does."""
        try:
            super().load_wsgi()
        except UnusableSetting as error:
            raise AppImportError(str(error)) from error
        self.log.error_log.handlers = list(logging.getLogger().handlers)

    def handle_error(self, request: object, client: socket, address: object, error: Exception) -> None:
        """Answer a request that never reached the site, with an id that is also in its log line."""
        known_as = request_id.set(uuid4().hex)
        try:
            status = _status(error)
            figures = {"kind": type(error).__name__, "status": status.value}
            if status is HTTPStatus.INTERNAL_SERVER_ERROR:
                log.error("A request was lost in the server", exc_info=error, extra={"figures": figures})
            else:
                log.warning("Malformed request: %(kind)s, answered %(status)s", figures, extra={"figures": figures})
            with suppress(OSError):  # the sender may be gone
                client.sendall(_answer(status))
        finally:
            request_id.reset(known_as)


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, OURS) or not isinstance(error, errors.ParseException):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return STATUS.get(type(error), HTTPStatus.BAD_REQUEST)


def _answer(status: HTTPStatus) -> bytes:
    body = f"{status.value} {status.phrase}\n"
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: text/plain",
        f"Content-Length: {len(body)}",
        f"{HEADER}: {request_id.get()}",
    ]
    return "\r\n".join([*head, "", body]).encode()
