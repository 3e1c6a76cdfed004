"""What is assumed of unknown answers, and what is said beside the scores (R18-R24)."""

from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.findings.robustness import acceptability, closeness_of
from careerpaths.scoring.values.evaluation import closeness
from harness.cases import (
    JOBS,
    PERSON,
    case,
    compiled,
    edited,
    flags,
    known,
    only,
    option,
    plan,
    result,
    ruleset,
    scored,
    without,
)
from tests.scoring.rules.shorthand import PHD, SOLO

# R18 and R19


def prior_mean(question: str, path: str) -> float:
    levels = compiled().priors[question, path]
    worth, ids = compiled().program.levels(question), ruleset().questions_by_id[question].choice_ids
    return float(sum(worth[ids[int(n)]] * p for n, p in zip(levels.values, levels.probabilities, strict=True)))


def prior_chance(question: str, path: str, *choices: str) -> float:
    levels = compiled().priors[question, path]
    ids = ruleset().questions_by_id[question].choice_ids
    return float(sum(p for n, p in zip(levels.values, levels.probabilities, strict=True) if ids[int(n)] in choices))


@pytest.mark.parametrize("other", ["rc_industry", "rc_nonprofit"])
@pytest.mark.parametrize("question", ["opt_letter", "opt_publish"])
def test_r18_assistants_typically_get_better_references_and_more_papers(question: str, other: str) -> None:
    """E67 E68."""
    assert prior_mean(question, "rc_ra") > prior_mean(question, other) + 0.1


def test_r18_shows_in_the_odds_of_a_phd_after_an_undescribed_job() -> None:
    """E67."""
    odds = {path: only(option(path, opt_then_phd="within_2y")).p_phd_after or 0 for path in JOBS}
    assert odds["rc_ra"] > max(odds["rc_industry"], odds["rc_nonprofit"]) + 0.1


@pytest.mark.parametrize("path", JOBS)
def test_r19_typical_jobs_are_mostly_assigned_or_inside_a_given_agenda(path: str) -> None:
    """E61 E64 E66."""
    assert prior_chance("opt_idea_freedom", path, "assigned", "side_time", "within_agenda") > 0.9
    assert prior_chance("opt_idea_freedom", path, "assigned", "side_time") > 0.6


def test_r19_junior_mentors_are_likeliest_at_nonprofits() -> None:
    """E65."""
    others = [prior_chance("opt_mentor_research", path, "junior") for path in ("phd", "rc_industry", "rc_ra")]
    assert prior_chance("opt_mentor_research", "rc_nonprofit", "junior") > 2 * max(others)


def test_r19_execution_is_typically_taught_best_in_industry() -> None:
    """E70."""
    others = [prior_mean("opt_execution", path) for path in ("phd", "rc_nonprofit", "rc_ra", "independent")]
    assert prior_mean("opt_execution", "rc_industry") > max(others) + 0.05


# R20


@pytest.mark.parametrize(("answer", "weight"), [("much_needed", 1.0), ("little", 0.35)])
def test_r20_the_default_for_a_phd_is_a_part_of_its_own_and_follows_the_lead_weight(answer: str, weight: float) -> None:
    """E11 E116, route_weight."""
    person = {**PERSON, "new_agendas_value": answer}
    assert only(PHD, person).route == pytest.approx(6 * weight)


@pytest.mark.parametrize("path", [*JOBS, "independent"])
def test_r20_no_other_route_has_a_head_start(path: str) -> None:
    """E03 E81."""
    assert only(known(path)).route == 0


def test_r20_switched_off_nothing_but_the_answers_counts() -> None:
    phd, off = only(PHD), only(PHD, rules=without("R20"))
    assert off.route == 0
    assert off.value == pytest.approx((phd.value - 6) / 0.94)


def test_r20_switched_off_the_typical_phd_still_beats_the_typical_engineering_job() -> None:
    """3.9: by five points instead of ten."""
    lead = {name: PERSON[name] for name in ("goal_role", "new_agendas_value")}
    options = option("phd"), option("rc_industry", "b", opt_then_phd="no")
    gaps = []
    for rules_on in (compiled(), without("R20")):
        phd, job = result(*options, person=lead, rules=rules_on, draws=2000).options
        gaps.append(phd.value - job.value)
    assert gaps == pytest.approx([10, 5], abs=1.5)


# R21


def test_r21_an_unanswered_question_is_the_same_unknown_for_two_options_of_a_path() -> None:
    """E94 E96: two PhDs that differ in one stated answer are compared on that answer only."""
    first, second = scored(option("phd", "a"), option("phd", "b")).draws
    assert (first == second).all()
    better, worse = scored(option("phd", "a", opt_peers="strong"), option("phd", "b", opt_peers="average")).draws
    assert (better > worse - 1e-9).all()


def test_r21_not_sure_is_an_unknown_of_its_own_for_each_option() -> None:
    """E94: the person looked and could not tell."""
    answers = {"opt_peers": "not_sure", "opt_mentor_research": "not_sure"}
    first, second = scored(known("phd", "a", **answers), known("phd", "b", **answers), draws=2000).draws
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
    assert first.mean() == pytest.approx(second.mean(), abs=0.5)


def test_r21_unanswered_questions_of_different_paths_are_drawn_apart() -> None:
    """E94."""
    peers = [known(path, path, opt_peers=None) for path in ("phd", "rc_ra")]
    first, second = scored(*peers, draws=2000).draws
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1


def test_r21_an_unknown_answer_stands_between_its_worst_and_its_best_level() -> None:
    """E94: never zero."""
    unknown = only(known("phd", opt_peers=None))
    worst, best = (only(known("phd", opt_peers=level)).value for level in ("weak", "outstanding"))
    assert (unknown.minimum, unknown.maximum) == (worst, best)
    assert worst <= unknown.low < unknown.value < unknown.high <= best


def test_r21_a_level_that_the_path_does_not_know_is_not_drawn() -> None:
    """E39: a supervisor always exists, so an undescribed PhD never has the value of one without."""
    unknown = only(known("phd", opt_mentor_research=None))
    assert unknown.minimum == only(known("phd", opt_mentor_research="junior")).value


# R22


@pytest.mark.parametrize("answers", [{"agenda_fit_funders": "outside"}, {"academia_ok": "no"}])
def test_r22_what_commenters_object_becomes_a_note_and_moves_no_score(answers: dict[str, str]) -> None:
    """E119 E120 E122 E129."""
    before, after = (result(PHD, known("independent", "b"), person=PERSON | extra) for extra in ({}, answers))
    assert after.options == before.options
    assert after.lead_weight == before.lead_weight
    assert after.person_flags == ("F12_lead_job_market",)


# R23


def test_r23_the_chance_of_an_offer_stays_out_of_the_value_and_enters_the_plan() -> None:
    """E95."""
    rare = known("phd", opt_chance=5)
    assert only(rare) == only(PHD)
    assert "PL02" in plan(rare)
    assert "PL02" not in plan(PHD)


# R24


@pytest.mark.parametrize(
    ("share", "name"),
    [(1.0, "comes_out_first"), (0.8, "comes_out_first"), (0.7999, "leans"), (0.6, "leans"), (0.5999, "too_close")],
)
def test_r24_names_a_lead_by_the_share_of_first_places(share: float, name: str) -> None:
    """E10 E96, first_from and leans_from."""
    assert closeness(compiled(), share) == name


def test_r24_reads_the_rank_acceptability_of_the_first_option() -> None:
    """E96."""
    clear = known("phd"), known("phd", "b", opt_peers="weak", opt_mentor_hours=0)
    equal = known("phd"), known("phd", "b")
    names = []
    for options in (clear, equal):
        scores, given = scored(*options), case(options)
        names.append(closeness_of(scores, acceptability(scores, given)))
    assert names == ["comes_out_first", "too_close"]


# The numbers of a rule come from the ruleset


@pytest.mark.parametrize(
    ("rule", "constant", "value", "item"),
    [
        (
            "R07",
            "surround_floor",
            0.1,
            known("phd", opt_mentor_hours=8, opt_mentor_research="junior", opt_peers="weak"),
        ),
        ("R08", "freedom_floor", 0.0, PHD),
        ("R09", "practice_floor", 0.0, PHD),
        ("R11", "supplement_max", 0.1, PHD),
        ("R12", "cap_own", 0.1, known("rc_industry", opt_idea_freedom="assigned")),
        ("R15", "motivation_floor", 0.5, known("phd", opt_company="alone")),
        ("R17", "readiness_floor", 0.1, SOLO),
        ("R20", "route_weight", 0.0, PHD),
    ],
)
def test_an_editor_changes_the_number_of_a_rule_in_the_document(
    rule: str, constant: str, value: float, item: dict[str, Any]
) -> None:
    def change(document: dict[str, Any]) -> None:
        entry = next(entry for entry in document["rules"] if entry["id"] == rule)
        entry["constants"][constant]["value"] = value

    assert only(item, rules=edited(change)).value < only(item).value - 0.1


def test_flags_hold_whatever_is_switched_off() -> None:
    """3.11: a warning is shown with the scores, and no score removes it."""
    item = known("independent", opt_mentor_hours=0, opt_company="alone")
    off = without("R02", "R03", *(f"R{n:02}" for n in range(5, 18)), "R20")
    assert {flag.partition("_")[0] for flag in only(item, rules=off).flags} == {"F01", "F14"}
    assert {"F01", "F14"} <= flags(item)
