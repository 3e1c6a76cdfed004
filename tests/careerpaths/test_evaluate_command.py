"""`manage.py evaluate`, the interface that other programs rely on."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from careerpaths.rulesets import SHIPPED

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead", "tai_p5": 20, "tai_p10": 45},
    "options": [
        {"id": "a", "name": "PhD at X", "path": "phd", "answers": {"opt_mentor_hours": 4, "opt_peers": "not_sure"}},
        {"id": "b", "path": "rc_industry", "answers": {"opt_then_phd": "no"}},
    ],
}
Run = Callable[..., str]


@pytest.fixture
def run(live_ruleset: object, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command on a text and returns what it prints."""

    def command(*args: str) -> str:
        call_command("evaluate", *args, "--draws", "200")
        return capsys.readouterr().out

    return command


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        file = tmp_path / "case"
        file.write_text(text)
        return str(file)

    return write


def test_the_report_has_the_promised_keys(run: Run, case_file: Callable[[str], str]) -> None:
    report = json.loads(run(case_file(json.dumps(CASE))))
    assert {
        "ruleset", "lead_weight", "view", "options", "person_flags", "closeness", "pairwise", "central_weights",
        "find_out", "tipping_points", "tornado", "plan",
    } <= report.keys()  # fmt: skip
    assert set(report["ruleset"]) == {"name", "version", "digest"}
    first = report["options"][0]
    assert {
        "id", "name", "path", "value", "low", "high", "min", "max", "rank", "criteria", "limits", "route", "flags",
        "rank_acceptability", "expected_lead_years", "p_phd_after", "excluded",
    } <= first.keys()  # fmt: skip
    assert {"value", "points"} <= first["criteria"]["people"].keys()
    assert sum(part["points"] for part in first["criteria"].values()) + first["limits"] + first[
        "route"
    ] == pytest.approx(first["value"], abs=0.01)
    assert sum(first["rank_acceptability"]) == pytest.approx(1, abs=0.001)


def test_yaml_gives_the_same_result_as_json(run: Run, case_file: Callable[[str], str]) -> None:
    by_json = run(case_file(json.dumps(CASE)))
    assert run(case_file(yaml.safe_dump(CASE))) == by_json
    assert run(case_file(yaml.safe_dump(CASE).replace("'no'", "no"))) == by_json


def test_a_key_that_appears_twice_is_refused(
    run: Run, case_file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    twice = '{"person": {"goal_role": "research_lead", "goal_role": "other_role"}}'
    for text in (twice, twice.replace('"', "")):
        with pytest.raises(SystemExit):
            run(case_file(text))
        assert "goal_role" in capsys.readouterr().err


def test_a_list_gives_a_list_in_its_order(run: Run, case_file: Callable[[str], str]) -> None:
    many = [CASE if n % 2 else {"options": []} for n in range(10)]
    reports = json.loads(run(case_file(json.dumps(many))))
    assert len(reports) == 10
    assert reports[1] == reports[9]
    assert reports[0]["closeness"] == "not_ranked"


def test_it_also_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode())))
    assert json.loads(run("-"))["view"] == "lead"


def test_text_output_is_for_people(run: Run, case_file: Callable[[str], str]) -> None:
    text = run(case_file(json.dumps(CASE)), "--format", "text")
    assert "1. PhD at X (phd):" in text
    assert "leans ahead." in text


def test_another_ruleset_can_be_chosen(run: Run, case_file: Callable[[str], str]) -> None:
    file = case_file(json.dumps(CASE))
    assert run(file, "--ruleset", str(SHIPPED)) == run(file) == run(file, "--ruleset", "1.0")


def test_without_a_database_the_shipped_rules_are_used(
    case_file: Callable[[str], str], capsys: pytest.CaptureFixture[str], db: None
) -> None:
    call_command("evaluate", case_file(json.dumps(CASE)), "--draws", "200")
    assert json.loads(capsys.readouterr().out)["ruleset"]["name"] == "why_do_a_phd"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"person": {"x": 1}}', "person.x: There is no such question. Check its id."),
        ("person: [\n", "case, line 1: Check this line and the one before"),
        ("- {options: []}\n- {person: {tai_p5: 300}}", "[1].person.tai_p5: Enter a percentage from 0 to 100."),
        ("just words", "A mapping of keys to values is needed here."),
        ('{"options": [{"id": "a", "path": "phd"}, {"id": "a", "path": "phd"}]}', "options[1].id: Another option"),
        ('{"person": {"goal_role": "not_sure"}}', "person.goal_role: Use one of research_lead"),
    ],
)
def test_bad_input_ends_with_status_two_and_a_sentence_for_each_error(
    live_ruleset: object, case_file: Callable[[str], str], capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("evaluate", case_file(text))
    assert end.value.code == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_file_that_is_too_large_is_only_read_up_to_the_limit(
    live_ruleset: object, case_file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("evaluate", case_file("[" + "1," * 3_000_000 + "1]"))
    assert capsys.readouterr().err == "This is too large: at most 5,000 kB.\n"
    with pytest.raises(SystemExit):
        call_command("evaluate", case_file("{}"), "--ruleset", case_file("a: " + "x" * 1_000_001))
    assert "too large: at most 1,000 kB." in capsys.readouterr().err


def test_all_errors_are_reported_at_once(
    live_ruleset: object, case_file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("evaluate", case_file('{"person": {"x": 1, "tai_p5": -1, "opt_peers": "weak"}}'))
    assert len(capsys.readouterr().err.strip().splitlines()) == 3


@pytest.mark.parametrize("draws", ["1", "99", "100001"])
def test_a_number_of_draws_outside_the_useful_range_is_refused(case_file: Callable[[str], str], draws: str) -> None:
    with pytest.raises(CommandError, match=r"--draws: Use a number from 100 to 100000\.") as refusal:
        call_command("evaluate", case_file("{}"), "--draws", draws)
    assert refusal.value.returncode == 2


def test_a_missing_file_gets_an_error(live_ruleset: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("evaluate", "/nowhere/case.yaml")
    assert end.value.code == 2
    assert "/nowhere/case.yaml: The file cannot be read. Check its name." in capsys.readouterr().err
