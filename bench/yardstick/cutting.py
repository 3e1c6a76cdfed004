"""Cuts the yardsticks: calls our own views, and records what they respond and how many queries that took.

Reads the requests as JSON from standard input; runs in a separate process with the settings of the measured site.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import django

django.setup()  # this is a program, and the imports below need the settings

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from assessments.models import Answer  # noqa: E402
from bench.yardstick.views import AROUND, CUT, LINE  # noqa: E402

ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def main(asked: dict[str, Any]) -> None:
    CUT.mkdir()
    (CUT / "yardstick.html").write_text(AROUND)
    client = Client(headers={"host": "127.0.0.1"})
    for name, value in asked["cookies"].items():
        client.cookies[name] = value
    for name, path in asked["pages"].items():
        cut(name, partial(client.get, path))
    token = {"csrfmiddlewaretoken": asked["cookies"]["csrftoken"]}
    cut("answer", lambda: client.post(asked["question"], {**token, "answer": "learning", "was": "another"}))
    cut("api", lambda: client.post("/api/evaluate", asked["body"], content_type="application/json"))


def cut(name: str, ask: Callable[[], Any]) -> None:
    """Make the request once to fill the caches, and once more to measure."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(ROWS):
            statements.append(sql)
        return execute(sql, *rest)

    ask()
    with connection.execute_wrapper(note):
        reply = ask()
    if reply.status_code >= 400:
        raise SystemExit(f"{name}: {reply.status_code}")
    writes = sum(not statement.startswith("SELECT") for statement in statements)
    text = reply.content.decode()
    found = {
        "reads": len(statements) - writes,
        "writes": writes,
        "assessment": Answer.objects.latest("pk").assessment_id,
        "lines": [text[n : n + LINE] for n in range(0, len(text) - len(AROUND), LINE + len("<p></p>"))],
    }
    (CUT / f"{name}.json").write_text(json.dumps(found))


main(json.load(sys.stdin))
