"""Rules are exported to files and imported from files."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careerpaths.models import RulesetVersion
from careerpaths.rulesets.writing import write_yaml
from tests.careerpaths.admin.members import address, text

pytestmark = pytest.mark.django_db


def given(client: Client, text: str, **typed: Any) -> Any:
    return client.post(address("import", RulesetVersion()), {"text": text, **typed})


def test_an_exported_version_is_imported_with_the_same_content(draft: RulesetVersion, editor: Client) -> None:
    exported = editor.get(address("export", draft)).content

    given(editor, exported.decode(), note="From a file.", new_label="on")

    imported = RulesetVersion.objects.get(version="1.0.2")
    assert {**imported.document, "version": draft.version} == draft.document
    assert imported.log.get().action == "imported"
    again = editor.get(address("export", imported)).content
    assert (
        again.partition(b"\nversion:")[2].partition(b"\n")[2]
        == exported.partition(b"\nversion:")[2].partition(b"\n")[2]
    )


def test_a_taken_label_is_refused_and_the_text_is_kept(draft: RulesetVersion, editor: Client) -> None:
    exported = editor.get(address("export", draft)).content.decode()

    answer = given(editor, exported)

    assert answer.status_code == 422
    assert "There is a version 1.0.1 of why_do_a_phd already." in text(answer)
    assert answer.context["form"]["text"].value() == exported


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: f"colour: blue\n{text}", "<code>colour</code> This key is not known here."),
        (lambda text: text.replace("lead: 0.34", "lead: -1"), "criteria.people.weights.lead"),
        (lambda text: "a: &x 1\nb: *x\n", "References are not used here"),
        (lambda text: "a: !!python/object 1\n", "Tags are not used here"),
        (lambda text: f"{text}\nname: twice\n", "appears here twice"),
        (lambda text: "- 1\n", "The file must be a mapping"),
        (lambda text: "", "Choose a file, or paste its text."),
        (lambda text: "#" * 700_001, "The text is too large"),
    ],
    ids=["unknown key", "a weight of -1", "an alias", "a tag", "a key twice", "a list", "nothing", "too much"],
)
def test_an_unusable_text_is_refused_with_a_path_and_a_sentence(
    change: Any, sentence: str, live_ruleset: RulesetVersion, editor: Client
) -> None:
    typed = change(write_yaml({**live_ruleset.document, "version": "7.0"}, ""))

    answer = given(editor, typed)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert answer.context["form"]["text"].value() == typed
    assert RulesetVersion.objects.count() == 1


def test_an_empty_file_is_refused_with_a_sentence(live_ruleset: RulesetVersion, editor: Client) -> None:
    answer = editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", b"")})
    assert answer.status_code == 422
    assert '<a href="#id_file">The submitted file is empty.</a>' in text(answer)


def test_a_file_is_imported_and_the_text_of_a_refused_one_is_shown(
    live_ruleset: RulesetVersion, editor: Client
) -> None:
    bad = editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", b"colour: blue\n")})
    assert bad.status_code == 422
    assert bad.context["form"]["text"].value() == "colour: blue\n"

    odd = editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", b"\xff\xfe\0")})
    assert "The file is not UTF-8 text." in text(odd)

    good = write_yaml({**live_ruleset.document, "version": "7.0"}, "").encode()
    editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", good)})
    assert RulesetVersion.objects.get(version="7.0").created_by == User.objects.get(username="edith")
