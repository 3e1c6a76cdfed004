"""Invalid input is refused with a path and a sentence next to the field, and what was typed stays."""

import re
from html import unescape

import pytest
from django.test import Client

from careerpaths.models import RulesetVersion
from harness.documents import item
from tests.careerpaths.admin.editing.forms import Sheet, at, page


def refused(client: Client, address: str, data: dict[str, list[str]], draft: RulesetVersion) -> str:
    """The page that comes back, in plain text with its tags."""
    before = draft.digest
    answer = client.post(address, data)
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.digest == before
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def at_field(html: str, name: str) -> str:
    """The page from the start of a field to its input."""
    start = html.index(f'id="f-{name.replace(".", "-")}-at"')
    return html[start : html.index(f'name="{name}"', start) + 200]


def test_a_weight_of_minus_one(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "weights")
    html = refused(admin_client, address, page(admin_client, address).put(**{"p0.0.weights.lead": "-1"}).data, draft)
    field = at_field(html, "p0.0.weights.lead")
    assert "The number must be 0 or more." in field
    assert "criteria.people.weights.lead" in field
    assert 'value="-1"' in field
    assert 'href="#f-p0-0-weights-lead-at"' in html
    assert "<title>Error: Weights" in html


def test_weights_that_sum_to_less_than_one(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "weights")
    html = refused(admin_client, address, page(admin_client, address).put(**{"p0.0.weights.lead": "0.32"}).data, draft)
    assert "The lead weights sum to 0.98. Make them sum to 1." in html
    assert "<code>criteria</code>" in html
    assert 'value="0.32"' in html
    assert '<span class="ed-sum ed-off" data-sum="[data-goal=lead]"><output>0.98</output>' in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("much", "We cannot read “much” as a number. A number is needed here."),
        ("0-34", "Enter one number."),
        ("1,000", "Did you mean 1 or 1000?"),
        ("~0.34", "A number is needed here."),
    ],
)
def test_a_number_that_cannot_be_read_gets_an_error_and_stays_as_typed(
    admin_client: Client, draft: RulesetVersion, typed: str, said: str
) -> None:
    address = at(draft.pk, "weights")
    html = refused(admin_client, address, page(admin_client, address).put(**{"p0.0.weights.lead": typed}).data, draft)
    field = at_field(html, "p0.0.weights.lead")
    assert said in field
    assert f'value="{typed}"' in field


def test_a_decimal_comma_is_read(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "weights")
    sheet = page(admin_client, address)
    typed = sheet.data["p0.0.weights.lead"][0].replace(".", ",")
    assert "," in typed
    assert admin_client.post(address, sheet.put(**{"p0.0.weights.lead": typed}).data).status_code == 302


def test_a_curve_that_falls(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "curves", "item", "mentor_hours")
    html = refused(admin_client, address, page(admin_client, address).put(**{"p0.points.2.1": "0.01"}).data, draft)
    assert re.search(r"The curve falls from [\d.]+ to 0.01. Make it level or rising.", html)
    assert "curves.mentor_hours.points[2]" in html
    assert 'name="p0.points.2.1" value="0.01"' in html


def test_a_condition_on_a_choice_that_does_not_exist(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "flags", "item", "F02_mentor_reputation")
    sheet = page(admin_client, address)
    html = refused(admin_client, address, sheet.put(**{"p0.when.in": ["mixed", "gone"]}).data, draft)
    assert "opt_mentor_mentoring never has the answer gone." in html
    assert "flags.F02_mentor_reputation.when.in[1]" in html
    assert "gone (not there any more)" in html


def test_removing_a_choice_that_a_warning_uses_points_to_the_warning(
    admin_client: Client, draft: RulesetVersion
) -> None:
    address = at(draft.pk, "questions", "item", "opt_income")
    n = [choice["id"] for choice in item(draft.document, "questions", "opt_income")["choices"]].index("insufficient")
    sheet = page(admin_client, address)
    without = Sheet.of(admin_client.post(address, {**sheet.data, "do": f"remove p0.choices.{n}"}).content.decode())
    without.put(**{name: "" for name in without.data if name.endswith("levels.insufficient")})
    html = refused(admin_client, address, without.data, draft)
    assert "opt_income never has the answer insufficient." in html
    assert f'href="{at(draft.pk, "flags", "item")}' in html or "questions.opt_income" in html


def test_a_question_used_by_a_rule_is_not_removed(admin_client: Client, draft: RulesetVersion) -> None:
    before = draft.digest
    answer = admin_client.post(at(draft.pk, "questions", "item", "opt_peers", "remove"))
    html = unescape(answer.content.decode())
    assert "There is no question opt_peers." in html
    assert "tables.opt_peers.question" in html
    assert f'href="{at(draft.pk, "values", "item", "opt_peers")}"' in html
    draft.refresh_from_db()
    assert draft.digest == before


def test_a_label_that_is_taken(admin_client: Client, draft: RulesetVersion, live_ruleset: RulesetVersion) -> None:
    address = at(draft.pk, "about")
    html = refused(admin_client, address, page(admin_client, address).put(**{"p0.version": "1.0"}).data, draft)
    assert "Give the new one another label." in html
    assert 'value="1.0"' in html


def test_a_published_version_is_shown_but_not_changed(admin_client: Client, live_ruleset: RulesetVersion) -> None:
    address = at(live_ruleset.pk, "weights")
    html = admin_client.get(address).content.decode()
    assert '<fieldset class="ed-all" disabled>' in html
    sheet = Sheet.of(html)
    html = refused(admin_client, address, sheet.put(**{"p0.0.weights.lead": "0.33"}).data, live_ruleset)
    assert "This version was published and no longer changes." in html


def test_a_broken_seal_an_empty_form_or_an_unknown_button_causes_no_server_error(
    admin_client: Client, draft: RulesetVersion
) -> None:
    address = at(draft.pk, "questions", "item", "opt_peers")
    asked = {"dispute": ["", "]][", "p0[9]", "p9.x", "[٣]", "x" * 5000], "settle p0[9]": "theirs", "settle ": "theirs"}
    for data in ({}, {"base": "x"}, {"do": "up p0.choices.99"}, {"do": "add"}, {"do": "remove p9.a.b.1"}, asked):
        assert admin_client.post(address, data).status_code in (200, 422)
    draft.refresh_from_db()
