"""The words of the shipped ruleset: plain, fair and complete."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from careerpaths.scoring.conditions import AnswerWithin
from careerpaths.scoring.parts.origins import PathKind
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset


def words(texts: tuple[str, ...]) -> int:
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("part", ["strengths", "drawbacks"])
def test_every_kind_of_option_is_described_in_equal_detail(ruleset: Ruleset, part: str) -> None:
    lengths = {path.id: words(getattr(path, part)) for path in ruleset.paths}
    assert min(lengths.values()) >= 0.8 * max(lengths.values()), lengths
    assert len({len(getattr(path, part)) for path in ruleset.paths}) == 1


def test_pros_and_cons_are_of_equal_length(ruleset: Ruleset) -> None:
    for path in ruleset.paths:
        assert 0.8 <= words(path.drawbacks) / words(path.strengths) <= 1.25, path.id


def test_the_text_on_the_phd_is_not_longer_than_the_others(ruleset: Ruleset) -> None:
    lengths = {path.id: words(texts_of(path)) for path in ruleset.paths}
    assert lengths["phd"] == min(lengths.values()), lengths


def texts_of(path: PathKind) -> tuple[str, ...]:
    return (path.summary, *path.strengths, *path.drawbacks, path.typical_week)


def plain_texts(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """Everything that a reader meets on the way through the questions and in the result."""
    for question in ruleset.questions:
        yield from ((question.id, text) for text in question_texts(question))
    for flag in ruleset.flags:
        yield from ((flag.id, text) for text in (flag.title, flag.text, flag.action, flag.help))
        yield from ((flag.id, text) for variant in flag.variants for text in (variant.text, variant.action))
    for item in ruleset.plan:
        yield from ((item.id, text) for text in (item.text, item.why))
    for checklist in ruleset.checklists:
        yield from ((checklist.id, item.ask) for item in checklist.items)
    for path in ruleset.paths:
        yield from ((path.id, text) for text in texts_of(path))
    for section in ruleset.sections:
        yield section.id, section.intro
    for criterion in ruleset.criteria:
        yield from ((criterion.id, text) for text in (criterion.description, criterion.justification))
    for evidence in ruleset.evidence:
        yield evidence.id, evidence.claim
    yield from (("about", text) for text in (ruleset.about.whose_opinion, *ruleset.about.not_modelled))


def question_texts(question: Question) -> Iterator[str]:
    yield from (question.text, question.help, question.why)
    for choice in question.choices:
        yield from (choice.label, choice.hint)
    if question.find_out:
        yield from (question.find_out.how, question.find_out.whom, question.find_out.ask)


def test_no_sentence_has_more_than_25_words(ruleset: Ruleset) -> None:
    long = [
        (name, len(sentence.split()), sentence)
        for name, text in plain_texts(ruleset)
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) > 25
    ]
    assert not long


def test_no_text_scolds_or_commands(ruleset: Ruleset) -> None:
    unwanted = re.compile(r"\b(invalid|please|oops|you should|you must)\b", re.IGNORECASE)
    assert not [(name, text) for name, text in plain_texts(ruleset) if unwanted.search(text)]


def test_every_sentence_for_readers_ends_with_a_mark(ruleset: Ruleset) -> None:
    for question in ruleset.questions:
        assert re.search(r"[.?]$", question.text), question.id
        assert question.why.endswith("."), question.id
        assert not question.help or question.help.endswith("."), question.id
        assert len(question.short.split()) <= 5, question.id


def test_a_timeline_question_stands_alone(ruleset: Ruleset) -> None:
    """Each is a page of its own, so none begins with a reference to the one before."""
    for name in ("tai_p5", "tai_p10", "tai_p20"):
        assert ruleset.questions_by_id[name].text.startswith("How likely is it")


def test_numbers_named_in_a_warning_are_those_of_its_condition(ruleset: Ruleset) -> None:
    flag = ruleset.flags_by_id["F01_mentoring_below_minimum"]
    assert flag.when == AnswerWithin(question="opt_mentor_hours", below=2)
    assert "less than two hours" in flag.text


def test_where_to_get_help_stands_with_the_warning_about_wellbeing(ruleset: Ruleset) -> None:
    assert "local emergency number" in ruleset.flags_by_id["F03_wellbeing_support"].help


def test_the_options_of_a_question_stand_in_order(ruleset: Ruleset) -> None:
    """From best to worst or from worst to best, so that a reader finds the place at a glance."""
    unordered = {"goal_role", "independent_history", "route_default"}
    for table in ruleset.tables:
        numbers = [table.levels[choice] for choice in ruleset.questions_by_id[table.question].choice_ids]
        rising = all(a <= b for a, b in pairwise(numbers))
        falling = all(a >= b for a, b in pairwise(numbers))
        assert rising or falling or table.id in unordered, table.id
