"""Ruleset versions in Django admin: to look at, not to change."""

import pytest
from django.test import Client
from django.urls import reverse

from careerpaths.models import RulesetVersion

LIST = "/admin/careerpaths/rulesetversion/"


def test_an_admin_sees_the_versions_and_cannot_change_them(admin_client: Client, live_ruleset: RulesetVersion) -> None:
    page = reverse("admin:careerpaths_rulesetversion_change", args=[live_ruleset.pk])

    assert live_ruleset.version in admin_client.get(LIST).content.decode()
    assert live_ruleset.digest in admin_client.get(page).content.decode()
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(page, {"note": "changed"}).status_code == 403
    assert admin_client.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_nobody_else_sees_them(client: Client) -> None:
    assert client.get(LIST).status_code == 302
