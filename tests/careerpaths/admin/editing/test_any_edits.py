"""Whatever an admin types, chooses and presses, the draft stays valid or a field says what is wrong."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerpaths.admin.editing.document.sections import SECTIONS
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from tests.careerpaths.admin.editing.forms import Sheet, at

ITEMS = {
    "values": "opt_peers",
    "curves": "mentor_hours",
    "priors": "opt_mentor_hours",
    "rules": "R13",
    "flags": "F03_wellbeing_support",
    "vetoes": "V01",
    "plan": "PL24",
    "checklists": "students",
    "questions": "opt_peers",
    "paths": "phd",
    "evidence": "E57",
}
PAGES = [
    *((section.slug, "item", ITEMS[section.slug]) for section in SECTIONS if section.slug in ITEMS),
    *((section.slug,) for section in SECTIONS if not section.each),
    *((section.slug, "new") for section in SECTIONS if section.grows),
]
TYPED = st.one_of(
    st.sampled_from(
        ["", "0", "1", "-1", "0.5", "1e400", "nan", "abc", "E57", "E999", "phd", "\x00", "a\r\nb", "𝟓", "٣"]
    ),
    st.floats(-2, 120, allow_nan=False).map(str),
    st.text(max_size=12),
)


@st.composite
def edits(draw: st.DrawFn, sheet: Sheet) -> dict[str, Any]:
    """A few fields with other values, and perhaps a button."""
    data: dict[str, Any] = {name: list(values) for name, values in sheet.data.items()}
    inner = sorted(name for name in (*data, *sheet.options) if name.startswith("p"))
    names = st.sampled_from(inner) if inner else st.nothing()  # a page whose parts are all closed has no fields
    for name in draw(st.lists(names, min_size=1 if inner else 0, max_size=4)):
        offered = sheet.options.get(name)
        ticked: st.SearchStrategy[list[str]] = st.lists(st.sampled_from(offered or [""]), max_size=3, unique=True)
        data[name] = draw(ticked) if offered else [draw(TYPED)]
    data["do"] = [draw(st.sampled_from(["", *sheet.buttons]))]
    return data


@pytest.mark.parametrize("steps", PAGES, ids="/".join)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(choices=st.data())
def test_any_edits_are_saved_or_refused_at_a_field(
    steps: tuple[str, ...], admin_client: Client, draft: RulesetVersion, choices: st.DataObject
) -> None:
    address = at(draft.pk, *steps)
    answer = admin_client.get(address)
    for _ in range(3):
        if answer.status_code == 302:  # saved
            break
        html = answer.content.decode()
        sheet = Sheet.of(html)
        if answer.status_code == 422:
            assert "ed-summary" in html
            assert "ed-error" in html or 'href="/admin/careerpaths/' in html or "<code>" in html
        answer = admin_client.post(address, choices.draw(edits(sheet)))
        assert answer.status_code in {200, 302, 422}
        draft.refresh_from_db()
        assert parse(draft.document).digest == draft.digest
    RulesetVersion.objects.filter(pk=draft.pk).update(document=PARSED["document"], digest=PARSED["digest"])


PARSED: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def remember(draft: RulesetVersion) -> None:
    """Each example starts from the same draft."""
    PARSED.update(document=draft.document, digest=draft.digest)
