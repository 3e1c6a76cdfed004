"""Any file sent to the import or the API gets an answer in words, and an imported one can go out in every format."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.access import COOKIE, key_digest
from assessments.exports import as_pdf
from assessments.exports.bundle import Bundle
from assessments.models import Assessment, AssessmentKey
from assessments.views.keep import FORMATS
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import MOST_OPTIONS
from careerpaths.scoring.schema import PATHS

pytestmark = pytest.mark.usefixtures("live_ruleset")
CLIENT = Client()  # one client for all: a new one sets up the whole site again
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["", "\x00", "\ud800", "phd", "not_sure", "x" * 5_000, "9999-12-31", "{" * 100])
)
KEYS = st.sampled_from(
    [
        *("format", "title", "ruleset", "person", "options", "journal", "decisions", "leaning", "sure", "answers"),
        *("id", "name", "path", "goal_role", "tai_p5", "criteria_ranking", "opt_peers", "before", "why", "digest"),
    ]
) | st.text(st.characters(), max_size=10)
DATA = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=40)


def nested(deep: int, wide: int) -> str:
    """Deeply nested mappings and lists, and as many keys side by side."""
    inner = ",".join(f'"{n}":[{n}]' for n in range(wide))
    return f'{{{inner}{"," if wide else ""}"options":' + '[{"answers":' * deep + "1" + "}]" * deep + "}"


BODIES = st.one_of(
    st.dictionaries(KEYS, DATA).map(json.dumps),
    DATA.map(json.dumps),
    st.builds(nested, st.sampled_from([0, 3, 10, 950, 4_000]), st.sampled_from([0, 100, 2_900, 9_000])),
    st.text(max_size=200),
)


@settings(QUICK, max_examples=60)
@given(body=BODIES)
def test_json_of_any_shape_is_answered_in_words(body: str) -> None:
    cache.clear()  # this many at once would be refused, which is tested elsewhere
    raw = body.encode("utf-8", "surrogatepass")
    asked = CLIENT.post("/api/evaluate", raw, content_type="application/json")
    assert asked.status_code in (200, 400, 413, 422)
    assert asked.status_code == 200 or asked.json()["faults"][0]["message"]
    brought = CLIENT.post("/import/", {"file": SimpleUploadedFile("a.json", raw)})
    assert brought.status_code in (302, 422)


TODAY = date.today()  # noqa: DTZ011 - a day more or less does not matter
DAYS = st.sampled_from(
    [
        *("0001-01-01", "1969-12-31", "2019-12-31", "2020-01-01", "2024-02-29", "9999-12-31", "2026-02-30", ""),
        *((TODAY + timedelta(days=days)).isoformat() for days in (-1, 0, 1, 2, 3_650, 3_660, 3_661)),
        *(0, -62135596800, 253402300799, 1e18),
    ]
)
TIMES = st.builds(
    lambda day, rest: f"{day}{rest}" if isinstance(day, str) else day,
    DAYS,
    st.sampled_from(["", "T00:00:00", "T23:59:59.999999Z", "T00:00:00+23:59", "T23:59:59-23:59", "T24:00:00Z"]),
)
WORDS = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["", "=1+1", "\r\n", "x" * 120, "x" * 121, "\u202e", "👩‍🚀"]
)
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "option": st.sampled_from(["o0", "o1", "o9", None]),
        "choice": WORDS,
        "why": WORDS,
        "confidence": st.sampled_from([None, 0, 100, 101, -1, "50", 50.0, 50.5, True]),
        "result_then": WORDS,
        "decided_at": TIMES,
        "look_again_on": DAYS,
        "outcome": WORDS,
        "outcome_at": TIMES,
    },
)
GIVEN: list[Any] = ["strong", "not_sure", 0, 4, 168, 1e300, -0.0, None, "direction", [], {}]
ANSWERS = st.dictionaries(
    st.sampled_from(["opt_peers", "opt_mentor_hours", "opt_idea_freedom"]),
    st.sampled_from(GIVEN),
    max_size=2,
)
OPTIONS = st.builds(
    lambda count, name, path, answers: [
        {"id": f"o{n}", "name": name, "path": path, "answers": answers} for n in range(count)
    ],
    st.sampled_from([0, 1, 2, MOST_OPTIONS + 1]),
    WORDS,
    st.sampled_from([*PATHS, "job"]),
    ANSWERS,
)
SURE = st.dictionaries(
    st.sampled_from(["before", "after", "never"]),
    st.dictionaries(st.sampled_from(["sure", "risks", "other"]), st.sampled_from([True, False, None, 1, "yes", ""])),
)
JOURNALS = st.fixed_dictionaries(
    {},
    optional={
        "leaning": st.sampled_from(["o0", "", None, "o9"]),
        "decisions": st.lists(ENTRIES, max_size=2) | st.just([{"choice": "x"}] * 101),
        "sure": SURE,
    },
)
FILES = st.fixed_dictionaries({"options": OPTIONS}, optional={"title": WORDS, "journal": JOURNALS})


def exported(assessment: Assessment) -> dict[str, Any]:
    """The comparison as JSON, after fetching every other format and the pages that show the journal."""
    assessment.keys.get_or_create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    CLIENT.cookies.load({COOKIE: "mine"})
    others = [form for form in FORMATS if form not in ("pdf", "json")]
    for page in ("journal/", "keep/", *(f"keep/career-paths.{form}" for form in [*others, "json"])):
        answer = CLIENT.get(f"/a/{assessment.uid}/{page}")
        assert answer.status_code == 200, page
    document: dict[str, Any] = answer.json()
    return document


def brought(file: dict[str, Any]) -> Assessment | None:
    """The comparison made from a file, if there is one."""
    cache.clear()
    CLIENT.cookies.clear()
    Assessment.objects.all().delete()
    assert CLIENT.post("/import/", {"text": json.dumps(file)}).status_code in (302, 422)
    return Assessment.objects.first()


@settings(QUICK, max_examples=30)
@given(file=FILES)
def test_an_imported_file_can_be_exported_in_every_format_and_imported_again(file: dict[str, Any]) -> None:
    if first := brought(file):
        document = exported(first)
        again = brought(document)
        assert again is not None
        assert exported(again) == document


def test_a_full_comparison_is_imported_and_drawn_as_pdf(live_ruleset: RulesetVersion) -> None:
    entry = {"option": "o0", "why": "x" * 4_000, "look_again_on": TODAY.isoformat(), "confidence": 0}
    options = [{"id": f"o{n}", "name": "x" * 120, "path": "phd"} for n in range(2)]
    assessment = brought({"options": options, "journal": {"decisions": [entry] * 100}})
    assert assessment is not None
    exported(assessment)
    if as_pdf.is_possible():
        assert as_pdf.write_pdf(Bundle(assessment)).startswith(b"%PDF")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_stored_date_at_the_end_of_time_is_exported(live_ruleset: RulesetVersion, day: str) -> None:
    assessment = Assessment.objects.create(ruleset=live_ruleset)
    assessment.options.create(path="phd")
    assessment.decisions.create(choice="x", look_again_on=date.fromisoformat(day))
    assessment.decisions.update(decided_at=f"{day}T12:00:00Z")
    exported(assessment)
