"""One browser on one connection that stays open. It keeps cookies and follows no redirects."""

import gzip
import http.client
from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from bench.visiting.visit import Reply

FORM = "application/x-www-form-urlencoded"


class Wire:
    """`headers` is called before each request and returns the headers to send in addition to cookies."""

    def __init__(self, connection: http.client.HTTPConnection, headers: Callable[[], Mapping[str, str]] = dict) -> None:
        self.connection, self.headers = connection, headers
        self.cookies = SimpleCookie()

    def close(self) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, *, name: str = "", data: Mapping[str, str] | None = None) -> Reply:
        return self.send(method, path, urlencode(data or {}) if method == "POST" else None, FORM)

    def send(self, method: str, path: str, body: str | None = None, kind: str = "application/json") -> Reply:
        headers = {"Cookie": self.cookies.output([], "", ";").strip(), **self.headers()}
        if body is not None:
            headers["Content-Type"] = kind
        answer = self._answer(method, path, body, headers)
        content = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        return Reply(answer.status, content.decode(errors="replace"), answer.headers.get("Location", ""))

    def _answer(self, *request: Any) -> http.client.HTTPResponse:
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except http.client.RemoteDisconnected:  # the server closed it after some idle seconds
            self.connection.close()
            self.connection.request(*request)
            return self.connection.getresponse()
