"""Two admins in one draft: neither overwrites the other's work without being asked."""

from html import unescape

from django.test import Client

from careerpaths.models import RulesetVersion
from harness.documents import item
from tests.careerpaths.admin.editing.forms import Sheet, at, page


def weights(draft: RulesetVersion, criterion: str) -> dict[str, float]:
    draft.refresh_from_db()
    found: dict[str, float] = item(draft.document, "criteria", criterion)["weights"]
    return found


def test_edits_to_different_fields_are_both_saved_and_the_second_admin_is_told(
    admin_client: Client, draft: RulesetVersion
) -> None:
    address = at(draft.pk, "weights")
    first, second = page(admin_client, address), page(admin_client, address)
    admin_client.post(address, first.put(**{"p0.0.weights.lead": "0.32", "p0.1.weights.lead": "0.22"}).data)
    answer = admin_client.post(
        address,
        second.put(**{"p0.0.weights.contributor": "0.24", "p0.1.weights.contributor": "0.01"}).data,
        follow=True,
    )
    assert weights(draft, "people") == {"lead": 0.32, "contributor": 0.24}
    assert weights(draft, "own_ideas") == {"lead": 0.22, "contributor": 0.01}
    html = unescape(answer.content.decode())
    assert "Meanwhile admin changed criteria.people.weights.lead from 0.34 to 0.32." in html


def test_a_page_nobody_else_changed_is_saved_even_if_the_draft_moved_on(
    admin_client: Client, draft: RulesetVersion
) -> None:
    mine = at(draft.pk, "flags", "item", "F02_mentor_reputation")
    other = at(draft.pk, "about")
    sheet = page(admin_client, mine)
    admin_client.post(other, page(admin_client, other).put(**{"p0.title": "Another title"}).data)
    assert admin_client.post(mine, sheet.put(**{"p0.title": "My title"}).data).status_code == 302
    draft.refresh_from_db()
    assert draft.document["title"] == "Another title"
    assert item(draft.document, "flags", "F02_mentor_reputation")["title"] == "My title"


def collide(client: Client, draft: RulesetVersion) -> tuple[str, Sheet, str]:
    """One admin saves 0.32 and another 0.30 for the same weight. Returns the page the second one sees."""
    address = at(draft.pk, "weights")
    first, second = page(client, address), page(client, address)
    client.post(address, first.put(**{"p0.0.weights.lead": "0.32", "p0.1.weights.lead": "0.22"}).data)
    answer = client.post(address, second.put(**{"p0.0.weights.lead": "0.30", "p0.1.weights.lead": "0.22"}).data)
    assert answer.status_code == 422
    html = unescape(answer.content.decode())
    return address, Sheet.of(answer.content.decode()), html


def test_a_collision_shows_both_values_and_asks(admin_client: Client, draft: RulesetVersion) -> None:
    address, sheet, html = collide(admin_client, draft)
    assert "admin changed this too. Which value should stay?" in html
    assert "Yours: 0.3" in html
    assert "Theirs, as it is saved: 0.32" in html
    assert sheet.data["p0.0.weights.lead"] == ["0.3"]
    assert weights(draft, "people")["lead"] == 0.32
    again = admin_client.post(address, sheet.data)  # without a choice it asks again
    assert again.status_code == 422
    assert weights(draft, "people")["lead"] == 0.32


def test_a_collision_can_keep_their_value(admin_client: Client, draft: RulesetVersion) -> None:
    address, sheet, _html = collide(admin_client, draft)
    (place,) = sheet.data["dispute"]
    assert admin_client.post(address, sheet.put(**{f"settle {place}": "theirs"}).data).status_code == 302
    assert weights(draft, "people")["lead"] == 0.32


def test_a_collision_can_keep_my_value(admin_client: Client, draft: RulesetVersion) -> None:
    address, sheet, _html = collide(admin_client, draft)
    (place,) = sheet.data["dispute"]
    sheet.put(**{f"settle {place}": "mine", "p0.1.weights.lead": "0.24"})
    assert admin_client.post(address, sheet.data).status_code == 302
    assert weights(draft, "people")["lead"] == 0.3


def test_the_page_asks_about_something_that_was_removed(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "plan", "item", "PL24")
    sheet = page(admin_client, address)
    assert admin_client.post(at(draft.pk, "plan", "item", "PL24", "remove")).status_code == 302
    answer = admin_client.post(address, sheet.put(**{"p0.why": "My words."}).data)
    assert answer.status_code == 422
    assert "Theirs, as it is saved: nothing" in unescape(answer.content.decode())
    again = Sheet.of(answer.content.decode())
    (place,) = again.data["dispute"]
    assert admin_client.post(address, again.put(**{f"settle {place}": "mine"}).data).status_code == 302
    draft.refresh_from_db()
    assert item(draft.document, "plan", "PL24")["why"] == "My words."


def test_a_form_with_a_broken_seal_overwrites_nothing(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "weights")
    sheet = page(admin_client, address).put(base="broken", **{"p0.0.weights.lead": "0.32", "p0.1.weights.lead": "0.22"})
    answer = admin_client.post(address, sheet.data)
    assert answer.status_code == 422
    assert weights(draft, "people")["lead"] == 0.34
