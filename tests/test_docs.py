"""The documents are true: what they name exists, and what they quote is real output."""

import json
import re
import subprocess
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from careerpaths import rulesets
from careerpaths.reading.case_file import read_cases
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.faults import DocumentError
from careerpaths.scoring.findings.analysis import Analysis, analyse
from careerpaths.scoring.findings.report import report
from careerpaths.scoring.parsing import parse
from careerpaths.wording import as_text

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "bench" / "README.md",
    ROOT / "careerpaths" / "scoring" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
SECURITY = ROOT / "docs" / "security.md"
CASE_FORMAT = ROOT / "docs" / "case-format.md"
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LARGEST_IMAGE = 200_000  # bytes
UNUSED_HERE = {"opt_path", "initial_leaning"}  # questions that the case format explains next to its tables

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))


@cache
def compiled() -> Compiled:
    return compile_ruleset(parse(rulesets.shipped()))


def blocks(document: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a document, each with its language."""
    return [(found[1], found[2]) for found in FENCE.finditer(document.read_text())]


def code(document: Path) -> str:
    """Everything in a document that is formatted as code."""
    text = document.read_text()
    return "\n".join([*(text for _, text in blocks(document)), *re.findall(r"`([^`\n]+)`", FENCE.sub("", text))])


def quoted_cases() -> Iterator[tuple[Path, str, list[tuple[str, str]]]]:
    """Each case in a document, with the blocks up to the next case, which show its result."""
    for document in DOCUMENTS:
        found = blocks(document)
        starts = [n for n, (language, text) in enumerate(found) if language == "yaml" and "options:" in text]
        for start, end in pairwise([*starts, len(found)]):
            yield document, found[start][1], found[start + 1 : end]


@cache
def analysed(text: str) -> Analysis:
    (case,), _ = read_cases(compiled().ruleset, text.encode(), "a document")
    return analyse(compiled(), case)


def outcome(text: str) -> list[str]:
    """What the command prints about a case: its text, or what is wrong with it."""
    try:
        return as_text(analysed(text)).splitlines()
    except DocumentError as error:
        return [str(fault) for fault in error.faults]


# --- commands, settings, addresses ----------------------------------------------------------------------------


@every_document
def test_every_make_target_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code(document))) <= targets


def test_the_readme_names_the_two_commands() -> None:
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE))


@every_document
def test_every_management_command_and_its_options_exist(document: Path) -> None:
    for command, arguments in re.findall(r"manage\.py ([a-z_]+)([^`\n]*)", document.read_text()):
        app = get_commands()[command]
        parser = load_command_class(str(app), command).create_parser("manage.py", command)
        known = set(_options(parser))
        assert set(re.findall(r"--[a-z-]+", arguments)) <= known, command


def _options(parser: ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, _SubParsersAction):
            for inner in action.choices.values():
                yield from _options(inner)


def test_the_settings_table_lists_exactly_the_settings() -> None:
    code = [ROOT / "careerpaths" / file for file in ("settings.py", "operations/serve/address.py")]
    read = {name for file in code for name in re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', file.read_text())}
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operators.md").read_text(), re.MULTILINE))
    assert table == read


@every_document
def test_every_address_of_the_site_exists(document: Path) -> None:
    for address in re.findall(r"`(?:POST )?(/[a-z./-]+)`", document.read_text()):
        if not address.startswith(("/static/", "/opt/", "/etc/", "/dev/")):  # files of the site and of a server
            resolve(address)


# --- links, images, files -------------------------------------------------------------------------------------


@every_document
def test_every_link_works(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text()):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@every_document
def test_every_named_file_exists(document: Path) -> None:
    for name in re.findall(r"`([\w./-]+/(?:[\w-]+\.(?:py|yaml|txt|md))?)`", document.read_text()):
        if not name.startswith("/"):
            assert (ROOT / name).exists() or (document.parent / name).exists(), name


def test_the_map_in_the_readme_shows_every_folder_of_the_first_two_levels() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607 - any git
    parts = [file.split("/")[:-1] for file in listed.splitlines()]
    folders = {"/".join(part[:depth]) for part in parts for depth in (1, 2) if len(part) >= depth}
    table = re.findall(r"^\| `.*", (ROOT / "README.md").read_text(), re.MULTILINE)
    shown = re.findall(r"`([\w./*]+)/`", "\n".join(table))
    assert folders
    assert [folder for folder in sorted(folders) if not any(fnmatch(folder, name) for name in shown)] == []


def test_the_threat_model_names_code_and_tests_that_exist() -> None:
    text = SECURITY.read_text()
    for name, test in re.findall(r"`(\w[\w./@-]*/[\w./@-]+)(?:::(\w+))?`", text):
        file = ROOT / name
        assert file.is_file(), name
        assert not test or re.search(rf"^def {test}\(", file.read_text(), re.MULTILINE), f"{name}::{test}"


def test_each_threat_has_an_answer_with_its_code_and_a_test() -> None:
    rows = [line.strip("| ").split(" | ") for line in SECURITY.read_text().splitlines() if line.startswith("| ")]
    threats = [row for row in rows if row[0] not in ("threat", "---")]
    assert threats
    for threat, answer, code, test in threats:
        assert threat
        assert answer
        assert re.fullmatch(r"`[^:`]+`", code), threat
        assert re.fullmatch(r"`tests/[^`]+\.py::test_\w+`", test), threat


def test_the_named_modules_of_the_engine_exist() -> None:
    engine = ROOT / "careerpaths" / "scoring"
    named = re.findall(r"\b([a-z]+\.py)\b", (engine / "README.md").read_text())
    assert named
    assert all(any(engine.rglob(name)) for name in named)


def test_images_are_small() -> None:
    images = sorted((ROOT / "docs" / "images").iterdir())
    assert [image.name for image in images if image.stat().st_size > LARGEST_IMAGE] == []


# --- cases and their results ----------------------------------------------------------------------------------


def test_the_readme_and_the_case_format_show_cases() -> None:
    assert {document.name for document, _, _ in quoted_cases()} >= {"README.md", "case-format.md"}


@pytest.mark.parametrize(
    ("document", "case", "quotes"), [pytest.param(*item, id=item[0].name) for item in quoted_cases()]
)
def test_quoted_results_are_what_the_command_prints(document: Path, case: str, quotes: list[tuple[str, str]]) -> None:
    printed = outcome(case)
    for language, text in quotes:
        if language == "text":
            assert [line for line in text.splitlines() if line not in printed] == [], "\n".join(printed)
        elif language == "json":
            assert_within(json.loads(text), report(analysed(case)))


def assert_within(quoted: Any, whole: Any, path: str = "") -> None:
    """Everything quoted is in the full result, which may contain more."""
    if isinstance(quoted, dict):
        for key, value in quoted.items():
            assert key in whole, f"{path}.{key}"
            assert_within(value, whole[key], f"{path}.{key}")
    elif isinstance(quoted, list):
        for n, value in enumerate(quoted):
            assert_within(value, whole[n], f"{path}[{n}]")
    elif isinstance(quoted, float):
        assert whole == pytest.approx(quoted, abs=0.01), path
    else:
        assert whole == quoted, path


def test_the_case_format_explains_every_field_of_the_result() -> None:
    result = report(analysed(next(case for document, case, _ in quoted_cases() if document == CASE_FORMAT)))
    fields = {*result, *result["options"][0]}
    for name in ("find_out", "tipping_points", "weight_tipping_points", "tornado", "switches"):
        fields |= set(result[name][0])
    explained = set(re.findall(r"`(\w+)`", CASE_FORMAT.read_text()))
    assert fields - explained == set()


# --- questions ------------------------------------------------------------------------------------------------


def question_rows() -> dict[str, str]:
    """Question id -> the cell with its answers."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", CASE_FORMAT.read_text(), re.MULTILINE)
    return dict(rows)


def test_the_case_format_lists_every_question() -> None:
    assert set(question_rows()) == set(compiled().ruleset.questions_by_id) - UNUSED_HERE


def test_the_case_format_lists_every_answer() -> None:
    for name, cell in question_rows().items():
        question = compiled().ruleset.questions_by_id[name]
        states = [state for state in ("not_sure", "prefer_not_to_say") if getattr(question, state)]
        assert re.findall(r"`(\w+)`", cell) == [*question.choice_ids, *states], name
        if not question.choices:
            assert f"from {question.min:g} to {question.max:g}" in cell, name


def test_questions_named_elsewhere_exist() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"`(opt_\w+|tai_\w+|goal_\w+)`", document.read_text()):
            assert name in compiled().ruleset.questions_by_id, f"{document.name}: {name}"
