"""The id of the request that is being answered, for everything that speaks of it."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")

HEADER = "X-Request-ID"
