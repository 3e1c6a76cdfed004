"""Replayed, forged or stolen cookies open nothing, and the response is a plain one."""

from collections.abc import Callable

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from pytest_django import Settings

from assessments import access
from assessments.access import COOKIE, key_digest
from assessments.models import Assessment, AssessmentKey
from careerpaths.models import RulesetVersion
from careerpaths.operations.sites import BY_CODE
from harness.stored import address, browser_of, store

pytestmark = pytest.mark.django_db

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
OTHER_KEY = "known-to-whoever-forges-0123456789-abcdefghijklmnopqrst"
PASSWORD = "correct horse battery staple"
TITLE = "Known to its owner"
CASE = {
    "person": {"goal_role": "research_lead"},
    "options": [{"id": "a", "name": "PhD", "path": "phd", "answers": {}}],
}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    made = store(live_ruleset, CASE)
    made.title = TITLE
    made.save()
    return made


def with_cookies(**cookies: str) -> Client:
    """Another browser that sends these cookies."""
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def opens(client: Client, assessment: Assessment) -> bool:
    """Whether the browser gets into the comparison. If not, the comparison must seem not to exist."""
    status = client.get(address(assessment, "tasks")).status_code
    listed = TITLE in client.get("/mine/").text
    assert (status, listed) in {(200, True), (404, False)}
    return listed


# --- sessions ---------------------------------------------------------------------------------------------------


def signed_in(user: User, backend: str = BY_CODE) -> Client:
    client = Client()
    client.force_login(user, backend=backend)
    return client


def replayed(client: Client) -> Client:
    return with_cookies(sessionid=client.cookies[site.SESSION_COOKIE_NAME].value)


@pytest.mark.parametrize("leave", ["/account/out/", "/mine/forget/"])
def test_the_session_of_someone_who_signed_out_opens_nothing(assessment: Assessment, leave: str) -> None:
    assessment.owner = User.objects.create_user("sam")
    assessment.save()
    client = signed_in(assessment.owner)
    stolen = replayed(client)
    assert opens(stolen, assessment)
    assert client.post(leave).status_code == 302
    assert not opens(stolen, assessment)
    assert stolen.get("/desk/")["Location"].startswith("/account/")


def change_password(user: User) -> None:
    user.set_password("another horse battery staple")
    user.save()


def end_rights(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def close_account(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("change", [change_password, end_rights, close_account])
def test_an_administrators_session_ends_with_their_password_or_rights(change: Callable[[User], None]) -> None:
    ada = User.objects.create_superuser("ada", password=PASSWORD)
    stolen = signed_in(ada, BY_PASSWORD)
    assert stolen.get("/admin/").status_code == 200
    change(ada)
    assert stolen.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_session_made_under_another_secret_key_opens_nothing(assessment: Assessment, settings: Settings) -> None:
    assessment.owner = User.objects.create_superuser("ada", password=PASSWORD)
    assessment.save()
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = OTHER_KEY
    forged = signed_in(assessment.owner, BY_PASSWORD)
    settings.SECRET_KEY = ours
    assert forged.get("/admin/")["Location"].startswith("/admin/login/")
    assert not opens(forged, assessment)


@pytest.mark.usefixtures("live_ruleset")
def test_signing_in_replaces_a_session_id_that_somebody_else_chose() -> None:
    User.objects.create_superuser("ada", password=PASSWORD)
    session = Client().session
    session["chosen"] = "by somebody else"
    session.save()
    for chosen in (str(session.session_key), "0123456789abcdefghijklmnopqrstuv"):
        client = with_cookies(sessionid=chosen)
        client.post("/admin/login/", {"username": "ada", "password": PASSWORD})
        assert client.get("/admin/").status_code == 200
        assert with_cookies(sessionid=chosen).get("/admin/").status_code == 302


# --- keys of browsers -------------------------------------------------------------------------------------------


def test_the_key_of_a_forgotten_browser_opens_nothing(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    stolen = with_cookies(browser_key=owner.cookies[COOKIE].value)
    assert opens(stolen, assessment)
    owner.post("/mine/forget/")
    assert not opens(stolen, assessment)


def test_the_key_of_a_deleted_comparison_opens_nothing(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    stolen = with_cookies(browser_key=owner.cookies[COOKIE].value)
    owner.post(address(assessment, "delete"))
    assert not Assessment.objects.exists()
    assert not opens(stolen, assessment)


def test_a_forged_key_opens_nothing(assessment: Assessment) -> None:
    key = browser_of(assessment).cookies[COOKIE].value
    stored = AssessmentKey.objects.get().digest
    assert stored == key_digest(key)
    for forged in ("", "k" * 43, key[:-1], key + "=", key.swapcase(), f" {key} x", stored, "%", "' OR 1=1 --"):
        assert not opens(with_cookies(browser_key=forged), assessment), forged
    assert opens(with_cookies(browser_key=key), assessment)


HTTPS_NAME = "__Host-browser_key"


@pytest.fixture
def https_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cookie names that the site uses with HTTPS."""
    monkeypatch.setattr(access, "COOKIE", HTTPS_NAME)


def begun_in(client: Client) -> Assessment:
    assert client.post("/start/").status_code == 302
    assessment = Assessment.objects.latest("pk")
    Assessment.objects.filter(pk=assessment.pk).update(title=TITLE)
    return assessment


@pytest.mark.usefixtures("live_ruleset")
def test_a_key_that_somebody_else_made_up_gets_nothing() -> None:
    planted = "planted-by-somebody-else-0123456789-abcdefgh"
    assessment = begun_in(victim := with_cookies(browser_key=planted))
    assert opens(victim, assessment)
    assert not opens(with_cookies(browser_key=planted), assessment)


@pytest.mark.usefixtures("live_ruleset", "https_names")
def test_a_real_key_planted_by_a_neighbouring_site_under_the_old_name_does_not_count() -> None:
    thief = Client()
    theirs = begun_in(thief)
    victim = with_cookies(browser_key=thief.cookies[HTTPS_NAME].value)
    assert not opens(victim, theirs)
    mine = begun_in(victim)
    assert opens(victim, mine)
    assert thief.get(address(mine, "tasks")).status_code == 404


@pytest.mark.parametrize("renewed_by", ["get /mine/", "post /start/"])
def test_a_browser_from_before_https_keeps_its_comparisons_and_gets_a_new_key(
    assessment: Assessment, renewed_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(assessment)
    monkeypatch.setattr(access, "COOKIE", HTTPS_NAME)
    assert browser.get(address(assessment, "tasks")).status_code == 200
    verb, where = renewed_by.split()
    getattr(browser, verb)(where)
    assert browser.cookies["browser_key"].value == ""
    assert opens(Client(headers={"Cookie": f"{HTTPS_NAME}={browser.cookies[HTTPS_NAME].value}"}), assessment)


@pytest.mark.usefixtures("https_names")
def test_forgetting_closes_a_browser_under_both_names(assessment: Assessment) -> None:
    old, new = browser_of(assessment), Client()
    new.post("/start/")
    new.cookies["browser_key"] = old.cookies[COOKIE].value
    stolen = with_cookies(**{name: new.cookies[name].value for name in ("browser_key", HTTPS_NAME)})
    new.post("/mine/forget/")
    assert {new.cookies[name].value for name in ("browser_key", HTTPS_NAME)} == {""}
    assert not AssessmentKey.objects.exists()
    assert stolen.get("/mine/").context["assessments"] == []


# --- tokens of forms and messages -------------------------------------------------------------------------------


@pytest.mark.usefixtures("live_ruleset")
def test_a_token_from_another_persons_page_is_refused() -> None:
    here, elsewhere = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    for client in (here, elsewhere):
        client.get("/")
    field = {"csrfmiddlewaretoken": elsewhere.cookies["csrftoken"].value}
    assert here.post("/start/", field).status_code == 403
    assert not Assessment.objects.exists()


@pytest.mark.usefixtures("live_ruleset")
def test_a_planted_pair_of_tokens_is_refused_where_the_page_is_not_ours() -> None:
    """A neighbouring site that can set a cookie here knows its token, but the browser says which page sent the form."""
    elsewhere = Client()
    elsewhere.get("/")
    planted = elsewhere.cookies["csrftoken"].value
    here = Client(enforce_csrf_checks=True)
    here.cookies["csrftoken"] = planted
    for origin in ("https://elsewhere.example", "http://sub.testserver", "null"):
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-site"}
        assert here.post("/start/", {"csrfmiddlewaretoken": planted}, headers=headers).status_code == 403
    assert not Assessment.objects.exists()


def message_cookie(text: str) -> str:
    """A message as the site stores it in a cookie when the session has no room."""
    storage = CookieStorage(RequestFactory().get("/"))
    return str(storage._encode([Message(constants.SUCCESS, text)]))  # type: ignore[attr-defined]  # missing from its types


@pytest.mark.usefixtures("live_ruleset")
def test_a_message_that_we_did_not_write_is_not_shown(settings: Settings) -> None:
    told, key = "Send your key to elsewhere", settings.SECRET_KEY
    ours = message_cookie(told)
    settings.SECRET_KEY = OTHER_KEY
    forged = message_cookie(told)
    settings.SECRET_KEY = key
    assert told in with_cookies(messages=ours).get("/mine/").text
    for cookie in (forged, ours[:-2] + ("A" if ours[-2] != "A" else "B") + ours[-1], ours.partition(":")[0], "x"):
        answer = with_cookies(messages=cookie).get("/mine/")
        assert answer.status_code == 200
        assert told not in answer.text
