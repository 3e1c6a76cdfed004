"""An administrator can block or delete an account but not take it over."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from assessments.models import Assessment
from careerpaths.models import RulesetVersion
from harness.stored import store

PASSWORD = "correct horse battery staple"
CASE: dict[str, Any] = {"person": {}, "options": []}


@pytest.fixture
def ada(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada", password=PASSWORD))
    return client


@pytest.fixture
def sam(live_ruleset: RulesetVersion) -> User:
    """Somebody with an account that holds a comparison."""
    sam = User.objects.create_user("sam", email="sam@example.org")
    EmailAddress.objects.create(user=sam, email=sam.email, verified=True, primary=True)
    Assessment.objects.filter(pk=store(live_ruleset, CASE).pk).update(owner=sam)
    return sam


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:auth_user_{name}", args=args)


def posted(client: Client, user: User, **new: str) -> User:
    """Send a user's form with all its fields, and some that it does not have."""
    fields = {"username": user.username, "date_joined_0": "2026-01-01", "date_joined_1": "12:00:00", "is_active": "on"}
    client.post(at("change", user.pk), {**fields, **new})
    return User.objects.get(pk=user.pk)


def test_no_admin_page_gives_an_account_another_address(ada: Client, sam: User) -> None:
    assert EmailAddress not in site._registry
    with pytest.raises(NoReverseMatch):
        reverse("admin:account_emailaddress_add")
    assert posted(ada, sam, email="ada@example.org", username="other").email == "sam@example.org"


@pytest.mark.parametrize("form", ["change", "password"])
def test_an_account_cannot_be_made_an_administrator_or_given_a_password(ada: Client, sam: User, form: str) -> None:
    if form == "change":
        changed = posted(ada, sam, is_staff="on", is_superuser="on")
        assert (changed.is_staff, changed.is_superuser) == (False, False)
        return
    answer = ada.post(
        reverse("admin:auth_user_password_change", args=[sam.pk]), {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 403
    assert not User.objects.get(pk=sam.pk).has_usable_password()


def test_an_account_can_be_blocked_and_deleted(ada: Client, sam: User) -> None:
    assert not posted(ada, sam, is_active="").is_active
    assert ada.post(at("delete", sam.pk), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=sam.pk).exists()


def test_administrators_can_still_be_created_changed_and_given_passwords(ada: Client) -> None:
    new = {"username": "kim", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert ada.post(at("add"), new).status_code == 302
    kim = posted(ada, User.objects.get(username="kim"), is_staff="on", email="kim@example.org")
    assert (kim.is_staff, kim.email) == (True, "kim@example.org")
    where = reverse("admin:auth_user_password_change", args=[kim.pk])
    assert (
        ada.post(
            where, {"password1": f"{PASSWORD}!", "password2": f"{PASSWORD}!", "usable_password": "true"}
        ).status_code
        == 302
    )
    assert User.objects.get(username="kim").check_password(f"{PASSWORD}!")
