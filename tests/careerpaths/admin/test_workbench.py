"""The pages of a version: list, home, comparison, and what they say when there is nothing to show."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from careerpaths import publishing
from careerpaths.impact import asking
from careerpaths.models import RulesetVersion
from conftest import Alone
from tests.careerpaths.admin.members import EDIT, PUBLISH, VIEW, address, signed_in, text

pytestmark = pytest.mark.django_db
LIST = "/admin/careerpaths/rulesetversion/"


# List and home


def test_the_list_shows_state_person_date_digest_and_note(draft: RulesetVersion, publisher: Client) -> None:
    page = text(publisher.get(LIST))

    for part in (draft.version, "draft", "live", draft.digest[:12], "A try."):
        assert part in page


def test_the_home_page_of_a_draft_shows_the_way_to_live(draft: RulesetVersion, admin_client: Client) -> None:
    page = text(admin_client.get(address("change", draft)))

    steps = ["Edit its sections", "Compare it with the live version", "See its impact", "Publish it"]
    assert sorted(steps, key=page.index) == steps
    assert "2 differences." in page
    assert "weight for the goal lead: 0.34 → 0.30" in page


def test_the_home_page_of_a_draft_needs_few_queries(
    draft: RulesetVersion, admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        admin_client.get(address("change", draft))


@pytest.mark.parametrize(("group", "offered"), [(VIEW, []), (EDIT, ["open-draft"]), (PUBLISH, ["retire"])])
def test_a_home_page_offers_what_this_person_is_allowed_to_do(
    group: str, offered: list[str], live_ruleset: RulesetVersion
) -> None:
    page = text(signed_in(group).get(address("change", live_ruleset)))

    assert [word for word in ("open-draft", "retire") if f"/{word}/" in page] == offered


def test_the_home_page_of_a_published_version_leads_to_its_content(
    live_ruleset: RulesetVersion, publisher: Client
) -> None:
    content = address("edit", live_ruleset)
    assert f'href="{content}"' in text(publisher.get(address("change", live_ruleset)))
    assert f"Content of version {live_ruleset.version}" in text(publisher.get(content))


def test_a_draft_can_be_opened_from_any_version(draft: RulesetVersion, editor: Client) -> None:
    answer = editor.post(address("open_draft", draft))

    opened = RulesetVersion.objects.get(version="1.0.2")
    assert answer["Location"] == address("change", opened)
    assert opened.based_on == draft
    assert opened.created_by == User.objects.get(username="edith")


# Comparison


def test_a_comparison_shows_every_change_before_and_after(draft: RulesetVersion, publisher: Client) -> None:
    page = text(publisher.get(address("compare", draft)))

    assert "2 differences between 1.0 (live) and 1.0.1." in page
    assert "criteria.people.weights.lead" in page
    assert "<del>0.34</del>" in page
    assert "<ins>0.30</ins>" in page


def test_a_version_can_be_compared_with_any_other(draft: RulesetVersion, publisher: Client) -> None:
    other = publishing.open_draft(draft)

    page = text(publisher.get(address("compare", draft), {"with": other.pk}))

    assert "Nothing differs between 1.0.2 and 1.0.1." in page


def test_an_odd_choice_falls_back_to_live(draft: RulesetVersion, publisher: Client, alone: Alone) -> None:
    for asked in ["", "x", "-1", "²", "9" * 40]:
        with alone(asked):
            assert "between 1.0 (live)" in text(publisher.get(address("compare", draft), {"with": asked}))


# Zeros are put into words


def test_a_draft_that_changes_nothing_says_so(live_ruleset: RulesetVersion, publisher: Client) -> None:
    same = publishing.open_draft(live_ruleset)

    home = text(publisher.get(address("change", same)))
    assert "Nothing was changed since it was opened from version 1.0." in home
    assert "Nothing differs." in home
    decision = text(publisher.get(address("publish", same)))
    assert "Nothing differs from 1.0, which is live now and will be retired." in decision
    assert "Everything in it has an effect." in decision


def test_an_impact_on_nobody_gets_a_sentence_instead_of_tables_of_zeros(
    draft: RulesetVersion, publisher: Client
) -> None:
    asking.ask_for_report(draft)

    page = text(publisher.get(address("impact", draft)))
    assert "No comparisons are stored yet, so only the demo cases show what would change." in page
    assert "impact-figures" not in page
    decision = text(publisher.get(address("publish", draft)))
    assert "No stored comparison has options to rank under both versions." in decision
