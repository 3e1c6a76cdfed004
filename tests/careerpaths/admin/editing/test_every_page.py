"""Every page of the editor shows all of its part of the document, and saving it untouched changes nothing."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careerpaths.admin.editing.document.sections import SECTIONS, EditorSection
from careerpaths.admin.editing.index import items_of
from careerpaths.models import RulesetVersion
from tests.careerpaths.admin.editing.forms import Sheet, at

SAMPLE = 4  # items of each section; the richest have every kind of field
MOST_FIELDS = 450  # the site reads up to 500 fields of a form


def pages_of(section: EditorSection, draft: RulesetVersion) -> list[str]:
    items = items_of(draft.document, section)
    if items is None:
        return [at(draft.pk, section.slug)]
    richest = sorted(items, key=lambda item: -len(json.dumps(item)))[:SAMPLE]
    return [at(draft.pk, section.slug, "item", item["id"]) for item in richest]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_saving_a_page_untouched_changes_nothing(
    section: EditorSection, admin_client: Client, draft: RulesetVersion
) -> None:
    before = draft.digest
    for address in pages_of(section, draft):
        sheet = Sheet.of(admin_client.get(address).content.decode())
        assert len(sheet.ids) == len(set(sheet.ids))
        assert sum(map(len, sheet.data.values())) < MOST_FIELDS
        assert admin_client.post(address, sheet.data).status_code == 302, address
        draft.refresh_from_db()
        assert draft.digest == before, address


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_a_page_opens_in_at_most_fifteen_queries(
    section: EditorSection, admin_client: Client, draft: RulesetVersion
) -> None:
    for address in (at(draft.pk), at(draft.pk, section.slug), *pages_of(section, draft)[:1]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert admin_client.get(address).status_code == 200
        assert len(asked) <= 15, address


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.grows], ids=lambda section: section.slug)
def test_an_empty_item_gets_an_error_at_each_field(
    section: EditorSection, admin_client: Client, draft: RulesetVersion
) -> None:
    address = at(draft.pk, section.slug, "new")
    sheet = Sheet.of(admin_client.get(address).content.decode())
    answer = admin_client.post(address, sheet.data)
    assert answer.status_code == 422
    assert "This is missing." in answer.content.decode()
    draft.refresh_from_db()
