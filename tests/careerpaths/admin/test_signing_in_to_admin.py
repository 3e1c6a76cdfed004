"""The admin is behind a login that cannot be guessed, and behind a second factor where one is required."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django_otp.admin import OTPAdminSite
from django_otp.plugins.otp_static.models import StaticDevice

from careerpaths.operations.sites import BY_CODE, PasswordAdminSite, SecondFactorAdminSite

LOGIN = "/admin/login/"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada", password=PASSWORD)


def sign_in(client: Client, password: str, address: str = "192.0.2.1") -> int:
    return client.post(LOGIN, {"username": "ada", "password": password}, REMOTE_ADDR=address).status_code


@pytest.mark.usefixtures("ada")
def test_five_wrong_passwords_lock_out_the_guesser_and_nobody_else(client: Client) -> None:
    assert [sign_in(client, "wrong") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert sign_in(client, PASSWORD) == 429
    assert sign_in(Client(), PASSWORD, "192.0.2.2") == 302


@pytest.mark.usefixtures("ada")
def test_someone_who_is_locked_out_is_told_when_to_come_back(client: Client) -> None:
    for _ in range(5):
        sign_in(client, "wrong")
    answer = client.post(LOGIN, {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="192.0.2.1")
    assert answer.headers["Retry-After"] == "900"
    assert "in 15 minutes" in answer.text


def test_with_the_second_factor_a_password_alone_opens_nothing(rf: RequestFactory, ada: User) -> None:
    site = OTPAdminSite()
    form = site.login_form(rf.post(LOGIN), {"username": "ada", "password": PASSWORD})
    assert not form.is_valid()
    device = StaticDevice.objects.create(user=ada, name="first")
    device.token_set.create(token="once-only")
    given = {"username": "ada", "password": PASSWORD, "otp_device": device.persistent_id, "otp_token": "once-only"}
    form = site.login_form(rf.post(LOGIN), given)
    assert form.is_valid(), form.errors
    assert not site.login_form(rf.post(LOGIN), given).is_valid()


@pytest.mark.parametrize("site", [PasswordAdminSite, SecondFactorAdminSite])
def test_a_code_by_email_opens_the_desk_and_never_admin(site: type[AdminSite], client: Client, ada: User) -> None:
    client.force_login(ada, backend=BY_CODE)
    assert client.get("/admin/")["Location"].startswith(LOGIN)
    assert client.get("/desk/").status_code == 200
    request = RequestFactory().get("/admin/")
    request.user, request.session = ada, client.session
    ada.is_verified = lambda: True  # type: ignore[attr-defined]  # set by the middleware of django_otp
    assert not site().has_permission(request)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    request.session = client.session
    assert site().has_permission(request)


def test_an_email_address_does_not_work_as_an_admin_username(client: Client, ada: User) -> None:
    ada.email = "ada@example.org"
    ada.save()
    client.post(LOGIN, {"username": "ada@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("switch", "site"), [("on", "SecondFactorAdminSite"), ("off", "PasswordAdminSite")])
def test_the_second_factor_is_a_setting(switch: str, site: str, tmp_path: Path) -> None:
    code = "import django; django.setup(); from django.contrib.admin import site; site.urls; print(type(site._wrapped))"
    env = {**os.environ, "ADMIN_SECOND_FACTOR": switch, "VAR_DIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)  # noqa: S603
    assert f".{site}'" in ran.stdout
