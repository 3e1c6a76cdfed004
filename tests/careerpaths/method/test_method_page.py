"""The method page: public, complete, traceable and small."""

import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import INFO
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from careerpaths import publishing
from careerpaths.models import RulesetVersion
from careerpaths.publishing import add_draft, publish
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from harness.documents import Document, document, item
from harness.factories import RulesetVersionFactory

MOST_BYTES = 70_000  # gzipped
MOST_QUERIES = 3

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, live_ruleset: RulesetVersion) -> str:
    """The method page of the shipped ruleset, with the same date in each test so that the page stays cached."""
    day = datetime(2026, 3, 5, tzinfo=UTC)
    RulesetVersion.objects.filter(pk=live_ruleset.pk).update(published_at=day)
    return client.get("/method/").text


@pytest.fixture
def ruleset(live_ruleset: RulesetVersion) -> Ruleset:
    return live_ruleset.ruleset


def page_of(client: Client, doc: Document) -> str:
    """The method page after this document is published."""
    publish(add_draft({**doc, "version": "1.1"}), note="For a test.")
    return client.get("/method/").text


def text_of(html: str) -> str:
    """What a reader reads, with single spaces."""
    without_inline_tags = re.sub(r"</?(?:a|code|span|strong)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without_inline_tags)).split())


def part(html: str, anchor: str) -> str:
    """The text from this anchor to the next one."""
    start = html.index(f'id="{anchor}"')
    inside = html[html.index(">", start) + 1 :].split(' id="', 1)[0]
    return text_of(inside.rpartition("<")[0])


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]*)"', html)


def test_every_part_of_the_ruleset_has_its_own_anchor(page: str, ruleset: Ruleset) -> None:
    expected = {
        *(passage.id for passage in ruleset.evidence),
        *(rule.id for rule in ruleset.rules),
        *(flag.id[:3] for flag in ruleset.flags),
        *(veto.id for veto in ruleset.vetoes),
        *(step.id for step in ruleset.plan),
        *(f"criterion-{criterion.id}" for criterion in ruleset.criteria),
        *(f"value-{table.id}" for table in ruleset.tables),
        *(f"curve-{curve.id}" for curve in ruleset.curves),
        *(f"question-{question.id}" for question in ruleset.questions),
        *(f"path-{path.id}" for path in ruleset.paths),
        *(f"checklist-{checklist.id}" for checklist in ruleset.checklists),
    }

    assert expected - set(ids(page)) == set()


def test_no_anchor_appears_twice(page: str) -> None:
    assert [name for name, times in Counter(ids(page)).items() if times > 1] == []


def test_every_link_within_the_page_works(page: str) -> None:
    assert set(re.findall(r'href="#([^"]*)"', page)) - set(ids(page)) == set()


def test_the_page_says_whose_opinion_it_is_and_what_is_left_out(page: str, ruleset: Ruleset) -> None:
    about, text = ruleset.about, text_of(page)

    for said in (about.whose_opinion, about.written_by, about.funding, about.update_policy, *about.not_modelled):
        assert said in text
    assert "Last reviewed 23 November 2026" in text
    assert f'href="{about.source_url}"' in page


def test_a_criterion_shows_both_weights_and_their_reason(page: str, ruleset: Ruleset) -> None:
    people = ruleset.criteria_by_id["people"]

    assert "Learning from others 0.34 0.22" in text_of(page)
    assert people.justification in part(page, "criterion-people")
    assert "From the post, in part assumed E07 E22" in part(page, "criterion-people")


def test_the_weights_are_added_up(page: str) -> None:
    assert "Sum 1.00 1.00" in text_of(page)


def test_every_constant_shows_its_value_unit_bounds_and_origin(page: str, ruleset: Ruleset) -> None:
    assert (
        "0.65 share of the criterion Guidance by a mentor, or what stands in for it. The rest goes to further mentors "
        "and peers in equal parts. Allowed: 0 to 1. From the post, in part assumed E28 E32"
    ) in part(page, "criterion-people")
    weighed = [criterion.constants for criterion in ruleset.criteria]
    for constants in (*weighed, *(rule.constants for rule in ruleset.rules), ruleset.timeline.constants):
        for quantity in constants.values():
            assert f"{quantity.value:g} {quantity.unit} {quantity.note}" in text_of(page)


def test_an_assumption_is_labelled_as_one(page: str) -> None:
    assert "Allowed: 0.5 to 1. Assumption" in part(page, "R01")
    assert "From the post E23 E24" in part(page, "R02")


def test_every_choice_shows_its_number(page: str, ruleset: Ruleset) -> None:
    for table in ruleset.tables:
        question, shown = ruleset.questions_by_id[table.question], part(page, f"value-{table.id}")
        for choice, value in table.levels.items():
            assert f"{question.label_of(choice)} {value:g}" in shown


def test_a_curve_shows_its_points_as_a_chart_and_as_a_table(page: str) -> None:
    shown = part(page, "curve-mentor_hours")

    assert "Hours per month Value from 0 to 1 0 0 0.33 0.06 2 0.6 4 0.85 8 1" in shown
    assert 'd="M12.0 138.0 L24.2 130.4 L86.0 62.4 L160.0 30.9 L308.0 12.0"' in page


def test_a_prior_shows_what_is_typical_of_each_kind_of_option(page: str) -> None:
    shown = part(page, "question-opt_letter") + part(page, "typical-opt_letter")

    assert "Answer Industry job Non-profit job Research assistant Independent" in shown
    assert "Strong 20 20 45 8" in shown
    assert "0.33 – – – – 30" in part(page, "typical-opt_mentor_hours")


def test_the_number_used_for_a_missing_answer_is_shown(page: str) -> None:
    assert "Without an answer we use 0 months." in part(page, "question-opt_start_months")


def test_a_question_says_why_and_when_it_is_asked_and_what_uses_it(page: str, ruleset: Ruleset) -> None:
    shown = part(page, "question-new_agendas_value")

    assert ruleset.questions_by_id["new_agendas_value"].why in shown
    assert "Main question, when “Goal” is “Setting my own research direction and leading others on it”" in shown
    assert "Used in: R03, F11" in shown


def test_a_rule_says_whether_it_can_be_switched_off(page: str) -> None:
    assert "It is switched on." in part(page, "R07")
    assert "It is always on." in part(page, "R04")


def test_a_rule_that_is_switched_off_says_so(client: Client, live_ruleset: RulesetVersion) -> None:
    doc = document()
    item(doc, "rules", "R07")["enabled"] = False

    assert "It is switched off." in part(page_of(client, doc), "R07")


def test_a_warning_shows_its_condition_in_plain_words(page: str) -> None:
    shown = part(page, "F06")

    assert "Shown when all of these hold: the kind of option is “Independent” at least 2 of these hold:" in shown
    assert "“Mentor hours” (hours per month) is below 2" in shown
    assert "About an option. Basis: the post E102 E103 E104 E105" in shown


def test_a_warning_shows_its_variants_for_some_people(page: str) -> None:
    assert "It reads differently when savings last as long as the secure money" in part(page, "F05")


def test_only_the_person_can_rule_an_option_out(page: str) -> None:
    assert "Only you set this." in part(page, "V01")


def test_a_plan_item_says_who_it_is_for_when_and_on_what_basis(page: str) -> None:
    shown = part(page, "PL05")

    assert "For: PhD. Offered when “Track record” is “Nothing yet” or" in shown
    assert "Basis: the post E73 E74 E128" in shown


def test_there_are_no_adjustments_at_first_and_the_page_says_so(page: str) -> None:
    assert "This version has none." in part(page, "adjustments")


def test_an_adjustment_is_shown_with_condition_effect_and_origin(client: Client, live_ruleset: RulesetVersion) -> None:
    doc = document()
    doc["adjustments"] = [
        {
            "id": "long_money",
            "name": "Long money",
            "when": {"question": "opt_runway_years", "at_least": 4},
            "target": "own_ideas",
            "action": "multiply",
            "amount": 1.1,
            "rationale": "Four years leave room.",
            "source": ["E45", "assumption"],
        }
    ]

    html = page_of(client, doc)

    shown = part(html, "adjustment-long_money")
    assert "Own ideas is multiplied by 1.1. It is switched on. Four years leave room." in shown
    assert "“Secure years” (years) is at least 4" in shown
    assert "Adjustments: Long money" in part(html, "E45")


def test_a_passage_and_what_relies_on_it_link_to_each_other(page: str, ruleset: Ruleset) -> None:
    for rule in ruleset.rules:
        for passage in rule.evidence:
            assert f'href="#{passage}"' in page[page.index(f'id="{rule.id}"') :].split("<h3", 2)[0]
            assert f'href="#{rule.id}"' in page[page.index(f'id="{passage}"') :].split("</li>", 1)[0]


def test_a_passage_that_nothing_relies_on_says_so(page: str) -> None:
    assert "Background: no number or rule is based on it." in part(page, "E133")


def test_passages_are_grouped_under_the_headings_of_the_post(page: str) -> None:
    assert "<h3>Alternatives to PhDs › Doing independent research</h3>" in page


def test_the_page_names_its_version_digest_and_date(page: str, live_ruleset: RulesetVersion) -> None:
    shown = part(page, "version")

    assert "Version 1.0 Published 5 March 2026" in shown
    assert live_ruleset.digest in shown


def test_the_page_has_one_title_and_no_heading_is_skipped(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_is_small(page: str) -> None:
    assert len(gzip.compress(page.encode())) <= MOST_BYTES


def test_the_page_makes_few_queries_and_hardly_any_when_it_is_cached(
    client: Client, live_ruleset: RulesetVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/method/")
    with django_assert_max_num_queries(1):
        client.get("/method/")


@pytest.mark.parametrize("address", ["/method/", "/method/ruleset.json", "/method/schema.json"])
def test_a_returning_reader_is_not_sent_the_same_page_again(
    client: Client, live_ruleset: RulesetVersion, address: str
) -> None:
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("address", ["/method/", "/method/ruleset.json"])
def test_a_new_version_is_sent_to_returning_readers(client: Client, live_ruleset: RulesetVersion, address: str) -> None:
    first = client.get(address)
    publish(add_draft({**document(), "version": "1.1"}), note="For a test.")

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "1.1" in again.text


def test_browsers_revalidate_a_cached_page_before_they_show_it(client: Client, live_ruleset: RulesetVersion) -> None:
    assert "no-cache" in client.get("/method/").headers["Cache-Control"]


def test_a_message_waits_for_a_page_that_is_not_cached(
    client: Client, live_ruleset: RulesetVersion, rf: RequestFactory
) -> None:
    response, storage = HttpResponse(), CookieStorage(rf.get("/"))
    storage.add(INFO, "It was saved.")
    storage.update(response)
    client.cookies["messages"] = response.cookies["messages"].value

    assert "It was saved." not in client.get("/method/").text
    assert "It was saved." in client.get("/").text


def test_the_document_matches_its_digest(client: Client, live_ruleset: RulesetVersion) -> None:
    response = client.get("/method/ruleset.json")
    canonical = json.dumps(response.json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert response.headers["Content-Type"] == "application/json"
    assert parse(response.json()).digest == live_ruleset.digest
    assert hashlib.sha256(canonical.encode()).hexdigest() == live_ruleset.digest


def test_the_schema_names_every_part_of_a_ruleset(client: Client) -> None:
    response = client.get("/method/schema.json")

    assert response.headers["Content-Type"] == "application/schema+json"
    assert set(response.json()["properties"]) == set(Ruleset.model_fields)


def test_the_changelog_says_what_was_in_use_and_why_newest_first(client: Client) -> None:
    first = RulesetVersionFactory.create(version="1.0")
    publishing.publish(first, note="The first.", at=datetime(2026, 1, 2, tzinfo=UTC))
    publishing.publish(publishing.open_draft(first), note="A second look.", at=datetime(2026, 2, 3, tzinfo=UTC))
    first.refresh_from_db()
    publishing.roll_back(first, note="It ranked worse.", at=datetime(2026, 3, 4, tzinfo=UTC))
    RulesetVersionFactory.create(version="1.2", note="Not yet public.")

    text = text_of(client.get("/method/changelog/").text)

    told = [
        "Version 1.0 In use Brought back on 4 March 2026 It ranked worse.",
        "Version 1.0.1 Published on 3 February 2026 A second look.",
        "Version 1.0 Published on 2 January 2026 The first.",
    ]
    assert sorted(told, key=text.index) == told
    assert "Not yet public." not in text


def test_the_changelog_says_in_words_what_changed_and_names_nobody(
    client: Client, live_ruleset: RulesetVersion
) -> None:
    ada = User.objects.create_user("ada.lovelace")
    draft = publishing.open_draft(live_ruleset, by=ada)
    publishing.save_draft(draft, {**draft.document, "title": "Another title"}, by=ada)
    publishing.publish(draft, note="Clearer.", by=ada)

    text = text_of(client.get("/method/changelog/").text)

    assert "One change" in text
    assert f"Title: “{live_ruleset.document['title']}” → “Another title”" in text
    assert "lovelace" not in text


def test_the_changelog_is_made_once_and_remade_after_a_change(
    client: Client, live_ruleset: RulesetVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/method/changelog/")
    with django_assert_num_queries(1):
        client.get("/method/changelog/")

    publishing.retire(live_ruleset, note="The post was withdrawn.")

    assert "The post was withdrawn." in client.get("/method/changelog/").text


@pytest.mark.parametrize("address", ["/method/", "/method/changelog/", "/method/ruleset.json", "/method/schema.json"])
def test_the_method_is_read_only(client: Client, live_ruleset: RulesetVersion, address: str) -> None:
    assert client.post(address).status_code == 405
