"""Another program sends a case and gets the evaluation; nothing is stored."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.demo import demo_cases
from assessments.models import Answer, Assessment
from careerpaths.operations import limits

CASE = demo_cases()[0]["case"]


def post(client: Client, body: str | bytes, kind: str = "application/json") -> Any:
    return client.post("/api/evaluate", body, content_type=kind)


def test_the_api_returns_what_the_command_prints(
    live_ruleset: object, client: Client, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    call_command("evaluate", str(file))
    assert post(client, file.read_text()).json() == json.loads(capsys.readouterr().out)


def test_nothing_is_stored(live_ruleset: object, client: Client) -> None:
    assert post(client, json.dumps(CASE)).status_code == 200
    assert not Assessment.objects.exists()
    assert not Answer.objects.exists()
    assert not client.cookies


@pytest.mark.parametrize(
    ("body", "path", "sentence"),
    [
        ('{"person": {"goal_rol": 1}}', "person.goal_rol", "There is no such question. Check its id."),
        ('{"person": {"tai_p5": 101}}', "person.tai_p5", "Enter a percentage from 0 to 100."),
        ('{"person": {"tai_p5": 50, "tai_p10": 20}}', "person.tai_p10", "Enter 50 or more: it cannot be less likely"),
        ('{"person": {"tai_p5": NaN}}', "person.tai_p5", "A finite number is needed here."),
        ('{"options": [{"id": "a"}]}', "options[0].path", "This is missing."),
        ('{"options": [{"id": "a", "path": "phd", "colour": 1}]}', "options[0].colour", "This key is not known here."),
        ('{"options": [{"id": "a", "path": "job"}]}', "options[0].path", "Use one of"),
        ("[]", "", "A mapping of keys to values is needed here."),
        (json.dumps({"options": [{"id": str(n), "path": "phd"} for n in range(9)]}), "options", "At most 8"),
        ('{"options": [{"id": "a", "path": "phd", "name": "\\u0000"}]}', "options[0].name", "NUL character"),
    ],
)
def test_an_error_is_one_sentence_with_its_location(
    live_ruleset: object, client: Client, body: str, path: str, sentence: str
) -> None:
    answer = post(client, body)
    assert answer.status_code == 422
    found = {fault["path"]: fault["message"] for fault in answer.json()["faults"]}
    assert sentence in found[path]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("", "application/json", 422),
        ("person=1", "application/x-www-form-urlencoded", 400),
        ('{"person": {}, "person": {}}', "application/json", 400),
        ('"' + "x" * 2_000_000 + '"', "application/json", 413),
    ],
)
def test_a_body_that_is_not_a_case_gets_a_plain_answer(
    live_ruleset: object, client: Client, body: str, kind: str, status: int
) -> None:
    answer = post(client, body, kind)
    assert answer.status_code == status
    assert answer.json()["faults"]


WIDE = json.dumps({"options": [{f"key{n}": n for n in range(1_000)}], **{f"key{n}" * 50: n for n in range(100)}})


def test_a_case_with_a_thousand_errors_gets_a_short_answer(live_ruleset: object, client: Client) -> None:
    answer = post(client, WIDE)
    assert answer.status_code == 422
    assert len(answer.content) < 10_000
    assert answer.json()["faults"][-1]["message"] == "1,082 more are not listed here."
    page = client.post("/import/", {"text": WIDE})
    assert page.status_code == 422
    assert len(page.content) - len(WIDE) < 100_000
    assert "1,082 more are not listed here." in page.text


def test_a_malformed_request_counts_towards_the_limit_before_it_is_read(
    live_ruleset: object, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "api", ((1, limits.HOUR),))
    assert post(client, "{").status_code == 400
    assert post(client, "x" * 2_000_000).status_code == 429


def test_a_case_is_posted_not_fetched(live_ruleset: object, client: Client) -> None:
    assert client.get("/api/evaluate").status_code == 405


def test_without_rules_the_api_says_there_are_none_yet(db: None, client: Client) -> None:
    answer = post(client, json.dumps(CASE))
    assert answer.status_code == 503
    assert answer.json()["faults"][0]["message"].startswith("The site has no rules yet.")


def test_the_description_names_the_case_format(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert set(document["components"]["schemas"]["CaseDocument"]["properties"]) == {
        *("person", "options"),
        *("format", "title", "ruleset", "journal"),
    }
    page = client.get("/api/docs").content.decode()
    assert "/api/evaluate" in page
    assert "https://" not in page
