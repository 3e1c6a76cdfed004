"""`manage.py ruleset`: what it prints, what it refuses, and its exit status."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from careerpaths import publishing
from careerpaths.checking import reference_cases as reference
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from harness.documents import document, item

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    """The exit status, and what was printed."""
    out = io.StringIO()
    status = 0
    try:
        call_command("ruleset", *arguments, stdout=out, stderr=out)
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    return status, out.getvalue().strip()


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    draft = publishing.open_draft(live_ruleset)
    return publishing.save_draft(draft, {**draft.document, "title": "Another title"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with the shipped rules under another label."""
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({**document(), "version": "7.0"}), encoding="utf-8")
    return path


def test_diff_lists_each_difference_and_its_status_says_so(draft: RulesetVersion) -> None:
    title = document()["title"]

    assert run("diff", "live", "1.0.1") == (1, f"title: Title: “{title}” → “Another title”")


def test_diff_of_equal_versions_says_so(draft: RulesetVersion, file: Path) -> None:
    assert run("diff", "live", str(file)) == (0, "Nothing differs.")


def test_diff_as_json_has_path_values_and_sentence(draft: RulesetVersion) -> None:
    _, said = run("diff", "1.0", "1.0.1", "--format", "json")

    (line,) = json.loads(said)
    assert (line["path"], line["after"]) == ("title", "Another title")
    assert line["sentence"].startswith("Title: ")


@pytest.mark.parametrize("command", [["diff", "live"], ["check"], ["export"]])
def test_the_command_says_when_a_version_does_not_exist(command: list[str], live_ruleset: RulesetVersion) -> None:
    assert run(*command, "8.8") == (2, "8.8: There is no version with this label.")


def test_without_a_live_version_live_is_refused(db: None) -> None:
    assert run("export", "live") == (2, "live: No version is live.")


def test_check_says_that_all_is_well(draft: RulesetVersion) -> None:
    assert run("check", "1.0.1") == (0, "Valid. All checks pass.")


def test_check_says_what_fails(draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "failures", lambda ruleset: ["Case 3: a PhD must come first."])

    assert run("check", "1.0.1") == (1, "Case 3: a PhD must come first.")


def test_check_of_an_invalid_file_names_the_path(file: Path) -> None:
    bad = document()
    item(bad, "criteria", "people")["weights"]["lead"] = -1
    file.write_text(json.dumps(bad), encoding="utf-8")

    status, said = run("check", str(file))

    assert status == 2
    assert said.startswith("criteria.people.weights.lead: ")


def test_publish_makes_a_draft_live(draft: RulesetVersion) -> None:
    User.objects.create_user("ada")

    assert run("publish", "1.0.1", "--note", "Clearer.", "--by", "ada") == (0, "Version 1.0.1 is now live.")
    live = RulesetVersion.objects.live()
    assert (live, live.note, str(live.published_by)) == (draft, "Clearer.", "ada")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["1.0", "--note", "Again."], "Only a draft can be published."),
        (["1.0.1", "--note", " "], "Say why this version is published."),
        (["1.0.1", "--note", "Now.", "--by", "zoe"], "Nobody here has the user name zoe."),
        (["1.0.1", "--note", "Now.", "--at", "soon"], "--at: Write a day and a time, such as 2027-01-15T09:00."),
        (["1.0.1", "--note", "Now.", "--at", "2027-13-45T09:00"], "--at: Write a day and a time"),
        (["1.0.1", "--note", "Now.", "--at", "2001-01-15T09:00"], "Choose a time from now to a year ahead."),
    ],
)
def test_publish_is_refused_with_a_sentence(arguments: list[str], sentence: str, draft: RulesetVersion) -> None:
    status, said = run("publish", *arguments)

    assert (status, said[: len(sentence)]) == (1, sentence)
    assert RulesetVersion.objects.live() != draft


def test_publish_needs_a_note(draft: RulesetVersion) -> None:
    with pytest.raises(CommandError, match="--note"):
        call_command("ruleset", "publish", "1.0.1")


def test_a_plan_made_by_command_is_carried_out_by_due(draft: RulesetVersion) -> None:
    at = timezone.now() + timedelta(days=2)

    status, said = run("publish", "1.0.1", "--note", "New term.", "--at", f"{at:%Y-%m-%dT09:00}")

    assert (status, said) == (0, f"Version 1.0.1 will be published on {at:%Y-%m-%d} at 09:00 (UTC).")
    assert run("due") == (0, "Nothing is due.")
    with time_machine.travel(at + timedelta(days=1)):
        assert run("due") == (0, "Version 1.0.1 is now live.")


def test_due_says_why_a_plan_is_refused(draft: RulesetVersion) -> None:
    at = timezone.now() + timedelta(days=2)
    publishing.schedule(draft, at=at, note="New term.")
    publishing.save_draft(draft, {**draft.document, "title": "A third title"})

    with time_machine.travel(at + timedelta(days=1)):
        status, said = run("due")

    assert status == 1
    assert said.startswith("Version 1.0.1 is not published. The draft was changed since this was planned.")


def test_export_and_import_give_the_same_bytes(draft: RulesetVersion, tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    assert run("export", "1.0.1", "--output", str(path)) == (0, "")
    path.write_text(path.read_text().replace("version: 1.0.1", "version: 3.0.0"))

    assert run("import", str(path), "--note", "From elsewhere.") == (0, "Imported as draft 3.0.0.")

    assert run("export", "3.0.0")[1].split("\n", 3)[3] == path.read_text().split("\n", 3)[3].strip()


def test_import_of_a_taken_label_is_refused_or_relabelled(draft: RulesetVersion, tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    run("export", "1.0.1", "--output", str(path))

    status, said = run("import", str(path))
    assert (status, said[:24]) == (1, "There is a version 1.0.1")
    assert run("import", str(path), "--new-label") == (0, "Imported as draft 1.0.2.")


def test_import_says_when_the_file_does_not_exist(db: None) -> None:
    status, said = run("import", "/nowhere/rules.yaml")

    assert status == 2
    assert "The file cannot be read." in said


def test_export_says_when_it_cannot_write_the_file(draft: RulesetVersion) -> None:
    status, said = run("export", "1.0.1", "--output", "/nowhere/rules.yaml")

    assert (status, said) == (2, "/nowhere/rules.yaml: The file cannot be written. Check its folder.")


def test_the_command_says_when_a_version_from_an_older_release_is_unreadable(draft: RulesetVersion) -> None:
    RulesetVersion.objects.filter(pk=draft.pk).update(document={"format": 2})

    status, said = run("check", "1.0.1")

    assert status == 2
    assert "This is missing." in said


def test_a_file_can_be_compared_with_a_stored_version(draft: RulesetVersion, file: Path) -> None:
    status, said = run("diff", "1.0.1", str(file))

    assert status == 1
    assert said.startswith("title: ")
    assert parse(document()).title in said
