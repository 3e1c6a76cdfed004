"""Looking needs the view permission, changing needs the change permission, and both need a staff account."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from careerpaths.models import RulesetVersion
from tests.careerpaths.admin.editing.forms import at, page


def signed_in(*permissions: str, staff: bool = True) -> Client:
    user = User.objects.create_user("someone", is_staff=staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def addresses(pk: int) -> list[str]:
    return [
        at(pk), at(pk, "weights"), at(pk, "flags"), at(pk, "flags", "new"),
        at(pk, "flags", "item", "F02_mentor_reputation"), at(pk, "flags", "item", "F02_mentor_reputation", "remove"),
    ]  # fmt: skip


def test_without_a_permission_nothing_opens(draft: RulesetVersion) -> None:
    client = signed_in("view_user")
    for address in addresses(draft.pk):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)


def test_someone_who_is_not_staff_is_asked_to_sign_in(draft: RulesetVersion) -> None:
    client = signed_in("view_rulesetversion", "change_rulesetversion", staff=False)
    for address in addresses(draft.pk):
        assert client.get(address).status_code == 302
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("permission", ["view_rulesetversion", "publish_rulesetversion"])
def test_someone_with_view_permission_sees_everything_and_changes_nothing(
    permission: str, draft: RulesetVersion
) -> None:
    client = signed_in(permission)
    before = draft.digest
    sheet = page(client, at(draft.pk, "weights"))
    html = client.get(at(draft.pk, "weights")).content.decode()
    assert '<fieldset class="ed-all" disabled>' in html
    assert client.post(at(draft.pk, "weights"), sheet.data).status_code == 403
    assert client.get(at(draft.pk, "flags", "new")).status_code == 403
    assert client.post(at(draft.pk, "plan", "item", "PL24", "remove")).status_code == 403
    assert client.post(at(draft.pk, "plan", "item", "PL24", "move"), {"to": "up"}).status_code == 403
    draft.refresh_from_db()
    assert draft.digest == before


def test_someone_with_change_permission_can_save(draft: RulesetVersion) -> None:
    client = signed_in("change_rulesetversion")
    address = at(draft.pk, "about")
    assert client.post(address, page(client, address).put(**{"p0.title": "New"}).data).status_code == 302
    draft.refresh_from_db()
    assert draft.document["title"] == "New"
    entry = draft.log.get()
    assert str(entry.by) == "someone"


def test_unknown_pages_are_not_found(admin_client: Client, draft: RulesetVersion) -> None:
    for address in (
        at(99999), at(draft.pk, "nothing"), at(draft.pk, "flags", "item", "F99_none"), at(draft.pk, "weights", "new"),
        at(draft.pk, "weights", "item", "people"), at(draft.pk, "rules", "item", "R01", "remove"),
    ):  # fmt: skip
        assert admin_client.get(address).status_code == 404, address
