"""Health, logs, metrics and limits: what operators rely on."""

import json
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assessments.models import Assessment
from assessments.sharing import links
from careerpaths.models import RulesetVersion
from careerpaths.operations import limits
from careerpaths.operations.watching import fault_reports, health, logs
from careerpaths.operations.watching.request_id import HEADER
from careerpaths.publishing.tasks import publish_what_is_due
from harness.background import QUEUED

SECRET = "a-secret-key-in-the-address"


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What the JSON log says about a record."""
    logs.WithoutAddresses().filter(record)
    line: dict[str, Any] = json.loads(logs.AsJson().format(record))
    return line


# --- health ---------------------------------------------------------------------------------------------------


def test_a_process_reports_that_it_is_alive_without_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_site_with_a_database_and_rules_is_ready(client: Client, live_ruleset: RulesetVersion) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    found = {"database": "ok", "migrations": "ok", "ruleset": "ok", "cache": "ok", "queue": "ok"}
    assert answer.json() == {"ready": True, **found}


def test_a_site_without_rules_is_not_ready_and_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ruleset"] == "none is live: run manage.py load_ruleset"


def test_a_site_without_its_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setitem(health.NEEDED, "migrations", lambda: "ok")
    monkeypatch.setitem(health.NEEDED, "ruleset", lambda: "ok")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_a_missing_cache_is_reported_and_stops_nobody(
    client: Client, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "get", lambda *args: None)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (200, "away")


@pytest.mark.parametrize(
    ("since", "due", "says"),
    [
        (1, None, "ok"),
        (3, None, "work has waited"),
        (9, 3, "work has waited"),
        (9, 1, "ok"),
        (9, -5, "ok"),
    ],
    ids=["just asked for", "waits", "planned, and waits", "planned, and just due", "planned for later"],
)
def test_work_that_waits_too_long_is_reported_and_stops_nobody(
    client: Client, live_ruleset: RulesetVersion, settings: Settings, since: int, due: int | None, says: str
) -> None:
    settings.TASKS = QUEUED
    now = timezone.now()
    with time_machine.travel(now - timedelta(minutes=since), tick=False):
        at = None if due is None else now - timedelta(minutes=due)
        publish_what_is_due.using(run_after=at).enqueue()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["queue"].startswith(says)


def test_health_checks_work_without_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/privacy/").status_code == 301


# --- metrics --------------------------------------------------------------------------------------------------


def test_metrics_need_the_token(client: Client, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "known"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer unknown"}).status_code == 404
    client.get("/healthz")
    text = client.get("/metrics", headers={"Authorization": "Bearer known"}).text
    assert 'careerpaths_requests_total{method="GET",route="/healthz",status="200"}' in text


def test_metrics_name_routes_and_never_addresses(client: Client, db: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = "known"
    client.get(reverse("assessments:return", args=[SECRET]))
    client.get(f"/{SECRET}/")
    text = client.get("/metrics", headers={"Authorization": "Bearer known"}).text
    assert "/return/<str:token>/" in text
    assert SECRET not in text


# --- logs -----------------------------------------------------------------------------------------------------


def test_each_response_carries_its_id_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="careerpaths.requests")
    answer = client.get("/healthz")
    assert len(answer.headers[HEADER]) == 32
    figures = caplog.records[-1].figures  # type: ignore[attr-defined]  # a field of ours
    assert figures["route"] == "/healthz"
    assert figures["status"] == 200


def test_only_a_trusted_proxy_can_set_the_id_of_a_request(client: Client, settings: Settings) -> None:
    given = {HEADER: "0123456789abcdef"}
    assert client.get("/healthz", headers=given).headers[HEADER] != given[HEADER]
    settings.PROXIES = 1
    assert client.get("/healthz", headers=given).headers[HEADER] == given[HEADER]
    assert client.get("/healthz", headers={HEADER: "line\tbreak"}).headers[HEADER] != "line\tbreak"


def test_the_log_of_a_missing_page_contains_no_key(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    client.get(reverse("assessments:return", args=[SECRET]))
    lines = [line_of(record) for record in caplog.records if record.name == "django.request"]
    assert lines[0]["message"] == "Not Found: /return/<str:token>/"
    assert SECRET not in str(lines)


def test_an_error_is_logged_with_its_location_and_without_the_values_of_the_row() -> None:
    try:
        raise DatabaseError("duplicate key\nDETAIL: Key (email)=(somebody@example.org) already exists.")
    except DatabaseError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "It failed", None, (type(error), error, None))
        line, told = line_of(record), logs.ForPeople().format(record)
    assert line["fault"]["message"] == "duplicate key"
    assert "test_operations.py" in line["fault"]["places"][-1]
    assert "somebody@example.org" not in told + json.dumps(line)


def test_a_reported_error_contains_nothing_about_the_visitor() -> None:
    event = {
        "request": {"url": f"https://careers.example/{SECRET}/", "data": "answers"},
        "user": {"ip_address": "192.0.2.1"},
        "exception": {"values": [{"type": "DatabaseError", "value": f"duplicate key\nDETAIL: {SECRET}"}]},
    }
    told = fault_reports.without_the_visitor(event, {})
    assert told == {
        "exception": {"values": [{"type": "DatabaseError", "value": "duplicate key"}]},
        "tags": {"request_id": ""},
    }


# --- who is asking, and how often -----------------------------------------------------------------------------


def begin(client: Client, address: str = "192.0.2.1", forwarded: str = "") -> int:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client.post(reverse("assessments:start"), headers=headers, REMOTE_ADDR=address).status_code


@pytest.fixture
def one_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    for what in limits.RATES:
        monkeypatch.setitem(limits.RATES, what, ((1, limits.HOUR),))


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
def test_starting_too_often_gets_a_page_and_creates_nothing(client: Client) -> None:
    assert begin(client) == 302
    answer = client.post(reverse("assessments:start"), REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "Too many attempts" in answer.text
    assert Assessment.objects.count() == 1
    assert begin(client, "192.0.2.2") == 302


@pytest.mark.usefixtures("one_an_hour")
@pytest.mark.parametrize(("what", "form"), [("unlock", {"passphrase": "guess"}), ("comment", {"text": "Hello"})])
def test_guessing_and_commenting_too_often_is_refused_whichever_link_it_is_for(
    client: Client, live_ruleset: RulesetVersion, what: str, form: dict[str, str]
) -> None:
    assessment = Assessment.objects.create(ruleset=live_ruleset)
    tokens = [links.make(assessment, label="Dana", days=30, may_comment=True)[1] for _ in range(2)]
    first, second = (client.post(reverse(f"assessments:shared-{what}", args=[token]), form) for token in tokens)
    assert first.status_code != 429
    assert second.status_code == 429


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
@pytest.mark.parametrize("place", ["/t/unknown/", "/import/"])
def test_trying_codes_and_files_too_often_is_refused(client: Client, place: str) -> None:
    first, second = (client.post(place).status_code for _ in range(2))
    assert first != 429
    assert second == 429


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
def test_one_ipv6_household_counts_as_one_sender(client: Client) -> None:
    assert begin(client, "2001:db8:1:2::1") == 302
    assert begin(client, "2001:db8:1:2:ffff::9") == 429
    assert begin(client, "2001:db8:1:3::1") == 302


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
@pytest.mark.parametrize(
    ("first", "second"),
    [("2001:db8::1", "2001:db8::2"), ("2001:db8::1", "2001:0db8:0:0:ffff::"), ("::ffff:192.0.2.1", "192.0.2.1")],
    ids=["short for long zeros", "written out", "IPv4 in IPv6"],
)
def test_a_sender_is_the_same_however_its_address_is_written(client: Client, first: str, second: str) -> None:
    assert begin(client, first) == 302
    assert begin(client, second) == 429


def test_hours_and_days_are_counted_separately(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "say", ((2, limits.HOUR), (3, limits.DAY)))
    begins = datetime(2027, 3, 1, tzinfo=UTC)

    def allowed(hour: int) -> int:
        done = 0
        with time_machine.travel(begins + timedelta(hours=hour), tick=False), suppress(limits.TooOften):
            for done in range(5):  # noqa: B007 - the test asks how many there were
                limits.count_all("say", "link")
        return done

    assert [allowed(hour) for hour in (0, 1, 2, 23, 24)] == [2, 1, 0, 0, 2]


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
def test_a_visitor_cannot_choose_another_address(client: Client, settings: Settings) -> None:
    assert begin(client, forwarded="198.51.100.1") == 302
    assert begin(client, forwarded="198.51.100.2") == 429
    settings.PROXIES = 1
    assert begin(client, "127.0.0.1", forwarded="203.0.113.9, 198.51.100.7") == 302
    assert begin(client, "127.0.0.1", forwarded="203.0.113.10, 198.51.100.7") == 429
    assert begin(client, "127.0.0.1", forwarded="nonsense") == 302


def test_a_form_that_is_too_large_is_refused_before_it_is_read_but_still_counted(
    client: Client, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "begin", ((1, limits.HOUR),))
    strict = Client(enforce_csrf_checks=True)
    large = strict.post("/start/", {"x": "y" * limits.MOST_BYTES})
    assert large.status_code == 413
    assert "larger than anything" in large.text
    assert strict.post("/start/").status_code == 429
    assert client.post("/account/", {"email": "y" * limits.MOST_BYTES}).status_code == 413
    assert client.post("/admin/login/", {"username": "y" * limits.MOST_BYTES}).status_code == 200
    assert client.post("/admin/login/", {"username": "y" * limits.MOST_BYTES_ADMIN}).status_code == 413


@pytest.mark.usefixtures("one_an_hour", "live_ruleset")
def test_the_api_reports_too_many_requests_in_its_own_format(client: Client) -> None:
    case = {"person": {}, "options": [{"id": "a", "path": "phd", "answers": {}}]}
    first, second = (client.post(reverse("api:evaluate"), case, content_type="application/json") for _ in range(2))
    assert first.status_code == 200
    assert second.status_code == 429
    assert second.json()["faults"][0]["message"].startswith("Too often. Try again in ")
    assert "Retry-After" in second.headers
