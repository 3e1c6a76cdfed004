"""Each address that accepts a form, in one of two tables so that a new one cannot be forgotten, and who presses."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessments.access import key_digest
from assessments.advising import desk
from assessments.models import AssessmentKey, BrowserTransfer
from assessments.questionnaire import options
from careerpaths import publishing
from careerpaths.models import RulesetVersion
from careerpaths.rulesets.writing import plain_yaml
from harness.documents import document
from harness.forms import forms_of
from harness.stored import browser_of
from harness.whole_site import ROUTES, Victim

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


# --- what must exist before ---------------------------------------------------------------------------------------


def nothing(victim: Victim, client: Client) -> None:
    """Nothing beyond what everybody has."""


def a_deleted_option(victim: Victim, client: Client) -> None:
    options.delete_option(victim.assessment.options.get())


def a_transfer(victim: Victim, client: Client) -> None:
    victim.assessment.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("another"))
    transfer = {"digest": key_digest("carried"), "browser_digest": key_digest("another")}
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


# --- forms that create something ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Press:
    """Somebody presses the button of a form that creates something."""

    who: Callable[[Victim], Client]
    page: str = ""  # where the form is, unless that is the address it is sent to
    typed: dict[str, str] = field(default_factory=dict)
    before: Callable[[Victim, Client], None] = nothing
    right: str = ""  # what the link allows whose token goes into the address


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


def path(victim: Victim, pattern: str, right: str) -> str:
    route = next(route for route in ROUTES if route.pattern == pattern)
    return victim.path(route, victim.tokens.get(right, ""))


def sent_from(client: Client, page: str, target: str) -> dict[str, str]:
    """What a browser would send with the form on this page that is sent to the target."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    for form in forms_of(answer.text):
        if form.method == "post" and (form.action or page) == target:
            return {name: values[0] for name, values in form.everything.items() if name != "do"}
    raise AssertionError(f"{page} has no form that is sent to {target}")


def twin_of(client: Client) -> Client:
    """A copy of the browser from before it gets a response, for the second press."""
    twin = Client()
    twin.cookies = deepcopy(client.cookies)
    return twin


def without_keys(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def make(victim: Victim, pattern: str) -> tuple[Client, str, dict[str, str]]:
    """Somebody with the form in front of them, where it is sent, and what they typed."""
    press = MAKES[pattern]
    client = press.who(victim)
    press.before(victim, client)
    target = path(victim, pattern, press.right)
    typed = press.typed | ({"code": victim.values["code"]} if "code" in victim.values else {})
    sent = sent_from(client, path(victim, press.page, press.right) if press.page else target, target)
    return client, target, sent | typed
