"""Somebody with a browser: the site's own middleware and settings, without a socket in between."""

from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from assessments.access import COOKIE

senders = count(1)


class Refused(RuntimeError):
    """The site gave an unexpected response."""


class Browser:
    """Opens what its key and its account may open."""

    def __init__(self, *, key: str = "", user: User | None = None, backend: str = "") -> None:
        self.client = Client()
        if key:
            self.client.cookies[COOKIE] = key
        if user is not None:
            self.client.force_login(user, backend)

    def get(self, path: str) -> str:
        return self._checked(self.client.get(path, **_sender()), 200, path).text

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form. Returns where the site redirects to."""
        return self._checked(self.client.post(path, data, **_sender()), 302, path).headers["Location"]

    def _checked(self, response: Any, status: int, path: str) -> HttpResponse:
        if response.status_code != status:
            raise Refused(f"{path}: {response.status_code}")
        return response  # type: ignore[no-any-return]  # the test client's response is one


def _sender() -> dict[str, Any]:
    """Each request comes from a different household, because the site limits how often one sender may do things."""
    number = next(senders)
    return {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", "SERVER_NAME": "localhost"}
