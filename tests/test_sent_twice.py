"""On a slow line people press a button twice. Every form that makes something makes one thing, and the second answer,
which is the only one that the browser shows, leads to it.

Each address that takes a form stands in one of two tables here, so that a new one cannot be forgotten.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from assessments import expiry
from assessments.access import digest_of
from assessments.advising import desk
from assessments.models import Assessment, AssessmentKey, BrowserTransfer, ShareLink
from assessments.questionnaire import options
from careerpaths import publishing
from careerpaths.models import RulesetVersion, SentForm
from careerpaths.operations import once
from careerpaths.rulesets.writing import plain_yaml
from harness.documents import document
from harness.forms import forms_of
from harness.stored import address, browser_of
from harness.whole_site import ROUTES, Victim, make_victim

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead"},
    "options": [{"id": "a", "path": "phd", "answers": {}}],
}
CLAIM = {
    "p0.id": "E999",
    "p0.section": "1",
    "p0.by": "Somebody",
    "p0.claim": "It rains.",
    "p0.kind": "advice",
    "p0.strength": "weak",
}
WAIT = 20  # seconds, at most
ADMIN = "admin/careerpaths/rulesetversion/"
VERSION = f"{ADMIN}<int:pk>/"
HOME = f"{ADMIN}<path:object_id>/change/"

# --- who presses --------------------------------------------------------------------------------------------------


def owner(victim: Victim) -> Client:
    return browser_of(victim.assessment)


def nobody(victim: Victim) -> Client:
    return Client()


def advisor(victim: Victim) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="lee"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def admin(victim: Victim) -> Client:
    User.objects.filter(username="lee").update(is_staff=True, is_superuser=True)
    return advisor(victim)


# --- what is there before -----------------------------------------------------------------------------------------


def nothing(victim: Victim, client: Client) -> None:
    """Nothing more than everybody's."""


def a_deleted_option(victim: Victim, client: Client) -> None:
    options.delete(victim.assessment.options.get())


def a_transfer(victim: Victim, client: Client) -> None:
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=digest_of("another"))
    transfer = {"digest": digest_of("carried"), "browser_digest": digest_of("another")}
    BrowserTransfer.objects.create(**transfer, expires_at=timezone.now() + timedelta(minutes=5))
    victim.tokens["transfer"] = "carried"


def an_invitation(victim: Victim, client: Client) -> None:
    _, victim.tokens["invitation"] = desk.invite(User.objects.get(username="lee"), label="More", days=3)


def a_mentee_who_listens(victim: Victim, client: Client) -> None:
    victim.assessment.consents.update(may_comment=True)


def a_draft(victim: Victim, client: Client) -> None:
    live = RulesetVersion.objects.get(pk=victim.values["pk"])
    victim.values["pk"] = victim.values["object_id"] = str(publishing.open_draft(live).pk)


def a_draft_with_its_evidence(victim: Victim, client: Client) -> None:
    a_draft(victim, client)
    victim.values["slug"] = "evidence"


def a_planned_draft(victim: Victim, client: Client) -> None:
    a_draft(victim, client)
    plan = {"scheduled_for": timezone.now() + timedelta(days=2), "scheduled_note": "Soon."}
    RulesetVersion.objects.filter(pk=victim.values["pk"]).update(**plan)


def a_retired_version(victim: Victim, client: Client) -> None:
    live = RulesetVersion.objects.get(pk=victim.values["pk"])
    publishing.publish(publishing.open_draft(live), note="Better.")


def a_code(victim: Victim, client: Client) -> None:
    """The advisor asked for a code, and it came by e-mail."""
    client.post("/account/new/", {"email": "new@example.org"})
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    victim.values["code"] = found[1]


def a_code_to_sign_in(victim: Victim, client: Client) -> None:
    a_code(victim, client)
    client.post("/account/verify/", {"code": victim.values["code"]})
    client.post("/account/out/")
    client.post("/account/", {"email": "new@example.org"})
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    victim.values["code"] = found[1]


# --- what makes something -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Press:
    """Somebody presses the button of a form that makes something."""

    who: Callable[[Victim], Client]
    page: str = ""  # where the form is, unless it is at the address that it is sent to
    typed: dict[str, str] = field(default_factory=dict)
    before: Callable[[Victim, Client], None] = nothing
    right: str = ""  # of the link whose token is in the address


MAKES = {
    "start/": Press(who=nobody, page="mine/"),
    "mine/transfer/": Press(who=owner),
    "import/": Press(who=nobody, typed={"text": json.dumps({"format": "career-paths/1", **CASE})}),
    "t/<str:token>/": Press(who=nobody, before=a_transfer, right="transfer"),
    "i/<str:token>/": Press(
        who=nobody, before=an_invitation, right="invitation", typed={"mentee_name": "Kit", "assessment": "new"}
    ),
    "a/<str:uid>/options/": Press(who=owner, typed={"name": "Offer B", "path": "phd", "dealbreaker": "no"}),
    "a/<str:uid>/options/typical/": Press(who=owner, page="a/<str:uid>/options/", typed={"path": "phd"}),
    "a/<str:uid>/options/<str:oid>/copy/": Press(who=owner, page="a/<str:uid>/options/"),
    "a/<str:uid>/options/<str:oid>/restore/": Press(who=owner, page="a/<str:uid>/options/", before=a_deleted_option),
    "a/<str:uid>/today/copy/": Press(who=owner, page="a/<str:uid>/today/"),
    "a/<str:uid>/link/": Press(who=owner),
    "a/<str:uid>/share/": Press(who=owner, typed={"label": "Dana", "passphrase": ""}),
    "a/<str:uid>/journal/": Press(who=owner, typed={"choice": "other", "other": "A gap year", "confidence": "60"}),
    "s/<str:token>/comment/": Press(
        who=nobody, page="s/<str:token>/", right="may_comment", typed={"text": "Well", "about": "result"}
    ),
    "s/<str:token>/copy/": Press(who=nobody, page="s/<str:token>/"),
    "s/<str:token>/opinion/": Press(who=nobody, right="may_answer"),
    "desk/": Press(who=advisor, typed={"label": "Fellows"}),
    "desk/<str:consent>/comment/": Press(
        who=advisor, page="desk/<str:consent>/", before=a_mentee_who_listens, typed={"text": "Well", "about": "result"}
    ),
    "account/": Press(who=nobody, typed={"email": "lee@example.org"}),
    "account/new/": Press(who=nobody, typed={"email": "new@example.org"}),
    "account/verify/": Press(who=nobody, before=a_code),
    "account/code/": Press(who=nobody, before=a_code_to_sign_in),
    f"{ADMIN}import/": Press(who=admin, typed={"text": plain_yaml(document()), "new_label": "on"}),
    f"{VERSION}open-draft/": Press(who=admin, page=HOME),
    f"{VERSION}publish/": Press(who=admin, before=a_draft, typed={"note": "Better.", "when": "now"}),
    f"{VERSION}approve/": Press(who=admin, before=a_draft, typed={"note": "Read."}),
    f"{VERSION}unschedule/": Press(who=admin, page=HOME, before=a_planned_draft),
    f"{VERSION}retire/": Press(who=admin, typed={"note": "Wrong."}),
    f"{VERSION}delete-draft/": Press(who=admin, before=a_draft, typed={"note": "A try."}),
    f"{VERSION}roll-back/": Press(who=admin, before=a_retired_version, typed={"note": "Worse."}),
    f"{VERSION}checks/cases/new/": Press(
        who=admin,
        before=a_draft,
        typed={
            "id": "mine",
            "name": "Mine",
            "why": "P1",
            "e0-kind": "first",
            "e0-option": "a",
            "case": json.dumps(CASE),
        },
    ),
    f"{VERSION}edit/<slug:slug>/new/": Press(who=admin, before=a_draft_with_its_evidence, typed=CLAIM),
    "admin/auth/group/add/": Press(who=admin, typed={"name": "Readers"}),
    "admin/auth/user/add/": Press(
        who=admin, typed={"username": "kim", "password1": "thirteen-and-more", "password2": "thirteen-and-more"}
    ),
}


CHANGES = {
    "api/evaluate",  # stores nothing
    "mine/delete/",
    "mine/forget/",
    "mine/claim/",
    "return/<str:token>/",  # lets this browser in, which it may be twice
    "a/<str:uid>/rename/",
    "a/<str:uid>/release/",
    "a/<str:uid>/options/<str:oid>/",
    "a/<str:uid>/options/<str:oid>/delete/",
    "a/<str:uid>/details/",
    "a/<str:uid>/q/<slug:question>/",
    "a/<str:uid>/q/<slug:question>/save/",
    "a/<str:uid>/what-if/",
    "a/<str:uid>/what-if/ranking/",
    "a/<str:uid>/keep/pdf/",  # one drawing of one content, by a constraint
    "a/<str:uid>/share/<str:link>/",
    "a/<str:uid>/share/<str:link>/revoke/",
    "a/<str:uid>/advisors/<str:consent>/",
    "a/<str:uid>/comments/<int:comment>/",
    "s/<str:token>/unlock/",
    "a/<str:uid>/opinions/<str:opinion>/take/",
    "a/<str:uid>/opinions/<str:opinion>/delete/",
    "a/<str:uid>/journal/<int:entry>/",
    "a/<str:uid>/journal/<int:entry>/edit/",
    "a/<str:uid>/journal/<int:entry>/delete/",
    "a/<str:uid>/sure/<slug:moment>/",
    "a/<str:uid>/advisors/<str:consent>/withdraw/",
    "a/<str:uid>/delete/",
    "desk/invitations/<str:invitation>/close/",
    "desk/<str:consent>/note/",
    "account/out/",
    "admin/login/",
    "admin/logout/",
    "admin/password_change/",
    f"{VERSION}impact/",  # one report at a time, by a lock
    f"{VERSION}impact/cancel/",
    f"{VERSION}checks/preview/",
    f"{VERSION}checks/cases/<slug:case>/",
    f"{VERSION}checks/cases/<slug:case>/remove/",
    f"{VERSION}edit/",
    f"{VERSION}edit/<slug:slug>/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/remove/",
    f"{VERSION}edit/<slug:slug>/item/<slug:name>/move/",
}
"""What changes something that is there: sent twice, it is changed to the same."""
OTHERS = re.compile(
    rf"admin/(?!{ADMIN.removeprefix('admin/')}(import|<int))|.*api/|favicon.ico|account/(in|email|inactive)/"
)
"""Pages by Django, where one template adds everything, and addresses that read no form."""


def path(victim: Victim, pattern: str, right: str) -> str:
    route = next(route for route in ROUTES if route.pattern == pattern)
    return victim.path(route, victim.tokens.get(right, ""))


def sent_from(client: Client, page: str, target: str) -> dict[str, str]:
    """What a browser would send with the form on this page that goes to the target."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    for form in forms_of(answer.text):
        if form.method == "post" and (form.action or page) == target:
            return {name: values[0] for name, values in form.everything.items() if name != "do"}
    raise AssertionError(f"{page} has no form that goes to {target}")


def twin_of(client: Client) -> Client:
    """The same browser as it was before it read any answer: what a second press is sent from."""
    twin = Client()
    twin.cookies = deepcopy(client.cookies)
    return twin


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is stored, but for the forms themselves and sessions."""
    models = [model for model in apps.get_models() if model not in (SentForm, Session)]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def without_keys(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


@pytest.fixture
def victim(live_ruleset: RulesetVersion) -> Victim:
    return make_victim(live_ruleset)


def make(victim: Victim, pattern: str) -> tuple[Client, str, dict[str, str]]:
    """Somebody who has the form before them, where it goes, and what they typed."""
    press = MAKES[pattern]
    client = press.who(victim)
    press.before(victim, client)
    target = path(victim, pattern, press.right)
    typed = press.typed | ({"code": victim.values["code"]} if "code" in victim.values else {})
    sent = sent_from(client, path(victim, press.page, press.right) if press.page else target, target)
    return client, target, sent | typed


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", MAKES)
def test_what_is_sent_twice_is_made_once_and_both_answers_lead_to_it(pattern: str, victim: Victim) -> None:
    client, target, sent = make(victim, pattern)
    twin, before, mails = twin_of(client), everything(), len(mail.outbox)

    first = client.post(target, sent)
    assert first.status_code in {200, 302}, re.findall(r"error.*", first.text)
    made, sent_mails = everything(), len(mail.outbox)
    assert made != before or sent_mails > mails, "nothing was made"

    second = twin.post(target, sent)
    assert everything() == made
    assert len(mail.outbox) == sent_mails
    assert second.status_code == first.status_code
    if first.status_code == 200:
        assert without_keys(second.text) == without_keys(first.text)
    else:
        assert second["Location"] == first["Location"]
        assert twin.get(second["Location"].partition("#")[0]).status_code == 200


@pytest.mark.django_db
def test_every_address_that_takes_a_form_is_in_one_of_the_tables(victim: Victim) -> None:
    client = owner(victim)
    client.raise_request_exception = False
    cookies, user = deepcopy(client.cookies), User.objects.get(username="lee")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    takes = set()
    for route in ROUTES:
        cache.clear()
        client.cookies = deepcopy(cookies)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        with transaction.atomic():
            if client.post(victim.path(route, victim.tokens["may_answer"])).status_code != 405:
                takes.add(route.pattern)
            transaction.set_rollback(True)
    known = MAKES.keys() | CHANGES
    assert {pattern for pattern in takes ^ known if not OTHERS.match(pattern)} == set()


# --- at the very same moment --------------------------------------------------------------------------------------


def press_at_once(
    clients: list[Client], target: str, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    """Both are past everything that only reads before either of them writes."""
    together, answers, digest_of_form = Barrier(2), list[Any](), once._digest_of

    def digest_and_wait(request: Any) -> str:
        digest = digest_of_form(request)
        together.wait(WAIT)
        return digest

    def press(client: Client) -> None:
        try:
            answers.append(client.post(target, sent))
        finally:
            connection.close()

    monkeypatch.setattr(once, "_digest_of", digest_and_wait)
    presses = [Thread(target=press, args=[client]) for client in clients]
    for one in presses:
        one.start()
    for one in presses:
        one.join(WAIT)
    monkeypatch.undo()
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pattern", ["start/", "a/<str:uid>/options/", "a/<str:uid>/share/"])
def test_two_connections_at_once_make_one_thing(
    pattern: str, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = make_victim(live_ruleset)
    client, target, sent = make(victim, pattern)

    def count() -> int:
        return sum((Assessment.objects.count(), victim.assessment.options.count(), ShareLink.objects.count()))

    before = count()

    one, other = press_at_once([client, twin_of(client)], target, sent, monkeypatch)

    assert one.status_code == other.status_code in {200, 302}
    assert one.headers.get("Location") == other.headers.get("Location")
    assert without_keys(one.text) == without_keys(other.text)
    assert count() == before + 1


# --- what is not the same form ------------------------------------------------------------------------------------


OPTIONS = "a/<str:uid>/options/"


@pytest.mark.django_db
def test_the_second_press_is_told_of(victim: Victim) -> None:
    client, target, sent = make(victim, OPTIONS)
    client.post(target, sent)
    answer = client.post(target, sent, follow=True)
    assert "This form was sent twice. It was saved once." in answer.text


@pytest.mark.django_db
def test_a_form_that_was_changed_or_is_drawn_again_makes_another_thing(victim: Victim) -> None:
    client, target, sent = make(victim, OPTIONS)
    client.post(target, sent)
    client.post(target, sent | {"name": "Offer C"})
    client.post(target, sent_from(client, target, target) | MAKES[OPTIONS].typed)
    assert victim.assessment.options.filter(name__startswith="Offer").count() == 3


@pytest.mark.django_db
def test_a_key_is_worth_nothing_in_another_browser(victim: Victim) -> None:
    client, _, _ = make(victim, OPTIONS)
    sent = sent_from(client, "/mine/", "/start/")
    mine = client.post("/start/", sent)
    stranger = Client()
    stranger.get("/mine/")
    theirs = stranger.post("/start/", sent)
    assert theirs["Location"] != mine["Location"]
    assert stranger.get(mine["Location"]).status_code == 404


@pytest.mark.django_db
def test_what_was_refused_is_not_remembered(victim: Victim) -> None:
    client, target, sent = make(victim, "a/<str:uid>/options/<str:oid>/copy/")
    for n in range(7):
        options.add(victim.assessment, name=f"O{n}", path="phd")
    for _ in range(2):
        assert "up to eight options" in client.post(target, sent, follow=True).text
    assert victim.assessment.options.present().count() == 8
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_a_browser_that_was_told_to_forget_gets_nothing_back_by_an_old_form(victim: Victim) -> None:
    client, target, sent = make(victim, "start/")
    begun = client.post(target, sent)["Location"]
    client.post("/mine/forget/")
    client.post(target, sent)
    assert client.get(begun).status_code == 404


@pytest.mark.django_db
def test_neither_key_nor_token_is_stored_and_old_forms_are_forgotten(victim: Victim) -> None:
    client, target, sent = make(victim, "s/<str:token>/comment/")
    client.post(target, sent)
    stored = str(SentForm.objects.values().get())
    assert sent[once.FIELD] not in stored
    assert victim.tokens["may_comment"] not in stored
    SentForm.objects.update(sent_at=timezone.now() - once.KEPT)
    expiry.expire()
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_delete_and_undo_pressed_twice_do_what_they_say(victim: Victim) -> None:
    client, option = owner(victim), victim.assessment.options.get()
    for name in ("delete-option", "restore-option"):
        for _ in range(2):
            assert client.post(address(victim.assessment, name, option.uid)).status_code == 302
        option.refresh_from_db()
        assert (option.deleted_at is not None) == (name == "delete-option")
