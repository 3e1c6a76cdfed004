"""The shipped ruleset has all that the decision model lists, and no more."""

import re
from collections.abc import Iterator

from careerpaths.scoring.conditions import AnswerIn, questions_in
from careerpaths.scoring.parts.advice import Flag
from careerpaths.scoring.ruleset import Ruleset

PLAN = (*range(1, 9), *range(10, 15), *range(20, 28), *range(30, 37), *range(40, 46), *range(50, 56), 60)
NOT_USED = {
    "E04": "disclosure: the opinion rests on anecdote",
    "E05": "why wellbeing is asked of every option and no path starts with a deduction",
    "E12": "disclosure: whose opinion it is",
    "E14": "explains the lead role",
    "E19": "explains the lead role",
    "E125": "context only: nothing a user can act on yet",
    "E133": "an automatic summary, excluded as a duplicate voice",
}
"""Claims without a rule of their own, and where they go instead."""


def test_the_lists_are_complete(ruleset: Ruleset) -> None:
    assert len(ruleset.questions) == 45
    assert [item.id for item in ruleset.evidence] == [f"E{n:02}" for n in range(1, 134)]
    assert [flag.id[:3] for flag in ruleset.flags] == [f"F{n:02}" for n in range(1, 21)]
    assert [rule.id for rule in ruleset.rules] == [f"R{n:02}" for n in range(1, 25)]
    assert [item.id for item in ruleset.plan] == [f"PL{n:02}" for n in PLAN]
    assert [len(checklist.items) for checklist in ruleset.checklists] == [8, 8]
    assert len(ruleset.about.not_modelled) >= 8


def test_every_claim_is_cited_or_says_where_it_goes_instead(ruleset: Ruleset) -> None:
    document = ruleset.document()
    del document["evidence"]
    cited = set(re.findall(r"'(E\d{2,3})'", str(document)))
    assert set(ruleset.evidence_by_id) - cited == NOT_USED.keys()


def test_flags_of_the_person_are_those_about_the_goal(ruleset: Ruleset) -> None:
    person = {flag.id[:3] for flag in ruleset.flags if flag.scope == "person"}
    assert person == {"F08", "F09", "F11", "F12", "F19"}
    assert {flag.id[:3] for flag in ruleset.flags if flag.basis == "comments"} == {"F12", "F18"}


def test_claims_of_commenters_are_attributed(ruleset: Ruleset) -> None:
    """What rests on comments alone never reads as what the post says."""
    flags = [(flag.id, flag.basis, flag.evidence) for flag in ruleset.flags]
    plan = [(item.id, item.basis, item.evidence) for item in ruleset.plan]
    for name, basis, evidence in flags + plan:
        if all(ruleset.evidence_by_id[cited].by != "post" for cited in evidence):
            assert basis == "comments", name


def test_the_goal_that_was_not_answered_counts_as_unsure(ruleset: Ruleset) -> None:
    for flag in ruleset.flags:
        for wanted in goals(flag):
            assert ("unsure" in wanted) == ("unanswered" in wanted), flag.id


def goals(flag: Flag) -> Iterator[tuple[str, ...]]:
    for part in getattr(flag.when, "all", ()):
        if isinstance(part, AnswerIn) and part.question == "goal_role":
            yield part.choices


def test_each_question_says_where_it_is_used(ruleset: Ruleset) -> None:
    for question in ruleset.questions:
        flags = {flag.id[:3] for flag in ruleset.flags if question.id in read_by(flag)}
        stated = {use for use in question.used_in if re.fullmatch(r"F\d\d", use)}
        assert flags <= stated, question.id
        planned = any(question.id in questions_in(item.when) for item in ruleset.plan)
        assert not planned or "plan" in question.used_in, question.id


def read_by(flag: Flag) -> set[str]:
    return questions_in(flag.when).union(*(questions_in(variant.when) for variant in flag.variants))


def test_detailed_questions_wait_until_they_are_opened(ruleset: Ruleset) -> None:
    for question in ruleset.questions:
        if question.tier == "detail":
            assert "details" in str(question.model_dump()["show_if"]), question.id


def test_sensitive_questions_say_who_sees_them(ruleset: Ruleset) -> None:
    sensitive = {question.id: question for question in ruleset.questions if question.sensitive}
    assert sensitive.keys() == {"mental_health_risk", "savings_months"}
    for question in sensitive.values():
        assert question.prefer_not_to_say
        assert question.find_out is None
        assert "Only you see the answer" in question.help


def test_every_unknown_fact_about_an_option_can_be_found_out(ruleset: Ruleset) -> None:
    """An intention is not found out by asking others."""
    missing = {q.id for q in ruleset.questions if q.scope == "option" and q.prior and not q.find_out}
    assert missing == {"opt_then_phd"}
