"""Where two people differ, and what each difference does to the result."""

from typing import Any

import pytest

from assessments.models import Assessment
from assessments.sharing.disagreements import Disagreements, compared_for_owner
from careerpaths.models import RulesetVersion
from harness.cases import FULL, PERSON
from harness.stored import address, browser_of, keep, store
from tests.assessments.sharing.opinions import begun


def between(
    version: RulesetVersion, mine: Any, theirs: Any, i_am: Any = None, they_say: Any = None
) -> tuple[Assessment, Assessment]:
    """One person's answers about two PhDs, and somebody else's."""
    options = [{"id": uid, "name": f"PhD {uid}", "path": "phd", "answers": mine[uid]} for uid in mine]
    case = store(version, {"person": PERSON | (i_am or {}), "options": options})
    opinion, _ = begun(case, shows_names=True)
    keep(opinion, None, they_say or {})
    for uid, answers in theirs.items():
        keep(opinion, opinion.options.get(uid=uid), answers)
    return case, opinion


def compared(version: RulesetVersion, mine: Any, theirs: Any, i_am: Any = None, they_say: Any = None) -> Disagreements:
    case, opinion = between(version, mine, theirs, i_am, they_say)
    return compared_for_owner(case, opinion, "Dana")


LEADS = {"a": FULL, "b": {**FULL, "opt_peers": "average"}}


def test_differences_that_change_the_first_place_come_first_then_those_with_the_largest_effect(
    live_ruleset: RulesetVersion,
) -> None:
    page = compared(live_ruleset, LEADS, {"a": {"opt_mentor_research": "junior", "opt_income": "comfortable"}})
    assert [(item.question.id, item.option) for item in page.differences] == [
        ("opt_mentor_research", "a"),
        ("opt_income", "a"),
    ]
    first, second = page.differences
    assert first.effect.startswith("Taking this over would move PhD a by −")
    assert first.effect.endswith("and make PhD b first.")
    assert second.effect.startswith("Taking this over would move PhD a by +")
    assert (first.mine, first.theirs) != ("", "")


def test_each_effect_is_the_effect_of_taking_over_that_answer(live_ruleset: RulesetVersion) -> None:
    case, opinion = between(live_ruleset, LEADS, {"a": {"opt_mentor_research": "junior"}})
    before = compared_for_owner(case, opinion, "Dana")
    said = before.differences[0].effect
    value = before.my_page.options[0].value
    browser = browser_of(case)
    browser.post(
        address(case, "opinion-take", opinion.uid), {"question": "opt_mentor_research", "option": "a", "seen": "junior"}
    )
    after = compared_for_owner(Assessment.objects.get(pk=case.pk), opinion, "Dana")
    assert f"by −{value - after.my_page.options[0].value}\N{NO-BREAK SPACE}points" in said
    assert after.my_page.ranked[0].name == "PhD b"
    assert after.differences == []


def test_an_answer_from_only_one_person_is_not_a_disagreement(live_ruleset: RulesetVersion) -> None:
    mine = {"a": {**FULL, "opt_peers": "not_sure"}, "b": {key: FULL[key] for key in FULL if key != "opt_peers"}}
    page = compared(
        live_ruleset, mine, {"a": {"opt_peers": "weak"}, "b": {"opt_peers": "strong", "opt_income": "enough"}}
    )
    assert page.differences == []
    assert {(item.option, item.mine) for item in page.filled} == {("a", "Not sure"), ("b", "Not answered")}
    assert page.agreed == 1
    assert page.left_open > 10


def test_not_sure_differs_from_a_definite_answer(live_ruleset: RulesetVersion) -> None:
    page = compared(live_ruleset, LEADS, {"a": {"opt_mentor_research": "not_sure"}})
    assert [(item.theirs, item.seen) for item in page.differences] == [("Not sure", "not_sure")]
    assert page.left_open > 0


def test_sensitive_answers_and_deal_breakers_are_the_same_in_both(live_ruleset: RulesetVersion) -> None:
    mine = {"a": {**FULL, "opt_dealbreaker": "yes"}, "b": FULL}
    same = {"a": FULL, "b": FULL}
    risk = "mental_health_risk"
    page = compared(live_ruleset, mine, same, i_am={risk: "high"}, they_say={**PERSON, risk: "low"})
    assert [mine.value for mine, _ in page.beside] == [theirs.value for _, theirs in page.beside]
    assert all(mine.result.excluded == theirs.result.excluded for mine, theirs in page.beside)
    assert page.differences == []


def test_another_role_ends_the_ranking_and_says_so(live_ruleset: RulesetVersion) -> None:
    page = compared(live_ruleset, LEADS, {}, they_say={"goal_role": "other_role"})
    assert page.differences[0].effect == "Taking this over would leave nothing to rank."
    assert page.differences[0].matters
    none = compared(live_ruleset, LEADS, {"a": {"opt_peers": "weak"}}, i_am={"goal_role": "other_role"})
    assert none.differences[0].effect == "Nothing is ranked at present, so it makes no difference yet."


def test_an_option_outside_the_ranking_changes_no_rank(live_ruleset: RulesetVersion) -> None:
    mine = {"a": {**FULL, "opt_dealbreaker": "yes"}, "b": FULL}
    page = compared(live_ruleset, mine, {"a": {"opt_peers": "weak"}})
    assert page.differences[0].effect == "This option is out of the ranking, so it makes no difference there."


@pytest.mark.parametrize(
    ("mine", "theirs", "sentence"),
    [
        ({}, {}, "There are no options yet"),
        ({"a": FULL}, {}, "has opened the questions but has not answered any yet"),
        ({"a": FULL}, {"a": {"opt_peers": "strong"}}, "Wherever both of you answered, you said the same."),
        ({"a": FULL}, {"a": {"opt_peers": "weak"}}, "“Weak” (PhD a: Peers)"),
        ({"a": {}}, {"a": {"opt_peers": "weak"}}, "What only Dana answered"),
        ({"a": FULL}, {"a": {"opt_peers": "weak"}}, "Nobody has to know everything"),
    ],
)
def test_the_page_is_helpful_when_there_is_little_to_show(
    live_ruleset: RulesetVersion, mine: Any, theirs: Any, sentence: str
) -> None:
    case, opinion = between(live_ruleset, mine, theirs)
    browser = browser_of(case)
    assert "Dana" in browser.get(address(case, "opinions")).text
    assert sentence in browser.get(address(case, "opinion", opinion.uid)).text


def test_the_page_shows_what_they_leaned_towards(live_ruleset: RulesetVersion) -> None:
    case, opinion = between(live_ruleset, LEADS, {"a": {"opt_peers": "weak"}})
    opinion.leaning = opinion.options.get(uid="b")
    opinion.save()
    page = browser_of(case).get(address(case, "opinion", opinion.uid)).text
    assert "Before seeing a result, Dana leaned towards PhD b." in page
