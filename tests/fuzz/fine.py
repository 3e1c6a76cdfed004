"""What every response must be, whatever was sent, and how often each address is tried."""

from typing import Any
from urllib.parse import urlsplit

from hypothesis import HealthCheck, settings

from tests.fuzz.nasty import MARK

HOST = "testserver"
TOGETHER = 12  # addresses that share one person who may do everything

of_each = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def fine(answer: Any) -> None:
    """Not a server error, no redirect to another site, and nothing sent comes back as markup."""
    assert answer.status_code < 500
    place = urlsplit(answer.headers.get("Location", ""))
    assert place.netloc in ("", HOST)
    assert place.scheme in ("", "http", "https")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert MARK not in body.decode()
