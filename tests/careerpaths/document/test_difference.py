"""The difference between two documents: every change once, with its path and a sentence."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerpaths.admin.editing.document.sections import SECTIONS
from careerpaths.admin.editing.document.words import name_of
from careerpaths.document import Change, Names, describe_kept, difference, location_of, written
from careerpaths.document.fields import FIELDS, PARTS
from careerpaths.document.marking import marked
from careerpaths.document.walk import moved
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from harness.documents import Place, document, item, numbers, put

BASE = parse(document()).document()


def changed() -> dict[str, Any]:
    return copy.deepcopy(BASE)


def only(after: dict[str, Any], before: dict[str, Any] = BASE) -> Change:
    (change,) = difference(before, after)
    return change


def test_equal_documents_do_not_differ() -> None:
    assert difference(BASE, changed()) == ()


def test_a_weight_is_shown_with_its_goal_and_as_many_decimals_before_as_after() -> None:
    after = changed()
    item(after, "criteria", "people")["weights"]["lead"] = 0.3
    before = item(BASE, "criteria", "people")["weights"]["lead"]

    change = only(after)

    assert change.path == "criteria.people.weights.lead"
    assert (change.before, change.after) == (before, 0.3)
    label = item(BASE, "criteria", "people")["label"]
    assert change.sentence == f"{label}, weight for the goal lead: {before:.2f} → 0.30"


def test_a_switch_that_was_left_out_counts_as_on() -> None:
    after = changed()
    item(after, "rules", "R07")["enabled"] = False

    change = only(after)

    assert (change.path, change.before, change.after) == ("rules.R07.enabled", True, False)
    assert change.sentence.endswith("switch: on → off")


def test_an_answer_is_named_as_readers_see_it() -> None:
    after = changed()
    table = after["tables"][0]
    choice, value = next(iter(table["levels"].items()))
    table["levels"][choice] = value / 2
    label = next(c["label"] for c in item(BASE, "questions", table["question"])["choices"] if c["id"] == choice)

    assert f"“{label}”: " in only(after).sentence


def test_a_typical_share_names_its_answer_and_its_kind_of_option() -> None:
    after = changed()
    question = next(q for q in after["questions"] if "phd" in q.get("prior", {}).get("choices", {}))
    question["prior"]["choices"]["phd"][0] += 0.01

    change = only(after)

    assert change.path == f"questions.{question['id']}.prior.choices.phd[0]"
    assert "typical share of “" in change.sentence
    assert " for PhD: " in change.sentence


def test_a_point_of_a_curve_is_named_by_its_amount() -> None:
    after = changed()
    curve = after["curves"][0]
    curve["points"][-1][1] = 0.9

    assert "value at" in only(after).sentence


def test_an_added_or_removed_item_is_one_line() -> None:
    after = changed()
    gone = after["plan"].pop(0)

    assert only(after).sentence == f"Plan step {gone['id']}: removed"
    assert only(BASE, after).sentence == f"Plan step {gone['id']}: added"


def test_a_moved_item_is_one_line_with_both_positions() -> None:
    after = changed()
    after["questions"].insert(4, after["questions"].pop(0))

    change = only(after)

    assert change.path == f"questions.{BASE['questions'][0]['id']} (place)"
    assert change.sentence.endswith("moved from place 1 to place 5")


def test_a_sentence_without_an_id_is_matched_by_its_text() -> None:
    after = changed()
    gone = after["about"]["not_modelled"].pop(0)

    change = only(after)

    assert (change.path, change.before, change.after) == ("about.not_modelled[0]", gone, None)
    assert change.sentence.startswith("About the rules, what is left out, no. 1: ")


def test_a_condition_is_shown_in_words() -> None:
    after = changed()
    after["plan"][0]["when"] = {"question": "goal_role", "in": ["research_lead"]}

    change = only(after)

    assert change.path == f"plan.{after['plan'][0]['id']}.when"
    assert "“" in change.said_after
    assert "{" not in change.sentence


def test_an_invalid_document_can_still_be_compared() -> None:
    after = changed()
    item(after, "criteria", "people")["weights"]["lead"] = -1

    assert only(after).sentence.endswith("→ -1.00")


def test_a_long_text_is_shortened_in_the_sentence_and_shown_in_full_next_to_it() -> None:
    after = changed()
    after["about"]["funding"] = "x" * 1000

    change = only(after)

    assert len(change.sentence) < 600
    assert len(change.said_after) == 1002


@pytest.mark.parametrize(
    "place",
    sorted((place for place in numbers(BASE) if not {"when", "show_if", "anchors"} & set(place)), key=str)[::7],
    ids=str,
)
def test_every_number_has_one_path_that_leads_back_to_it(place: Place) -> None:
    after = changed()
    put(after, place, 4321)

    change = only(after)

    assert change.after == 4321
    assert written(location_of(change.path)) == change.path
    kept = describe_kept(change.path, change.before, change.after, Names(BASE, after))
    assert kept == change
    assert "_" not in re.sub(r"\(\w+\)", "", change.subject)


def test_every_key_of_the_schema_has_words() -> None:
    known = {*FIELDS, *PARTS, "id"}
    schema = Ruleset.model_json_schema()
    conditions = {"question", "in", "below", "at_most", "at_least", "path", "any_option_path", "any_option"}
    parts = conditions | {"flag", "fact", "details", "always", "all", "any", "count", "of", "lead", "contributor"}
    for name, definition in schema["$defs"].items():
        assert set(definition.get("properties", {})) <= known | parts, name
    assert set(schema["properties"]) <= known


@given(st.permutations(list("abcdefgh")))
def test_moving_an_item_back_restores_the_order(after: list[str]) -> None:
    before = sorted(after)
    away = moved(before, after)

    assert [name for name in after if name not in away] == [name for name in before if name not in away]
    assert (away == []) == (before == after)


def test_in_two_similar_texts_only_the_different_words_are_marked() -> None:
    before, after = marked("“Ask them early, not late.”", "“Ask them early, and often, not late.”")

    assert not any(piece.differs for piece in before)
    assert [piece.text for piece in after if piece.differs] == ["and often, "]
    assert "".join(piece.text for piece in after) == "“Ask them early, and often, not late.”"


def test_two_texts_with_little_in_common_are_marked_in_full() -> None:
    before, after = marked("Ask them early.", "Never mind what it costs you.")

    assert [piece.differs for piece in (*before, *after)] == [True, True]


def test_the_editor_and_a_comparison_use_the_same_name_for_each_part_and_field() -> None:
    whole = [section for section in SECTIONS if section.place and not section.only]
    assert len(whole) == 16
    assert [section.title for section in whole] == [PARTS[str(section.place[0])] for section in whole]
    renamed = {key for key, words in FIELDS.items() if name_of(key).lower() != str(words).lower()}
    assert renamed == set()
