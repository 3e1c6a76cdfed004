"""Only its groups can open each page of the workbench."""

import pytest
from django.contrib.admin import site
from django.test import Client

from careerpaths.admin import RulesetVersionAdmin
from careerpaths.models import RulesetLogEntry, RulesetVersion
from conftest import Alone
from tests.careerpaths.admin.members import (
    DECISIONS,
    EDIT,
    OPEN_TO,
    POSTED,
    PUBLISH,
    VIEW,
    WITHOUT_VERSION,
    address,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_every_page_of_a_version_is_in_the_table() -> None:
    names = {pattern.name for pattern in RulesetVersionAdmin(RulesetVersion, site).get_urls() if pattern.name}
    assert {name.removeprefix("careerpaths_rulesetversion_") for name in names} == set(OPEN_TO)


@pytest.mark.parametrize("group", [VIEW, EDIT, PUBLISH, ""])
def test_only_its_groups_can_open_a_page(group: str, draft: RulesetVersion, alone: Alone) -> None:
    client = signed_in(group)

    for name, groups in OPEN_TO.items():
        with alone(name):
            answer = client.post(address(name, draft)) if name in POSTED else client.get(address(name, draft))

            if group in groups:
                assert answer.status_code in {200, 302}
                assert not answer.headers.get("Location", "").startswith("/admin/login")
            else:
                assert answer.status_code == 403


def test_nobody_opens_a_page_without_signing_in(draft: RulesetVersion, alone: Alone) -> None:
    for name in OPEN_TO:
        with alone(name):
            answer = Client().get(address(name, draft))

            assert answer.status_code == 302
            assert answer["Location"].startswith("/admin/login/")


def test_looking_changes_nothing(draft: RulesetVersion, admin_client: Client, alone: Alone) -> None:
    before = list(RulesetVersion.objects.order_by("pk").values()), RulesetLogEntry.objects.count()

    for name in DECISIONS:
        with alone(name):
            answer = admin_client.get(address(name, draft), {"note": "Ready.", "when": "now"})

            assert answer.status_code == (405 if name in POSTED else 200)
            assert before == (list(RulesetVersion.objects.order_by("pk").values()), RulesetLogEntry.objects.count())


def test_an_unknown_version_is_not_found(admin_client: Client, alone: Alone) -> None:
    for name in set(OPEN_TO) - WITHOUT_VERSION - {"add", "delete", "history"}:
        with alone(name):
            where = address(name, RulesetVersion(pk=987654))

            answer = admin_client.post(where) if name in POSTED else admin_client.get(where)

            assert answer.status_code == 404
