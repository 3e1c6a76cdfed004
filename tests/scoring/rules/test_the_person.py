"""Company, health and readiness for independent work (R15-R17)."""

import pytest

from harness.cases import (
    PERSON,
    criterion,
    known,
    only,
    without,
)
from tests.scoring.rules.shorthand import JOB, OWN_IDEAS, PEOPLE, SOLO, growth

# R15


@pytest.mark.parametrize(("effect", "factor"), [("strong", 1), ("some", 0.85), ("little", 0.7), ("none", 0.7)])
def test_r15_missing_company_counts_by_how_isolation_works(effect: str, factor: float) -> None:
    """E50 E51: nobody is believed to be immune."""
    person = {**PERSON, "isolation_effect": effect}
    item = known("phd", opt_company="alone")
    felt = 1 - factor
    uncapped = growth(PEOPLE, OWN_IDEAS, 0.65)
    assert criterion("sustainability", item, person) == pytest.approx(0.45 * 0.65 + 0.3 * felt + 0.25 * 0.75)
    assert only(item, person).limits == pytest.approx(94 * uncapped * (0.88 + 0.12 * felt - 1))


def test_r15_switched_off_company_counts_as_it_is_and_motivation_not_at_all() -> None:
    item = known("phd", opt_company="online")
    off = without("R15")
    assert criterion("sustainability", item, rules=off) == pytest.approx(0.45 * 0.65 + 0.3 * 0.4 + 0.25 * 0.75)
    assert only(item, rules=off).limits == 0


# R16


@pytest.mark.parametrize(("risk", "factor"), [("low", 1), ("raised", 1.4), ("high", 1.9)])
def test_r16_a_stated_risk_gives_support_more_weight_and_all_weights_still_sum_to_one(risk: str, factor: float) -> None:
    """E80 E91 E93."""
    criteria = only(JOB, {**PERSON, "mental_health_risk": risk}).criteria
    total = 1 + 0.11 * (factor - 1)
    assert criteria["sustainability"].most == pytest.approx(94 * 0.11 * factor / total)
    assert criteria["people"].most == pytest.approx(94 * 0.34 / total)
    assert sum(item.most for item in criteria.values()) == pytest.approx(94)


@pytest.mark.parametrize("answer", ["prefer_not_to_say", "not_sure", None])
def test_r16_no_answer_changes_nothing(answer: str | None) -> None:
    """E91."""
    assert only(JOB, {**PERSON, "mental_health_risk": answer}) == only(JOB)


def test_r16_switched_off_the_risk_shifts_no_weight() -> None:
    high = only(JOB, {**PERSON, "mental_health_risk": "high"}, without("R16"))
    assert high.criteria == only(JOB).criteria


# R17


@pytest.mark.parametrize(
    ("skills", "track", "history", "ready"),
    [("most", "several", "thrived", 1.0), ("few", "none", "struggled", 0.25 / 3), ("half", "some", "mixed", 1.35 / 3)],
)
def test_r17_independent_work_counts_by_readiness(skills: str, track: str, history: str, ready: float) -> None:
    """E102 E103 E104, readiness_floor."""
    person = {**PERSON, "track_record": track, "independent_history": history}
    item = known("independent", opt_skills_match=skills, opt_idea_freedom="within_agenda")
    own_ideas = 0.5 * 0.92 * (0.45 + 0.55 * PEOPLE)
    uncapped = growth(PEOPLE, own_ideas, 0.6 * 0.65 + 0.4 * 0.5)
    assert only(item, person).limits == pytest.approx(94 * uncapped * (0.65 + 0.35 * ready - 1))


def test_r17_does_not_ask_for_readiness_elsewhere() -> None:
    """E102."""
    values = {only(JOB, {**PERSON, "track_record": track}).value for track in ("none", "several")}
    assert len(values) == 1


def test_r17_switched_off_independent_work_needs_no_readiness() -> None:
    assert only(SOLO).limits < -5
    assert only(SOLO, rules=without("R17")).limits == 0
