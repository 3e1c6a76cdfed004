"""Reference cases, blind spots and previews: what an editor sees before a version is published."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from careerpaths.admin.reference_cases.pages import spots_of
from careerpaths.checking import reference_cases
from careerpaths.checking.blind_spots import blind_spots
from careerpaths.models import RulesetVersion
from careerpaths.publishing import ChecksFailed, open_draft, publish, save_draft
from careerpaths.scoring.answers import read_case
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from harness.documents import document
from harness.stored import store

WEIGHTS = {"people": 0.0, "own_ideas": 0.0, "execution": 0.0, "safety": 0.0, "communication": 0.0}


def case(**given: Any) -> dict[str, Any]:
    return {
        "id": "mine",
        "name": "Mine",
        "why": "For a test.",
        "person": {"goal_role": "research_lead"},
        "options": [{"id": "a", "path": "phd"}, {"id": "b", "path": "independent"}],
        "expected": [{"kind": "first", "option": "a"}],
        **given,
    }


def with_cases(*cases: dict[str, Any]) -> dict[str, Any]:
    return {**document(), "reference_cases": list(cases)}


# --- expectations ------------------------------------------------------------------------------------------------


def test_the_shipped_rules_give_the_agreed_results() -> None:
    ruleset = parse(document())
    assert len(ruleset.reference_cases) >= 8
    assert reference_cases.failures(ruleset) == []


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ({"kind": "first", "option": "b"}, "Mine: expected b first, came out a."),
        ({"kind": "above", "option": "b", "other": "a"}, "Mine: expected b above a, came out"),
        ({"kind": "value", "option": "a", "at_most": 10}, "Mine: expected a from 0 to 10 points, came out"),
        ({"kind": "value", "option": "b", "at_least": 90}, "Mine: expected b from 90 to 100 points, came out"),
        ({"kind": "closeness", "closeness": "too_close"}, "Mine: expected too close to call, came out"),
        (
            {"kind": "raised", "flag": "F08_short_timelines"},
            "for the person, came out not raised.",
        ),
        ({"kind": "not_raised", "flag": "F20_generic_option", "option": "a"}, "for a, came out raised."),
    ],
)
def test_each_kind_of_expectation_can_fail_and_says_what_it_got_instead(
    expected: dict[str, Any], sentence: str
) -> None:
    failures = reference_cases.failures(parse(with_cases(case(expected=[expected]))))
    assert len(failures) == 1
    assert sentence in failures[0]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"expected": [{"kind": "first"}]}, "reference_cases.mine.expected[0].option"),
        ({"expected": [{"kind": "first", "option": "z"}]}, "reference_cases.mine.expected[0].option"),
        ({"expected": [{"kind": "above", "option": "a"}]}, "reference_cases.mine.expected[0].other"),
        ({"expected": [{"kind": "value", "option": "a"}]}, "reference_cases.mine.expected[0].at_least"),
        (
            {"expected": [{"kind": "value", "option": "a", "at_least": 60, "at_most": 50}]},
            "reference_cases.mine.expected[0].at_most",
        ),
        ({"expected": [{"kind": "raised", "flag": "F99_none"}]}, "reference_cases.mine.expected[0].flag"),
        ({"expected": [{"kind": "closeness"}]}, "reference_cases.mine.expected[0].closeness"),
        ({"expected": []}, "reference_cases.mine.expected"),
        ({"person": {"no_such_question": 1}}, "reference_cases.mine.person.no_such_question"),
        ({"person": {"goal_role": "astronaut"}}, "reference_cases.mine.person.goal_role"),
    ],
)
def test_an_invalid_reference_case_is_refused_with_its_path(given: dict[str, Any], path: str) -> None:
    with pytest.raises(RulesetError) as refused:
        parse(with_cases(case(**given)))
    assert path in [fault.path for fault in refused.value.faults]


def test_a_version_that_fails_a_reference_case_is_not_published(live_ruleset: RulesetVersion) -> None:
    draft = open_draft(live_ruleset)
    wrong = case(expected=[{"kind": "first", "option": "b"}])
    save_draft(draft, {**draft.document, "reference_cases": [wrong]})
    with pytest.raises(ChecksFailed) as refused:
        publish(draft, note="Try it.")
    assert "Mine: expected b first, came out a." in refused.value.failures
    draft.refresh_from_db()
    assert draft.state == RulesetVersion.State.DRAFT


# --- what has no effect ---------------------------------------------------------------------------------------------


def spots(document: dict[str, Any]) -> set[str]:
    ruleset = parse(document)
    cases = [read_case(ruleset, item.document()) for item in ruleset.reference_cases]
    return {spot.path for spot in blind_spots(ruleset, cases, shown=["initial_leaning"])}


def test_the_shipped_rules_have_no_blind_spot(live_ruleset: RulesetVersion) -> None:
    assert spots_of(live_ruleset) == []


def test_a_question_that_only_a_page_shows_is_not_a_blind_spot_because_the_site_says_so() -> None:
    assert [spot.path for spot in blind_spots(parse(document()), [])] == ["questions.initial_leaning"]


def test_a_passage_that_nothing_cites_is_a_blind_spot_unless_it_is_a_caveat() -> None:
    doc = document()
    first = doc["evidence"][0]
    doc["evidence"] += [{**first, "id": "E9998", "kind": "caveat"}, {**first, "id": "E9999", "kind": "weight"}]
    assert spots(doc) == {"evidence.E9999"}


COLOUR = {
    "scope": "person",
    "type": "single_choice",
    "tier": "detail",
    "text": "Which colour do you like?",
    "short": "Colour",
    "why": "For a test.",
    "choices": [{"id": "red", "label": "Red"}, {"id": "blue", "label": "Blue"}],
    "evidence": ["E01"],
}


def with_colours(*used_in: str) -> dict[str, Any]:
    """The shipped rules with an unused question for each use, named after that use."""
    doc = document()
    section = next(section for section in doc["sections"] if section["scope"] == "person")
    for use in used_in:
        doc["questions"].append({**COLOUR, "id": f"colour_{use.lower()}", "section": section["id"], "used_in": [use]})
    return doc


def test_an_unused_question_is_a_blind_spot_whatever_use_it_claims() -> None:
    uses = ("reflection", "R04", "people", "plan")
    assert spots(with_colours(*uses)) == {f"questions.colour_{use.lower()}" for use in uses}


def test_an_unused_table_is_a_blind_spot_and_does_not_make_its_question_used() -> None:
    doc = with_colours("R04")
    levels = {"red": 0, "blue": 1}
    table = {
        "id": "colour",
        "question": "colour_r04",
        "role": "value",
        "levels": levels,
        "source": ["assumption"],
    }
    doc["tables"].append(table)
    assert spots(doc) == {"questions.colour_r04", "tables.colour"}


def test_anything_only_read_by_a_switched_off_rule_is_a_blind_spot() -> None:
    doc = document()
    next(rule for rule in doc["rules"] if rule["id"] == "R20")["enabled"] = False
    assert "tables.route_default" in spots(doc)


def test_values_out_of_order_are_a_blind_spot_unless_the_note_explains_the_answer() -> None:
    doc = document()
    peers = next(table for table in doc["tables"] if table["id"] == "opt_peers")
    peers["levels"]["outstanding"] = 0
    assert "tables.opt_peers" in spots(doc)
    peers["note"] = "Outstanding peers count for nothing here."
    assert "tables.opt_peers" not in spots(doc)


def test_an_adjustment_that_changes_nothing_is_a_blind_spot() -> None:
    doc = document()
    adjustment = {
        "name": "Nobody",
        "when": {"always": True},
        "target": "value",
        "action": "add",
        "amount": 0,
        "rationale": "For a test.",
        "source": ["assumption"],
    }
    doc["adjustments"] = [{**adjustment, "id": "nobody"}, {**adjustment, "id": "everybody", "amount": 0.01}]
    assert spots(doc) == {"adjustments.nobody"}


RARE = {
    "career_stage": "industry_job",
    "track_record": "none",
    "execution_skill": "independent",
    "independent_history": "struggled",
    "use_of_freedom": "bold",
    "self_learning_speed": "fast",
    "isolation_effect": "none",
    "agenda_fit_funders": "outside",
}
"""So many answers at once that no made-up person has them all."""


def with_rare_warning() -> dict[str, Any]:
    doc = document()
    common = next(flag for flag in doc["flags"] if flag["scope"] == "person")
    when = {"all": [{"question": question, "in": [answer]} for question, answer in RARE.items()]}
    doc["flags"].append({**common, "id": "F99_rare", "when": when, "variants": []})
    return doc


def test_a_warning_that_never_appears_is_a_blind_spot() -> None:
    assert spots(with_rare_warning()) == {"flags.F99_rare"}


@pytest.mark.parametrize(("people", "is_known"), [(5, True), (4, False)])
def test_a_warning_on_stored_comparisons_is_not_a_blind_spot_unless_so_few_are_stored_that_one_would_show(
    live_ruleset: RulesetVersion, people: int, is_known: bool
) -> None:
    draft = open_draft(live_ruleset)
    save_draft(draft, with_rare_warning() | {"version": draft.version})
    assert [spot.path for spot in spots_of(draft)] == ["flags.F99_rare"]
    raises_it = {
        "person": {"goal_role": "research_lead"} | RARE,
        "options": [{"id": "a", "path": "phd", "answers": {}}],
    }
    for _ in range(people):
        store(live_ruleset, raises_it)
    assert (spots_of(draft) == []) is is_known


# --- the pages ------------------------------------------------------------------------------------------------------


def somebody(*groups: str) -> Client:
    user = User.objects.create(username="-".join(groups) or "nobody", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(version: RulesetVersion, name: str, *args: str) -> str:
    return reverse(f"admin:careerpaths_rulesetversion_{name}", args=[version.pk, *args])


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    return open_draft(live_ruleset)


def form_of(item: dict[str, Any], draft: RulesetVersion, *expected: dict[str, str]) -> dict[str, str]:
    import json

    text = json.dumps({"person": item["person"], "options": item["options"]})
    form = {"id": item["id"], "name": item["name"], "why": item["why"], "case": text, "seen": draft.digest}
    for n, row in enumerate(expected):
        form |= {f"e{n}-{key}": value for key, value in {"kind": "", **row}.items()}
    return form


def test_an_editor_adds_changes_and_removes_a_reference_case_by_choosing(draft: RulesetVersion) -> None:
    editor = somebody("Ruleset editors")
    page = editor.get(at(draft, "checks"))
    assert page.text.count(">passes<") == len(draft.ruleset.reference_cases)
    assert "comes out first" in editor.get(at(draft, "reference_new") + "?example=0").text
    added = editor.post(at(draft, "reference_new"), form_of(case(), draft, {"kind": "first", "option": "a"}, {}))
    assert added.status_code == 302, added.text
    draft.refresh_from_db()
    assert draft.ruleset.reference_cases[-1].expected[0].option == "a"
    changed = form_of(case(name="Ours"), draft, {"kind": "value", "option": "a", "at_least": "99"})
    assert editor.post(at(draft, "reference", "mine"), changed).status_code == 302
    failing = editor.get(at(draft, "checks")).text
    assert ">fails<" in failing
    assert "Expected: a from 99 to 100 points." in failing
    draft.refresh_from_db()
    editor.post(at(draft, "reference_remove", "mine"))
    draft.refresh_from_db()
    assert "mine" not in [item.id for item in draft.ruleset.reference_cases]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"case": "person: ["}, "case"),
        ({"case": "just text"}, "Write a mapping with the keys person and options."),
        ({"case": '{"person": {"goal_role": "astronaut"}, "options": [{"id": "a", "path": "phd"}]}'}, "goal_role"),
        ({"why": ""}, "Say why, with the passages it rests on."),
        ({"e0-option": "z"}, "Select a valid choice."),
    ],
)
def test_refused_input_comes_back_as_it_was_typed(draft: RulesetVersion, given: dict[str, str], sentence: str) -> None:
    form = form_of(case(), draft, {"kind": "first", "option": "a"}) | given
    answer = somebody("Ruleset editors").post(at(draft, "reference_new"), form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Mine"' in answer.text
    draft.refresh_from_db()
    assert "mine" not in [item.id for item in draft.ruleset.reference_cases]


def test_a_case_saved_on_a_draft_that_has_changed_is_refused_and_overwrites_nothing(draft: RulesetVersion) -> None:
    form = form_of(case(), draft, {"kind": "first", "option": "a"})
    save_draft(draft, {**draft.document, "title": "Changed by somebody else"})
    answer = somebody("Ruleset editors").post(at(draft, "reference_new"), form)
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.document["title"] == "Changed by somebody else"


def test_a_preview_shows_a_persons_page_marked_as_a_preview_and_stores_nothing(draft: RulesetVersion) -> None:
    viewer = somebody("Ruleset viewers")
    before = Assessment.objects.count()
    page = viewer.get(at(draft, "preview") + "?example=0")
    assert "Preview under version" in page.text
    assert "How your options compare" in page.text
    own = viewer.post(at(draft, "preview"), {"case": "options: [{id: a, path: phd}, {id: b, path: independent}]"})
    assert "Preview under version" in own.text
    refused = viewer.post(at(draft, "preview"), {"case": "options: [{id: a, path: astronaut}]"})
    assert refused.status_code == 422
    assert "options[0].path" in refused.text
    assert "astronaut" in refused.text
    assert Assessment.objects.count() == before


@pytest.mark.parametrize(
    ("groups", "opens"),
    [
        ((), set()),
        (("Ruleset viewers",), {"checks", "preview"}),
        (("Ruleset publishers",), {"checks", "preview"}),
        (("Ruleset editors",), {"checks", "preview", "reference_new", "reference"}),
    ],
)
def test_each_page_requires_its_permission(draft: RulesetVersion, groups: tuple[str, ...], opens: set[str]) -> None:
    client = somebody(*groups)
    for name in ("checks", "preview", "reference_new", "reference"):
        args = ("typical_lead",) if name == "reference" else ()
        assert (client.get(at(draft, name, *args)).status_code == 200) is (name in opens)
    removed = client.post(at(draft, "reference_remove", "typical_lead")).status_code
    assert (removed == 302) is ("reference" in opens)


def test_a_published_version_shows_its_cases_but_does_not_let_them_change(live_ruleset: RulesetVersion) -> None:
    editor = somebody("Ruleset editors")
    assert "Change<" not in editor.get(at(live_ruleset, "checks")).text
    assert editor.post(at(live_ruleset, "reference_remove", "typical_lead")).status_code == 404
