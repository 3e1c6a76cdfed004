"""The id of the current request, for everything that refers to it."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")

HEADER = "X-Request-ID"
