"""The log of rule changes."""

import pytest
from django.test import Client

from careerpaths import publishing
from careerpaths.models import RulesetVersion
from conftest import Alone
from tests.careerpaths.admin.members import address, text

pytestmark = pytest.mark.django_db


def test_the_log_can_be_searched_by_reason_path_and_person(
    draft: RulesetVersion, publisher: Client, alone: Alone
) -> None:
    for asked in ["try", "people.weights", "ada", "1.0.1 weights"]:
        with alone(asked):
            page = publisher.get(address("log", draft), {"q": asked})

            assert [said.entry.version for said in page.context["entries"]] == [draft]


def test_the_log_says_when_nothing_was_found(draft: RulesetVersion, publisher: Client) -> None:
    assert "Nothing was found." in text(publisher.get(address("log", draft), {"q": "zebra"}))


def test_the_log_can_be_filtered_and_has_pages(draft: RulesetVersion, publisher: Client) -> None:
    for n in range(25):
        publishing.save_draft(draft, {**draft.document, "title": f"Title {n}"})
    where = address("log", draft)

    page = publisher.get(where, {"version": draft.version, "action": "saved", "p": "2"})

    assert len(page.context["entries"]) == 6
    assert "Page 2 of 2" in text(page)
    assert publisher.get(where, {"p": "x"}).status_code == 200


def test_the_history_of_a_version_is_its_part_of_the_log(draft: RulesetVersion, publisher: Client) -> None:
    assert publisher.get(address("history", draft))["Location"].endswith(f"/log/?version={draft.version}")


def test_text_from_an_admin_is_never_markup(draft: RulesetVersion, publisher: Client) -> None:
    publishing.save_draft(draft, {**draft.document, "title": "<script>alert(1)</script>"}, note="<b>bold</b>")

    for name in ("change", "compare", "publish", "log", "changelist"):
        page = text(publisher.get(address(name, draft)))
        assert "<script>alert" not in page
        assert "<b>bold" not in page
