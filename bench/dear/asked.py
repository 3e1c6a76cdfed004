"""The requests for each public address: a page's first view, a form filled to its limits, and malformed requests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.access import make_return_link
from assessments.advising import desk
from assessments.journal.decisions import MOST_ENTRIES
from assessments.models.journal import TEXT_LENGTH
from assessments.questionnaire import options
from assessments.sharing import links
from assessments.views.keep import FORMATS
from careerpaths.operations.limits import MOST_BYTES
from careerpaths.scoring.answers import MOST_OPTIONS
from careerpaths.scoring.schema import PATHS
from harness.whole_site import ROUTES, Route, Victim

FORM = "application/x-www-form-urlencoded"
QUERY = "?" + urlencode({f"k{n}": "v" for n in range(500)})[:3_900]
COOKIES = "; ".join(f"c{n}=v" for n in range(1_000))[:8_000]
PUBLIC = [route for route in ROUTES if not route.pattern.startswith("admin/") and "media" not in route.pattern]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    body: Any = ""
    kind: str = FORM
    malformed: bool = False


@dataclass
class Dearest:
    """Somebody with everything that can belong to a comparison, and eight options without answers."""

    victim: Victim

    def __post_init__(self) -> None:
        assessment = self.victim.assessment
        for n in range(MOST_OPTIONS - 1):
            options.add_option(assessment, name=f"Option {n} " + "x" * 100, path=PATHS[n % len(PATHS)])
        for _ in range(20):
            assessment.decisions.create(choice="x" * 100, why="y " * (TEXT_LENGTH // 2), outcome="z " * 1_000)
        self.tokens = {
            "return": make_return_link(assessment),
            "i": desk.invite(assessment.consents.get().advisor, label="Fellows", days=30)[1],
            "s": links.make(assessment, label="All", days=30, shows_names=True, shows_sensitive=True, may_comment=True)[
                1
            ],
        }

    def of(self, route: Route) -> Iterator[Asked]:
        """All requests to try at one address."""
        token = self.tokens.get(route.pattern.partition("/")[0], self.victim.tokens["may_answer"])
        path = self.victim.path(route, token)
        for extension in FORMATS if "<str:form>" in route.pattern else ("",):
            own = path.replace("career-paths.json", f"career-paths.{extension}")
            yield Asked(method="GET", path=own + QUERY)
        yield from (Asked(method="POST", path=path, **full) for full in self._full(route.pattern))
        wrongs = MALFORMED + MALFORMED_JSON * route.pattern.startswith("api/")
        yield from (Asked(method="POST", path=path, malformed=True, **wrong) for wrong in wrongs)

    def _full(self, pattern: str) -> Iterator[dict[str, Any]]:
        yield {"body": ""}
        match pattern.rstrip("/").rpartition("/")[2]:
            case "evaluate":
                yield {"body": json.dumps(typical()), "kind": "application/json"}
            case "import":
                yield {"body": {"file": SimpleUploadedFile("a.json", json.dumps(with_journal()).encode())}, "kind": ""}
            case "what-if" | "ranking":
                yield {"body": urlencode({"goal_role": "research_contributor", "tai_p10": 50})}
            case "comment":
                yield {"body": urlencode({"text": "x" * 2_000, "name": "y" * 120})}
            case "unlock" | "code":
                yield {"body": urlencode({"passphrase": "x" * 1_000, "code": "x" * 1_000})}
            case "account" | "new":
                yield {"body": urlencode({"email": "x" * 50 + "@example.org"})}


def typical() -> dict[str, Any]:
    """Eight options of which only the kind is known, so there is as much as possible to draw and to find out."""
    kinds = [{"id": f"o{n}", "path": PATHS[n % len(PATHS)]} for n in range(MOST_OPTIONS)]
    return {"person": {"goal_role": "research_lead"}, "options": kinds}


def with_journal() -> dict[str, Any]:
    """The largest file that can be imported."""
    entry = {"option": "o0", "why": "y" * TEXT_LENGTH, "outcome": "z" * TEXT_LENGTH, "confidence": 50}
    return {**typical(), "journal": {"decisions": [entry] * MOST_ENTRIES}}


FIELDS = urlencode({f"field{n}": "v" * 150 for n in range(499)})
KEYS = json.dumps({"options": [{f"key{n}": n for n in range(2_900)}]})
MANY_KEYS = json.dumps({"options": [{f"key{n}": n for n in range(7_000)}]})
PARTS = (
    b"".join(b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n" for _ in range(2_000))[: MOST_BYTES - 10] + b"--x--"
)
MALFORMED: list[dict[str, Any]] = [
    {"body": FIELDS},
    {"body": "&" * (MOST_BYTES - 10)},
    {"body": PARTS, "kind": "multipart/form-data; boundary=x"},
    {"body": urlencode({"text": KEYS})},
    {"body": "x" * 2_000_000},
]
MALFORMED_JSON: list[dict[str, Any]] = [
    {"body": body, "kind": "application/json"}
    for body in (KEYS, MANY_KEYS, "[" * (MOST_BYTES - 10), '"' + '\\"' * (MOST_BYTES // 2 - 10))
]
