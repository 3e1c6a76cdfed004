"""`manage.py load_ruleset`, which operators run at every start."""

import json
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from assessments.models import Assessment
from careerpaths import publishing
from careerpaths.models import RulesetVersion
from careerpaths.rulesets import shipped
from careerpaths.scoring.parsing import parse
from harness.documents import document

pytestmark = pytest.mark.django_db

State = RulesetVersion.State


LABEL = document()["version"]
NEXT_LABEL = f"{LABEL}.1"  # for rules whose own label is already used
LABELS = tomllib.loads((Path(__file__).parent / "shipped_labels.toml").read_text())


def test_a_label_of_the_shipped_rules_always_has_the_same_content() -> None:
    ruleset = parse(shipped())
    assert ruleset.version in LABELS, f"Add the label {ruleset.version} to shipped_labels.toml, with {ruleset.digest}."
    label = LABELS[ruleset.version]
    what = "Give the changed rules a new label." if label["released"] else "Write the new digest into that file."
    assert ruleset.digest == label["digest"], f"Label {ruleset.version} has different rules. {what}"


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_ruleset", *arguments, stdout=out)
    return out.getvalue().strip()


def refused(*arguments: str) -> tuple[int, list[str]]:
    """The exit status and messages of a call that must fail."""
    err = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("load_ruleset", *arguments, stderr=err)
    assert isinstance(exit_.value.code, int)
    return exit_.value.code, err.getvalue().splitlines()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped ruleset with another title, under the same label, as JSON."""
    return write(tmp_path, {**document(), "title": "Another title"})


def write(folder: Path, content: dict[str, Any]) -> Path:
    file = folder / "ruleset.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_the_shipped_ruleset_becomes_live() -> None:
    assert load() == f"Ruleset why_do_a_phd {document()['version']} is now live."

    live = RulesetVersion.objects.live()
    assert live.digest == parse(shipped()).digest
    assert live.note == "Loaded from the shipped files."


def test_loading_it_again_changes_nothing() -> None:
    load()
    before = RulesetVersion.objects.values().get()

    assert load().endswith("is live already.")
    assert RulesetVersion.objects.values().get() == before


def test_a_new_version_replaces_the_live_one_with_its_note(tmp_path: Path) -> None:
    load()

    said = load(str(write(tmp_path, {**document(), "version": "9.0"})), "--note", "Mentoring counts for more.")

    assert said == "Ruleset why_do_a_phd 9.0 is now live."
    live = RulesetVersion.objects.live()
    assert (live.version, live.note) == ("9.0", "Mentoring counts for more.")
    assert RulesetVersion.objects.filter(state=State.RETIRED).count() == 1


def test_different_content_under_a_used_label_is_refused(changed: Path) -> None:
    load()

    with pytest.raises(
        CommandError, match=r"stored with other content\. Give the changed ruleset a new version label\."
    ):
        load(str(changed))

    assert RulesetVersion.objects.get().digest == parse(shipped()).digest


def test_in_development_an_unused_version_is_replaced(changed: Path, settings: Settings) -> None:
    load()
    settings.DEBUG = True

    assert load(str(changed)).endswith("is now live.")
    assert RulesetVersion.objects.get().document["title"] == "Another title"


def test_in_development_a_version_with_answers_is_kept(changed: Path, settings: Settings) -> None:
    load()
    Assessment.objects.create(ruleset=RulesetVersion.objects.live())
    settings.DEBUG = True

    with pytest.raises(CommandError, match="Give the changed ruleset a new version label"):
        load(str(changed))


def test_an_update_does_not_undo_what_an_admin_published() -> None:
    load()
    publishing.publish(publishing.open_draft(RulesetVersion.objects.live()), note="Local weights.")

    assert load().endswith("is stored as retired, and another version is live. Nothing was changed.")
    assert RulesetVersion.objects.live().note == "Local weights."


def test_a_retired_version_comes_back_when_nothing_is_live() -> None:
    load()
    publishing.retire(RulesetVersion.objects.live(), note="By mistake.")

    assert load().endswith("is now live.")
    assert RulesetVersion.objects.live().digest == parse(shipped()).digest


def test_a_draft_is_published_when_nothing_is_live() -> None:
    publishing.add_draft(document())

    assert load().endswith("is now live.")
    assert RulesetVersion.objects.get().state == State.LIVE


def test_an_invalid_ruleset_is_refused_error_by_error(tmp_path: Path) -> None:
    load()
    content = {**document(), "version": "9.0", "surprise": 1}
    content["sampling"] = {**content["sampling"], "draws": 1}

    status, lines = refused(str(write(tmp_path, content)))

    assert status == 2
    assert lines == [
        "sampling.draws: The number must be 100 or more.",
        "surprise: This key is not known here. Check its spelling or remove it.",
    ]
    assert RulesetVersion.objects.count() == 1


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("name: a\nversion: [1,\n", encoding="utf-8")

    status, lines = refused(str(file))

    assert status == 2
    assert len(lines) == 1
    assert lines[0].startswith("broken.yaml, line ")
    assert not RulesetVersion.objects.exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    status, lines = refused(str(tmp_path / "nowhere.yaml"))

    assert status == 2
    assert lines[0].endswith("The file cannot be read. Check its name and that you may open it.")


def test_a_blank_note_is_refused() -> None:
    with pytest.raises(CommandError, match="Say why this version is published"):
        load("--note", " ")

    assert not RulesetVersion.objects.exists()


def test_a_new_version_that_needs_approval_waits_as_a_draft(tmp_path: Path, settings: Settings) -> None:
    load()
    settings.APPROVAL = True

    said = load(str(write(tmp_path, {**document(), "version": "9.0"})))

    assert said.startswith("Ruleset why_do_a_phd 9.0 is stored as draft.")
    assert RulesetVersion.objects.live().version == document()["version"]
    assert "is stored as draft, and another version is live." in load(str(tmp_path / "ruleset.json"))


@pytest.fixture
def stored_before(changed: Path) -> RulesetVersion:
    """A version from an older release of the site: the shipped label, with different content."""
    load(str(changed))
    return RulesetVersion.objects.live()


def warned() -> str:
    err = StringIO()
    call_command("load_ruleset", stdout=StringIO(), stderr=err)
    return err.getvalue().strip()


def test_rules_stored_by_an_older_release_stay_live_and_the_operator_is_told(stored_before: RulesetVersion) -> None:
    assert warned() == (
        f"The rules in the code differ from the stored why_do_a_phd {LABEL}, so version {LABEL} stays live. To use "
        "them, run manage.py ruleset import careerpaths/rulesets/why_do_a_phd --new-label and publish that draft."
    )
    assert RulesetVersion.objects.get() == stored_before


def test_following_the_warning_loads_the_new_rules_and_ends_the_warning(stored_before: RulesetVersion) -> None:
    call_command(
        "ruleset", "import", *warned().split("ruleset import ")[1].split(" and ")[0].split(), stdout=StringIO()
    )
    call_command("ruleset", "publish", NEXT_LABEL, "--note", "The rules of the new release.", stdout=StringIO())

    assert RulesetVersion.objects.live().document == parse({**document(), "version": NEXT_LABEL}).document()
    assert warned() == ""
    assert load() == f"Ruleset why_do_a_phd {LABEL}, stored as {NEXT_LABEL}, is live already."


def test_a_site_whose_old_rules_were_retired_gets_the_shipped_ones(stored_before: RulesetVersion) -> None:
    publishing.retire(stored_before, note="By mistake.")

    assert load() == f"Ruleset why_do_a_phd {LABEL} is now live as {NEXT_LABEL}: its label is taken by other content."
    assert RulesetVersion.objects.live().version == NEXT_LABEL
    assert warned() == ""
