"""The site's own export becomes a reference case in one step, and nothing personal gets into the rules."""

import json
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.demo import demo_cases
from assessments.exports import as_json
from assessments.exports.bundle import Bundle
from assessments.models import Assessment
from careerpaths import publishing
from careerpaths.checking import reference_cases
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import read_case
from careerpaths.scoring.findings.analysis import analyse
from careerpaths.scoring.findings.report import report
from harness.cases import FULL, PERSON
from harness.stored import store
from tests.careerpaths.admin.members import EDIT, VIEW, signed_in, text

pytestmark = pytest.mark.django_db

TITLE, NAME, NOTE = "Title of Ann Smith", "PhD with Prof. Jones", "I told nobody yet"


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    return publishing.open_draft(live_ruleset)


@pytest.fixture
def editor() -> Client:
    return signed_in(EDIT, name="edith")


@pytest.fixture
def exported(live_ruleset: RulesetVersion) -> str:
    """An export with everything personal that it can contain."""
    options = [
        {"id": "x7Kq", "name": NAME, "path": "phd", "answers": FULL},
        {"id": "Zt01", "name": "Acme Labs", "path": "rc_nonprofit", "answers": {"opt_peers": "strong"}},
    ]
    person = {**PERSON, "mental_health_risk": "high"}
    assessment = store(live_ruleset, {"person": person, "options": options})
    Assessment.objects.filter(pk=assessment.pk).update(title=TITLE)
    assessment.decisions.create(choice="Other", why=NOTE)
    assessment.refresh_from_db()
    return export_of(assessment)


def export_of(assessment: Assessment) -> str:
    return as_json.write_json(Bundle(assessment)).decode()


def new(draft: RulesetVersion) -> str:
    return reverse("admin:careerpaths_rulesetversion_reference_new", args=[draft.pk])


def added(client: Client, draft: RulesetVersion, case: Any, **typed: Any) -> Any:
    rows = {"e0-kind": "", "e1-kind": ""}
    sent = {"case": case, "why": "As agreed.", "seen": draft.digest, "id": "", "name": "", **rows, **typed}
    return client.post(new(draft), sent)


def told(answer: Any) -> list[str]:
    """What the next page says was saved. That page runs every check, which takes a while."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def last_case(draft: RulesetVersion) -> Any:
    draft.refresh_from_db()
    return draft.ruleset.reference_cases[-1]


@pytest.mark.parametrize("n", range(len(demo_cases())))
def test_the_export_of_each_demo_case_can_be_pasted_and_saved_with_a_reason(
    n: int, draft: RulesetVersion, live_ruleset: RulesetVersion, editor: Client
) -> None:
    demo = demo_cases()[n]["case"]

    page = added(editor, draft, export_of(store(live_ruleset, demo)))

    assert page.status_code == 302, text(page)
    case = last_case(draft)
    assert case.why == "As agreed."
    assert [option.path for option in case.options] == [option["path"] for option in demo["options"]]
    assert [option.id for option in case.options] == list("abcdefgh")[: len(case.options)]
    assert {key: case.person[key] for key in demo["person"]} == demo["person"]
    assert [dict(option.answers) for option in case.options] == [option["answers"] for option in demo["options"]]
    assert reference_cases.failures(draft.ruleset) == []
    assert told(page)[-1].startswith("It expects what comes out today:")


def test_nothing_personal_gets_into_the_rules_and_the_page_says_what_was_left_out(
    exported: str, draft: RulesetVersion, editor: Client
) -> None:
    assert told(added(editor, draft, exported))[1] == (
        "Published rules are public, so this was left out of the export: the title, the names of the options, "
        "the journal, the sensitive answers (Mental-health risk)."
    )
    kept = json.dumps(last_case(draft).model_dump(mode="json"))
    for personal in (TITLE, NAME, NOTE, "Acme", "x7Kq", "mental_health_risk"):
        assert personal not in kept
    assert [option.name for option in last_case(draft).options] == ["Option A (PhD)", "Option B (Non-profit job)"]


def test_an_export_can_be_read_before_it_is_saved(exported: str, draft: RulesetVersion, editor: Client) -> None:
    page = added(editor, draft, exported, why="", do="read")

    assert page.status_code == 200
    assert "Nothing is saved yet." in text(page)
    form, rows = page.context["form"], page.context["rows"]
    assert TITLE not in form["case"].value()
    assert "Option A (PhD)" in form["case"].value()
    assert (form["id"].value(), form["name"].value()) == ("phd_rc_nonprofit", "PhD, Non-profit job")
    assert rows[0].initial == {"kind": "first", "option": "a"}
    assert draft.digest == RulesetVersion.objects.get(pk=draft.pk).digest


def test_an_export_without_a_reason_is_shown_as_the_site_read_it(
    exported: str, draft: RulesetVersion, editor: Client
) -> None:
    page = added(editor, draft, exported, why="", name="Mine")

    assert page.status_code == 422
    assert page.context["form"]["name"].value() == "Mine"
    assert "Say why, with the passages it rests on." in text(page)
    assert "Option A (PhD)" in page.context["form"]["case"].value()
    assert "left out of the export" in text(page)


def test_a_chosen_expectation_replaces_the_suggested_one(exported: str, draft: RulesetVersion, editor: Client) -> None:
    added(editor, draft, exported, **{"e0-kind": "above", "e0-option": "b", "e0-other": "a"})
    [expected] = last_case(draft).expected
    assert (expected.kind, expected.option, expected.other) == ("above", "b", "a")


def test_a_file_can_be_uploaded_instead_of_pasted(exported: str, draft: RulesetVersion, editor: Client) -> None:
    added(editor, draft, "", file=SimpleUploadedFile("career-paths.json", exported.encode()))
    assert last_case(draft).id == "phd_rc_nonprofit"


def test_the_second_case_of_the_same_kinds_gets_its_own_id(
    exported: str, draft: RulesetVersion, editor: Client
) -> None:
    for name in ("phd_rc_nonprofit", "phd_rc_nonprofit_2"):
        draft.refresh_from_db()
        added(editor, draft, exported)
        assert last_case(draft).id == name


def test_the_page_lists_answers_that_this_version_does_not_know(
    exported: str, draft: RulesetVersion, editor: Client
) -> None:
    data = json.loads(exported)
    data["ruleset"]["digest"] = "0" * 64
    data["person"]["favourite_colour"] = "red"
    data["options"][1]["answers"]["opt_peers"] = "splendid"

    assert told(added(editor, draft, json.dumps(data)))[2] == (
        "This version has no place for 2 answers, so they were left out: person.favourite_colour, "
        "options[1].answers.opt_peers."
    )
    assert "favourite_colour" not in last_case(draft).person


def test_an_export_whose_goal_has_no_ranking_expects_none(draft: RulesetVersion, editor: Client) -> None:
    data = {"format": "career-paths/1", "person": {"goal_role": "other_role"}, "options": [{"id": "q", "path": "phd"}]}
    added(editor, draft, json.dumps(data))
    assert [(one.kind, one.closeness) for one in last_case(draft).expected] == [("closeness", "not_ranked")]


def test_a_long_journal_does_not_get_in_the_way(exported: str, draft: RulesetVersion, editor: Client) -> None:
    data = json.loads(exported)
    data["journal"]["decisions"] = [{"why": "x" * 2000} for _ in range(100)]
    added(editor, draft, json.dumps(data))
    assert last_case(draft).id == "phd_rc_nonprofit"


def test_a_case_written_for_the_rules_keeps_its_names(draft: RulesetVersion, editor: Client) -> None:
    added(editor, draft, "options: [{id: left, name: A good PhD, path: phd}, {id: right, path: independent}]")
    assert [(option.id, option.name) for option in last_case(draft).options] == [("left", "A good PhD"), ("right", "")]


CASE = {"person": {"goal_role": "research_lead"}, "options": [{"id": "a", "path": "phd", "answers": {}}]}
EXPORT = {"format": "career-paths/1", **CASE}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "Paste a case, or choose a file."),
        (json.dumps(EXPORT)[:-5], "Check this line"),
        (json.dumps(EXPORT | {"title": "x" * 60_000})[:-5], "This is not JSON, and too long for YAML."),
        ('{"person": ' + "[" * 950 + "]" * 950 + "}", "nested too deeply"),
        (json.dumps(EXPORT | {"title": "x" * 700_001}), "This is too large: at most 700 kB."),
        (json.dumps([CASE, CASE]), "This file holds 2 cases. Paste one of them."),
        (json.dumps(EXPORT | {"options": [{"id": "a", "path": "astronaut"}]}), "options[0].path"),
        (json.dumps(EXPORT | {"person": {"tai_p5": 50, "tai_p10": 20}}), "person.tai_p10: Enter 50 or more"),
        (json.dumps(EXPORT | {"format": "career-paths/9"}), "format"),
        (json.dumps(EXPORT | {"colour": 1}), "Write a mapping with the keys person and options."),
        (json.dumps(EXPORT | {"options": []}), "reference_cases.case.options"),
        ("[]", "Write a mapping with the keys person and options."),
        ("\x00", "Null characters are not allowed."),
    ],
)
def test_unusable_text_is_refused_with_a_sentence_and_comes_back(
    given: str, sentence: str, draft: RulesetVersion, editor: Client
) -> None:
    for more in ({}, {"do": "read"}):
        page = added(editor, draft, given, name="Mine", **more)
        if "reference_cases" not in sentence or not more:
            assert page.status_code == 422
            assert sentence in text(page)
        assert page.context["form"]["name"].value() == "Mine"
    assert draft.digest == RulesetVersion.objects.get(pk=draft.pk).digest


def test_the_output_of_the_command_is_not_a_case(draft: RulesetVersion, editor: Client) -> None:
    result = report(analyse(draft.compiled, read_case(draft.ruleset, CASE), 100))
    assert "This is a result. Paste the case that it was worked out from." in text(
        added(editor, draft, json.dumps(result))
    )


def test_filled_in_rows_come_back_when_the_case_cannot_be_read(draft: RulesetVersion, editor: Client) -> None:
    page = added(editor, draft, "person: [", **{"e0-kind": "first", "e0-option": "b"})
    assert page.context["rows"][0]["option"].value() == "b"
    assert '<option value="b" selected>' in page.text


def test_a_preview_accepts_an_export_longer_than_a_yaml_case(exported: str, draft: RulesetVersion) -> None:
    data = json.loads(exported)
    data["journal"]["decisions"] = [{"why": "x" * 2000} for _ in range(30)]
    where = reverse("admin:careerpaths_rulesetversion_preview", args=[draft.pk])
    assert "Preview under version" in signed_in(VIEW).post(where, {"case": json.dumps(data)}).text
