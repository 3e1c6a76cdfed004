"""The door of a ruleset: what one field can tell, and reading YAML."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerpaths.rulesets import read_folder, read_yaml
from careerpaths.scoring.compiled import compile_ruleset
from careerpaths.scoring.faults import Fault, RulesetError
from careerpaths.scoring.parsing import parse
from harness.documents import Document, document, fault, item, numbers, put, refusal

NO_SOURCE = "Name the evidence that the number rests on, such as E57, or write assumption."


def test_a_negative_weight_is_refused() -> None:
    doc = document()
    item(doc, "criteria", "people")["weights"]["lead"] = -1
    assert fault(doc) == ("criteria.people.weights.lead", "The number must be 0 or more.")


def test_an_unknown_key_is_refused() -> None:
    doc = document()
    item(doc, "questions", "opt_peers")["helpp"] = "A slip of the keyboard."
    assert fault(doc) == ("questions.opt_peers.helpp", "This key is not known here. Check its spelling or remove it.")


def test_a_missing_key_is_refused() -> None:
    doc = document()
    del item(doc, "flags", "F14_isolation")["action"]
    assert fault(doc) == ("flags.F14_isolation.action", "This is missing.")


@pytest.mark.parametrize("source", [[], ["the post"], "E57x"])
def test_a_number_without_evidence_or_the_word_assumption_is_refused(source: object) -> None:
    doc = document()
    item(doc, "tables", "opt_peers")["source"] = source
    assert {found.message for found in refusal(doc)} == {NO_SOURCE}
    assert refusal(doc)[0].path.startswith("tables.opt_peers.source")


def test_a_number_whose_source_is_left_out_is_refused() -> None:
    doc = document()
    del item(doc, "rules", "R20")["constants"]["route_weight"]["source"]
    assert fault(doc) == ("rules.R20.constants.route_weight.source", NO_SOURCE)


@pytest.mark.parametrize(
    ("kind", "name", "bad", "sentence"),
    [
        (
            "questions",
            "opt_peers",
            "Opt peers",
            "Use small letters, digits and underscores, a letter first, 60 characters at most.",
        ),
        ("evidence", "E57", "57", "Write an evidence id such as E57."),
        ("rules", "R07", "R7", "Write a rule id such as R07."),
        ("flags", "F14_isolation", "F14", "Write a flag id such as F14_isolation."),
        ("plan", "PL07", "PL7\n", "Write a plan id such as PL07."),
    ],
    ids=["question", "evidence", "rule", "flag", "plan item"],
)
def test_an_id_of_another_shape_is_refused(kind: str, name: str, bad: str, sentence: str) -> None:
    doc = document()
    item(doc, kind, name)["id"] = bad
    assert sentence in {found.message for found in refusal(doc)}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    doc = document()
    item(doc, "tables", "opt_peers")["levels"]["strong"] = number
    assert fault(doc) == ("tables.opt_peers.levels.strong", "A finite number is needed here.")


@pytest.mark.parametrize("condition", ["always", None, 3, [], {"question": "opt_peers"}, {"not": {"always": True}}])
def test_what_is_no_condition_is_refused(condition: object) -> None:
    doc = document()
    item(doc, "flags", "F03_wellbeing_support")["when"]["all"][1]["any"][0] = condition
    assert fault_paths(doc) <= {"flags.F03_wellbeing_support.when.all[1].any[0]"}


def fault_paths(doc: Document) -> set[str]:
    return {found.path for found in refusal(doc)}


@pytest.mark.parametrize("data", [None, [], "ruleset", 7], ids=str)
def test_a_document_that_is_no_mapping_is_refused(data: object) -> None:
    with pytest.raises(RulesetError, match=r"A mapping of keys to values is needed here\."):
        parse(data)


def test_all_faults_are_listed_at_once() -> None:
    doc = document()
    del item(doc, "flags", "F14_isolation")["action"]
    item(doc, "criteria", "people")["weights"]["lead"] = -1
    assert fault_paths(doc) == {"flags.F14_isolation.action", "criteria.people.weights.lead"}


def test_a_ruleset_written_out_and_read_again_is_the_same() -> None:
    ruleset = parse(document())
    again = parse(ruleset.document())
    assert again == ruleset
    assert again.digest == ruleset.digest


def test_another_number_gives_another_digest() -> None:
    doc = document()
    item(doc, "tables", "opt_peers")["levels"]["strong"] = 0.74
    assert parse(doc).digest != parse(document()).digest


PLACES = list(numbers(document()))
ODD_NUMBERS = (float("nan"), float("inf"), -1, -1e308, 1e308, 10**400, 0, 1e-300, 0.5, 7)


@given(place=st.sampled_from(PLACES), number=st.sampled_from(ODD_NUMBERS))
@settings(max_examples=150, deadline=None)
def test_any_other_number_is_taken_or_refused_with_its_place(place: tuple[str | int, ...], number: float) -> None:
    doc = document()
    put(doc, place, number)
    for found in faults_or_compiled(doc):
        assert found.path
        assert found.message.endswith(".")


def faults_or_compiled(doc: Document) -> tuple[Fault, ...]:
    """Compile what can be meant. Anything but a `RulesetError` on the way is a fault of ours."""
    try:
        compile_ruleset(parse(doc))
    except RulesetError as error:
        return error.faults
    return ()


# --- reading YAML ------------------------------------------------------------------------------------------------


def refused(text: str | bytes) -> str:
    with pytest.raises(RulesetError) as caught:
        read_yaml(text, "rules.yaml")
    return str(caught.value)


def test_broken_yaml_is_refused_with_file_and_line() -> None:
    assert refused("a: 1\nb: [1, 2") == (
        "rules.yaml, line 2: Check this line and the one before: did not find expected ',' or ']'."
    )


def test_a_key_that_stands_twice_is_refused() -> None:
    assert refused("a: 1\nb:\n  c: 1\n  c: 2") == "rules.yaml, line 4: The key c appears here twice; keep one."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: &x [1]\nb: *x", "rules.yaml, line 2: References are not used here; write the value out."),
        (
            "a: !!python/object/apply:os.system [ls]",
            "rules.yaml, line 1: Tags are not used here; write only the value.",
        ),
        ("1: a", "rules.yaml, line 1: A key must be a text; put it in quotes."),
        ("- a", "rules.yaml: The file must be a mapping of keys to values."),
        ("", "rules.yaml: The file must be a mapping of keys to values."),
        ("a: " + "9" * 5000, "rules.yaml: The file holds a number with too many digits. Shorten it."),
        ("a: " + "[" * 5000, "rules.yaml, line 1: The file is nested too deeply; make it flatter."),
        (b"a: \xff", "rules.yaml: The file holds a character that YAML does not allow. Remove it."),
    ],
    ids=["reference", "tag", "numeric key", "list", "empty", "many digits", "deep", "no UTF-8"],
)
def test_what_json_cannot_say_is_refused(text: str | bytes, sentence: str) -> None:
    assert refused(text) == sentence


def test_words_and_dates_stay_text() -> None:
    read = read_yaml("a: no\nb: on\nc: 2026-11-23\nd: 1:30\ne: .nan\nf: true\ng: 0.5\nh: 12", "x.yaml")
    assert read == {"a": "no", "b": "on", "c": "2026-11-23", "d": "1:30", "e": ".nan", "f": True, "g": 0.5, "h": 12}


def test_the_files_of_a_folder_make_one_document(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("a: 1")
    (tmp_path / "two.yaml").write_text("b: 2")
    assert read_folder(tmp_path) == {"a": 1, "b": 2}


def test_a_key_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("a: 1")
    (tmp_path / "two.yaml").write_text("a: 2")
    with pytest.raises(RulesetError, match=r"two\.yaml: The key a is also in one\.yaml\. Keep it in one file\."):
        read_folder(tmp_path)


def test_a_folder_without_a_ruleset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesetError, match="There is no ruleset in this folder"):
        read_folder(tmp_path)
