"""No visitor's request reads everything that is stored.

SQLite says for each statement whether it scans a whole table. It does not know any sizes here, so its plan for a site
with a million comparisons is the same as for this one.
"""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.access import COOKIE, key_digest
from assessments.models import Assessment, AssessmentKey
from assessments.sharing.comment_forms import RESULT
from careerpaths.models import RulesetVersion
from harness.whole_site import ROUTES, Victim, make_victim

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables on purpose."),
]

GROWING = {model._meta.db_table for model in apps.get_app_config("assessments").get_models()}
GROWING |= {User._meta.db_table, Session._meta.db_table}
NAMES = re.compile(r'(?:FROM|JOIN|UPDATE) "(\w+)"(?: "?([TU]\d+)"?)?')
SCAN = re.compile(r"SCAN (\w+)")
NEARLY_ALL = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX \w*_opinion_on_id_\w+ \(opinion_on_id=\?\)$")
"""The index on a column that is empty in nearly every row, used to look for the empty ones."""
READS = re.compile(r"(?:SELECT|UPDATE|DELETE)\b")


@pytest.fixture
def victim(live_ruleset: RulesetVersion) -> Victim:
    victim = make_victim(live_ruleset)
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("own"))
    EmailAddress.objects.create(user=User.objects.get(username="lee"), email="lee@example.org", verified=True)
    victim.assessment.opinions.get().keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("friend"))
    return victim


def whole_tables_read(sql: str) -> Iterator[str]:
    """The growing tables that a statement scans from end to end."""
    if not READS.match(sql):
        return
    tables = {alias or table: table for table, alias in NAMES.findall(sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [step for *_, step in cursor.fetchall()]
    asks_for_empty = '"opinion_on_id" IS NULL' in sql
    for step in plan:
        scanned = SCAN.match(step) or (asks_for_empty and NEARLY_ALL.match(step))
        if scanned and tables.get(scanned[1], scanned[1]) in GROWING:
            yield f"{step}: {sql}"


def reads(client: Client, method: str, path: str, **data: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if method == "GET" else client.post(path, data)
    assert method == "GET" or answer.status_code < 400, path
    return [f"{path}: {step}" for query in queries for step in whole_tables_read(query["sql"])]


def visitor(key: str, *, account: bool) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = key
    if account:
        client.force_login(User.objects.get(username="lee"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_query_without_an_index_is_found(victim: Victim) -> None:
    titled = str(Assessment.objects.filter(title="'x'").query)
    assert len(list(whole_tables_read(titled))) == 1
    own = Assessment.objects.filter(opinion_on=None)
    assert len(list(whole_tables_read(str(own.query)))) == 1
    assert not list(whole_tables_read(str(own.filter(uid="'x'").query)))


@pytest.mark.parametrize("account", [False, True])
@pytest.mark.parametrize("key", ["own", "friend", "stranger"])
def test_no_page_reads_a_whole_table(victim: Victim, key: str, account: bool) -> None:
    client = visitor(key, account=account)
    found = []
    for route in ROUTES:
        if not route.pattern.startswith("admin/") and route.pattern != "account/out/":
            found += reads(client, "GET", victim.path(route, victim.tokens["may_answer"]))
    assert found == []


@pytest.mark.parametrize("account", [False, True])
def test_no_form_reads_a_whole_table(victim: Victim, account: bool) -> None:
    client, home = visitor("own", account=account), f"/a/{victim.assessment.uid}/"
    found = reads(client, "POST", "/start/")
    found += reads(client, "POST", "/account/", email="lee@example.org")
    found += reads(client, "POST", f"{home}q/execution_skill/", answer="not_sure", was="")
    found += reads(client, "POST", f"{home}share/", label="Kim", days="30")
    found += reads(client, "POST", f"/s/{victim.tokens['may_comment']}/comment/", text="Ask them.", about=RESULT)
    found += reads(client, "POST", "/mine/claim/")
    found += reads(client, "POST", "/mine/transfer/")
    assert found == []
    assert reads(client, "POST", f"{home}delete/") == []
    assert not Assessment.objects.filter(pk=victim.assessment.pk).exists()
