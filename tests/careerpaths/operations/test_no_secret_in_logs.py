"""No log repeats what people type, send or keep secret, not even at the debug level."""

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import DataError, IntegrityError
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.sharing import links
from assessments.views import questions
from careerpaths.models import RulesetVersion
from careerpaths.operations.watching.logs import AsJson, ForPeople, WithoutAddresses
from harness.stored import address, browser_of, store

VISITOR = "203.0.113.77"
EMAIL = "sam.surname@example.org"
PASSPHRASE, PASSWORD, TYPED = "correct horse battery", "staple horse battery", "what somebody typed"
OPTION, TITLE = "PhD with Professor Lee", "Between Lee and Orchid"
CASE = {
    "person": {"goal_role": "research_lead", "mental_health_risk": "high"},
    "options": [{"id": "a", "name": OPTION, "path": "phd", "answers": {}}],
}
SECRETS = {VISITOR, EMAIL, PASSPHRASE, PASSWORD, TYPED, OPTION, TITLE}


class Kept(logging.Handler):
    """Everything that is logged, as the site writes it, in both of its formats."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.addFilter(WithoutAddresses())
        self.forms = (AsJson(), ForPeople("{levelname} {name}: {message}", style="{"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [form.format(record) for form in self.forms]


@pytest.fixture
def log() -> Iterator[Kept]:
    """With LOG_LEVEL=DEBUG."""
    root, kept = logging.getLogger(), Kept()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    made = store(live_ruleset, CASE)
    made.title = TITLE
    made.save()
    return made


def browser(client: Client | None = None) -> Client:
    client = client or Client(raise_request_exception=False)
    client.defaults["REMOTE_ADDR"] = VISITOR
    client.raise_request_exception = False
    return client


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    assert match, pattern
    return match[1]


def told(log: Kept, *secrets: str) -> list[str]:
    """The lines that repeat a secret. Checks that there are any lines to look at."""
    assert log.lines
    return [line for line in log.lines if any(secret in line for secret in SECRETS.union(secrets))]


def test_signing_in_by_code(log: Kept, live_ruleset: RulesetVersion) -> None:
    client = browser()
    client.post(reverse("account_signup"), {"email": EMAIL})
    code = found(r"^    (\S+)$", str(mail.outbox[-1].body))
    client.post(reverse("account_email_verification_sent"), {"code": TYPED})
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    again = found(r"^    (\S+)$", str(mail.outbox[-1].body))
    client.post(reverse("account_confirm_login_code"), {"code": TYPED})
    client.post(reverse("account_confirm_login_code"), {"code": again})
    assert "_auth_user_id" in client.session
    assert told(log, code, again, client.cookies["sessionid"].value) == []


def test_an_email_that_cannot_be_sent(log: Kept, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(f"refused: {EMAIL}")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    browser().post(reverse("account_signup"), {"email": EMAIL})
    assert told(log) == []
    assert any("could not be sent" in line for line in log.lines)


def test_keys_and_tokens(log: Kept, assessment: Assessment) -> None:
    owner, other = browser(browser_of(assessment)), browser()
    back = found(r"(/return/[\w-]+/)", owner.post(address(assessment, "link")).text)
    over = found(r"(/t/[\w-]+/)", owner.post(reverse("assessments:transfer")).text)
    for place in (back, over):
        assert other.get(place).status_code == 200
        assert other.post(place).status_code == 302
        assert other.post(f"{place}no-such-page").status_code == 404
    assert other.get(address(assessment, "result")).status_code == 200
    tokens = [place.split("/")[2] for place in (back, over)]
    assert told(log, *tokens, assessment.uid, other.cookies["browser_key"].value) == []


@pytest.mark.parametrize("end", ["/", "/nowhere/", "é/", "%0A/", "%00/", "\u202e/", "?q=%00"])
def test_a_key_in_an_unknown_address(log: Kept, live_ruleset: RulesetVersion, end: str) -> None:
    key = "k" * 43
    assert browser().get(f"/return/{key}{end}").status_code in {200, 400, 404}
    assert told(log, key) == []


def test_share_links_and_passphrases(log: Kept, assessment: Assessment) -> None:
    _, token = links.make(assessment, label=TITLE, days=30, passphrase=PASSPHRASE, may_comment=True)
    place, friend = reverse("assessments:shared", args=[token]), browser()
    for tried in (TYPED, PASSPHRASE):
        friend.post(f"{place}unlock/", {"passphrase": tried})
    assert friend.get(place).status_code == 200
    friend.post(f"{place}comment/", {"text": TYPED, "about": "result"})
    assert told(log, token) == []


def test_the_password_of_an_administrator(log: Kept, live_ruleset: RulesetVersion) -> None:
    User.objects.create_superuser("ada", password=PASSWORD)
    for name, password in [("ada", TYPED)] * 6 + [(TYPED, PASSWORD)]:
        browser().post("/admin/login/", {"username": name, "password": password})
    client = Client()
    assert client.post("/admin/login/", {"username": "ada", "password": PASSWORD}).status_code == 302
    assert told(log, client.cookies["sessionid"].value) == []


@pytest.mark.parametrize(
    "body", [f'{{"{TYPED}": 1}}', TYPED, f'{{"person": {{"goal_role": "{TYPED}"}}, "options": []}}']
)
def test_nonsense_sent_to_the_api(log: Kept, live_ruleset: RulesetVersion, body: str) -> None:
    answer = browser().post("/api/evaluate", body, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert told(log) == []


def test_a_request_refused_as_suspicious(log: Kept, live_ruleset: RulesetVersion) -> None:
    client = browser(Client(enforce_csrf_checks=True))
    assert client.get("/", headers={"Host": f"{PASSPHRASE}.example"}).status_code == 400
    for headers in ({"Origin": f"https://{TYPED}"}, {"Referer": f"https://example.org/{TYPED}"}):
        assert client.post("/start/", headers=headers, secure=True).status_code == 403
    assert told(log) == []


def no_number(text: str) -> object:
    return int(text)


def no_key(text: str) -> object:
    return dict[str, str]()[text]


def no_value(text: str) -> object:
    raise DataError(f'invalid input syntax for type integer: "{text}"\nLINE 1: {text}')


def no_second_row(text: str) -> object:
    raise IntegrityError(f"duplicate key\nDETAIL: Key (email)=({text}) already exists.")


@pytest.mark.parametrize("fail", [no_number, no_key, no_value, no_second_row])
def test_a_server_error(
    log: Kept, assessment: Assessment, fail: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "submit", lambda *args, **kwargs: fail(TYPED))
    owner = browser(browser_of(assessment))
    answer = owner.post(address(assessment, "question", "goal_role"), {"answer": TYPED, "was": PASSPHRASE})
    assert answer.status_code == 500
    assert TYPED not in answer.text
    assert told(log, assessment.uid) == []
    assert any(fail.__name__ in line for line in log.lines), "the place of the fault is told"
