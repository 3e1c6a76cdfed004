"""A walk over every address of the site, from the outside: what each kind of visitor may open, read and change.

Another person's comparison is full of marks. The visitor fills the addresses with its ids and with tokens that are not
theirs, requests each address and sends each form. The walk fails if a mark comes out, if a row changes, or if it meets
an address that it does not know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from assessments.access import COOKIE, key_digest, make_return_link
from assessments.advising import desk
from assessments.exports import drawing
from assessments.exports.bundle import Bundle
from assessments.models import Assessment, AssessmentKey, Consent, DrawnPdf, ShareLink
from careerpaths.models import RulesetVersion
from harness.background import QUEUED
from harness.stored import browser_of, store
from harness.whole_site import MARKS, NAME, NOTED, ROUTES, TITLE, Victim, make_victim

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "",
    "robots.txt",
    "manifest.webmanifest",
    "example/",
    "privacy/",
    "accessibility/",
    "mine/",
    "mine/delete/",
    "mine/transfer/",
    "import/",
    "method/",
    "method/changelog/",
    "method/ruleset.json",
    "method/schema.json",
    "account/",
    "account/new/",
    "account/inactive/",
    "admin/login/",
    "api/docs",
    "api/openapi.json",
    "healthz",
    "readyz",
}
"""The pages that open with status 200 for everybody. All others must be refused, or redirect to one of these."""
SIGNING_IN = {"account/", "account/new/"}  # redirect anyone who is signed in
WITH_AN_ACCOUNT = {"desk/", "account/out/"}
OF_STAFF = {"admin/", "admin/password_change/", "admin/password_change/done/", "admin/jsi18n/"}
ELSEWHERE = {"favicon.ico", "account/in/", "account/email/"}  # redirect to another address


@pytest.fixture
def victim(live_ruleset: RulesetVersion) -> Victim:
    return make_victim(live_ruleset)


def signed_in(name: str, *, staff: bool = False) -> Client:
    user, _ = User.objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})
    if staff:
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.refresh_from_db()
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def another_owner(live: RulesetVersion) -> Client:
    own = store(
        live, {"person": {"goal_role": "research_lead"}, "options": [{"id": "b", "path": "phd", "answers": {}}]}
    )
    own.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("another"))
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = "another"
    return client


@dataclass(frozen=True)
class Walker:
    """One kind of visitor."""

    make: Callable[[Victim], Client]
    opens: frozenset[str] = frozenset(EVERYBODY)
    reads: frozenset[str] = frozenset()  # marks shown to this visitor on purpose
    changes: frozenset[str] = frozenset()
    right: str | None = None  # the visitor has the token of a link with this right


NOTHING = "a-token-that-was-never-made"
HOLDS = frozenset({*EVERYBODY, "s/<str:token>/", "s/<str:token>/plan/"})
ACCOUNTS = frozenset(EVERYBODY - SIGNING_IN | WITH_AN_ACCOUNT)
WALKERS = {
    "anonymous": Walker(lambda _: Client(raise_request_exception=False)),
    "another owner": Walker(lambda victim: another_owner(victim.assessment.ruleset)),
    "a link that shows little": Walker(lambda _: Client(raise_request_exception=False), HOLDS, right=""),
    "a link with names": Walker(
        lambda _: Client(raise_request_exception=False), HOLDS, frozenset({TITLE, NAME}), right="shows_names"
    ),
    "a link with sensitive answers": Walker(
        lambda _: Client(raise_request_exception=False), HOLDS, right="shows_sensitive"
    ),
    "a link for comments": Walker(
        lambda _: Client(raise_request_exception=False), HOLDS, changes=frozenset({"comments"}), right="may_comment"
    ),
    "a link for a second opinion": Walker(
        lambda _: Client(raise_request_exception=False),
        HOLDS | {"s/<str:token>/opinion/"},
        changes=frozenset({"opinions"}),
        right="may_answer",
    ),
    "another advisor": Walker(lambda _: signed_in("kim"), ACCOUNTS),
    "an administrator without a permission": Walker(
        lambda _: signed_in("ada", staff=True), ACCOUNTS - {"admin/login/"} | OF_STAFF
    ),
}


def opened(client: Client, victim: Victim, walker: Walker, seen: dict[str, str]) -> set[str]:
    """The addresses that answer a GET with 200; `seen` collects what they showed."""
    found = set()
    token = NOTHING if walker.right is None else victim.tokens[walker.right]
    for route in ROUTES:
        cache.clear()  # the rate limits are tested elsewhere
        answer = client.get(victim.path(route, token))
        assert answer.status_code < 500, route.pattern
        seen[f"GET {route.pattern}"] = body(answer)
        if answer.status_code == 200:
            found.add(route.pattern)
    return found


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{content.decode(errors='replace')} {answer.headers.get('Location', '')}"


@pytest.mark.parametrize("name", WALKERS)
def test_a_visitor_can_open_read_and_change_only_what_is_meant_for_them(name: str, victim: Victim) -> None:
    walker, seen = WALKERS[name], dict[str, str]()
    client = walker.make(victim)
    before = victim.state()

    assert opened(client, victim, walker, seen) == walker.opens
    assert victim.state() == before, "a GET changed something"
    send_everything(client, victim, walker, seen)

    told = {(where, mark) for where, text in seen.items() for mark in MARKS - walker.reads if mark in text}
    assert told == set()
    after = victim.state()
    assert {part for part in before if before[part] != after[part]} <= walker.changes


FORMS: list[dict[str, str]] = [
    {},
    {"text": "Hello", "about": "result", "label": "L", "days": "30", "do": "delete", "answer": "none", "reply": "R"},
]


def send_everything(client: Client, victim: Victim, walker: Walker, seen: dict[str, str]) -> None:
    token = NOTHING if walker.right is None else victim.tokens[walker.right]
    for route in ROUTES:
        if route.pattern in {"mine/delete/", "mine/forget/", "account/out/", "admin/logout/"}:
            continue  # these end the visitor's own session; they are tried below
        for form in FORMS:
            cache.clear()
            answer = client.post(victim.path(route, token), form)
            assert answer.status_code < 500, route.pattern
            seen[f"POST {route.pattern} {len(form)}"] = body(answer)


@pytest.mark.parametrize("name", WALKERS)
def test_only_its_owner_can_request_follow_and_download_a_pdf_from_a_worker(
    name: str, victim: Victim, settings: Settings
) -> None:
    settings.TASKS = QUEUED
    drawing.ask_for_pdf(Bundle(victim.assessment))
    DrawnPdf.objects.update(state=DrawnPdf.State.DONE, content=TITLE.encode())
    places = [f"/a/{victim.assessment.uid}/keep/{place}" for place in ("pdf/", "pdf/progress/", "career-paths.pdf")]
    htmx = {"HX-Request": "true"}
    owner = browser_of(victim.assessment)
    assert [owner.get(place, headers=htmx).status_code for place in places] == [200] * 3

    client, before = WALKERS[name].make(victim), victim.state()
    for place in places:
        for answer in (client.get(place, headers=htmx), client.post(place, headers=htmx)):
            assert answer.status_code in {404, 405}
            assert TITLE not in body(answer)
    assert victim.state() == before
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("name", WALKERS)
def test_deleting_and_forgetting_all_your_own_data_leaves_everybody_elses(name: str, victim: Victim) -> None:
    client = WALKERS[name].make(victim)
    before = victim.state()
    for path in ("/mine/delete/", "/mine/forget/", "/account/out/", "/admin/logout/"):
        assert client.post(path).status_code in {200, 302, 405}
    assert victim.state() == before


def test_an_advisor_with_consent_reads_what_it_covers_and_changes_nothing(victim: Victim) -> None:
    walker = Walker(lambda _: signed_in("lee"), reads=frozenset({NOTED}), changes=frozenset({"notes"}))
    client, seen = walker.make(victim), dict[str, str]()
    before = victim.state()

    assert opened(client, victim, walker, seen) == ACCOUNTS | {"desk/<str:consent>/", "desk/<str:consent>/plan/"}
    assert NOTED in seen["GET desk/<str:consent>/"]
    assert {mark for text in seen.values() for mark in MARKS if mark in text} == {NOTED}
    send_everything(client, victim, walker, seen)
    after = victim.state()
    assert {part for part in before if before[part] != after[part]} <= walker.changes


def test_an_advisor_whose_consent_was_withdrawn_is_like_anybody_else(victim: Victim) -> None:
    desk.withdraw(Consent.objects.get())
    walker = Walker(lambda _: signed_in("lee"))
    seen: dict[str, str] = {}
    assert opened(walker.make(victim), victim, walker, seen) == ACCOUNTS
    assert {mark for text in seen.values() for mark in MARKS if mark in text} == set()


def test_the_walk_would_notice_a_mark(victim: Victim) -> None:
    """The owner sees what nobody else may, so there are marks to find."""
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    client = Client()
    client.cookies[COOKIE] = "mine"
    seen: dict[str, str] = {}
    opened(client, victim, WALKERS["anonymous"], seen)
    assert {mark for text in seen.values() for mark in MARKS if mark in text} == MARKS - {NOTED}


def test_head_is_answered_like_get_at_every_address(victim: Victim) -> None:
    """Link checkers and previews send HEAD, and a 405 would tell them that a link is dead."""
    client = signed_in("lee")
    User.objects.filter(username="lee").update(is_superuser=True, is_staff=True)
    AssessmentKey.objects.create(
        assessment=victim.assessment, kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine")
    )
    client.cookies[COOKIE] = "mine"
    _, invitation = desk.invite(User.objects.get(username="lee"), label="Fellows", days=30)
    tokens = {"i": invitation, "return": make_return_link(victim.assessment)}
    answers = {}
    for route in ROUTES:
        path = victim.path(route, tokens.get(route.pattern.split("/")[0], victim.tokens["may_answer"]))
        answers[route.pattern] = client.head(path).status_code, client.get(path).status_code
    assert {where for where, (head, get) in answers.items() if (head == 405) != (get == 405)} == set()
    assert sum(status == 200 for _, status in answers.values()) > 80, "most addresses must open for this to say much"


def test_no_comparison_appears_in_the_lists_of_the_admin() -> None:
    assert not {Assessment, Consent, DrawnPdf, ShareLink} & set(site._registry)
