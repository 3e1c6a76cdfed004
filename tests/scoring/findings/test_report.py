"""The report: every key of the outside interface, and finite numbers whatever was entered."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from careerpaths.scoring.answers import Case, OptionCase
from careerpaths.scoring.findings.analysis import Analysis, analyse
from careerpaths.scoring.findings.report import report
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.schema import PATHS
from harness.cases import PERSON, case, compiled, known, option

DRAWS = 300
KEYS = {
    "ruleset",
    "lead_weight",
    "view",
    "options",
    "person_flags",
    "closeness",
    "pairwise",
    "central_weights",
    "find_out",
    "tipping_points",
    "tornado",
    "plan",
}
OPTION_KEYS = {
    "id",
    "name",
    "path",
    "value",
    "low",
    "high",
    "min",
    "max",
    "rank",
    "criteria",
    "limits",
    "route",
    "flags",
    "rank_acceptability",
    "expected_lead_years",
    "p_phd_after",
    "excluded",
}
"""The keys that other programs use: section "Outside interfaces" of the architecture."""

UNKNOWN: dict[str, Any] = {}
EVERYTHING = [known(path, path) for path in PATHS]
BARRED = {"opt_dealbreaker": "yes"}


def timelines(p5: float, p10: float, p20: float) -> dict[str, Any]:
    return {**PERSON, "tai_p5": p5, "tai_p10": p10, "tai_p20": p20}


BAD_INPUT: dict[str, Case] = {
    "nothing at all": Case(),
    "no option": case([], PERSON),
    "no answer": case([option(path, path) for path in PATHS], UNKNOWN),
    "one option": case([option("phd")]),
    "one option, all known": case([known("phd")]),
    "eight identical options": case([known("phd", key) for key in "abcdefgh"]),
    "eight identical options, nothing known": case([option("independent", key) for key in "abcdefgh"], UNKNOWN),
    "eight options one is not sure about": case(
        [option("rc_ra", key, opt_peers="not_sure", opt_then_phd="not_sure") for key in "abcdefgh"]
    ),
    "transformative AI never": case(EVERYTHING, timelines(0, 0, 0)),
    "transformative AI at once": case(EVERYTHING, timelines(100, 100, 100)),
    "transformative AI between": case(EVERYTHING, timelines(0, 100, 100)),
    "all but one excluded": case([option("phd", "a"), *(option(path, path, **BARRED) for path in PATHS)]),
    "all excluded": case([option(path, path, **BARRED) for path in PATHS]),
    "contradictory timelines of an old version": Case(
        person={"goal_role": "research_lead", "tai_p5": 80.0, "tai_p10": 20.0, "tai_p20": 5.0},
        options=(OptionCase(id="a", path="phd"), OptionCase(id="b", path="rc_ra")),
    ),
    "another role": case(EVERYTHING, {"goal_role": "other_role"}),
    "everything at its end": case(
        [
            known("phd", "a", opt_mentor_hours=0, opt_runway_years=0, opt_start_months=36),
            known("independent", "b", opt_mentor_hours=40, opt_runway_years=10, opt_start_months=0),
        ],
        {**PERSON, "research_experience_years": 15, "savings_months": 120},
    ),
}


def look(name: str) -> Analysis:
    return analyse(compiled(), BAD_INPUT[name], DRAWS)


@pytest.mark.parametrize("name", BAD_INPUT)
def test_a_report_of_whatever_was_entered_is_json_with_finite_numbers(name: str) -> None:
    """Warnings are errors in these tests, so a division by zero would show too."""
    data = report(look(name))
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data.keys() >= KEYS
    assert all(item.keys() >= OPTION_KEYS for item in data["options"])


@pytest.mark.parametrize("name", BAD_INPUT)
def test_figures_keep_their_bounds_whatever_was_entered(name: str) -> None:
    for item in report(look(name))["options"]:
        assert 0 <= item["min"] <= item["low"] <= item["high"] <= item["max"] <= 100
        assert item["min"] <= item["value"] <= item["max"]
        assert item["limits"] <= 0 <= item["route"]
        assert sum(item["rank_acceptability"]) == pytest.approx(1 if item["rank_acceptability"] else 0, abs=5e-4)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_weights_all_on_one_criterion_give_a_report(criterion: str) -> None:
    alone = np.array([float(other == criterion) for other in CRITERIA])
    rules = replace(compiled(), weights={"lead": alone, "contributor": alone})
    data = report(analyse(rules, case([option(path, path) for path in PATHS]), DRAWS))
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    counted = {c for item in data["options"] for c, part in item["criteria"].items() if part["points"]}
    assert counted == {criterion}


def test_one_option_is_not_ranked_against_anything() -> None:
    data = report(look("one option"))
    assert data["closeness"] == "not_ranked"
    assert data["options"][0]["rank"] == 1
    assert data["options"][0]["rank_acceptability"] == [1]
    assert data["pairwise"] == {"a": {}}
    assert data["find_out"] == data["tipping_points"] == data["tornado"] == data["switches"] == []


def test_eight_identical_options_share_every_place() -> None:
    data = report(look("eight identical options"))
    assert data["closeness"] == "too_close"
    assert [item["rank"] for item in data["options"]] == [1] * 8
    assert all(item["rank_acceptability"] == [0.125] * 8 for item in data["options"])
    assert set(data["pairwise"]["a"].values()) == {0.5}


def test_where_all_are_excluded_nothing_is_ranked_and_all_is_valued() -> None:
    data = report(look("all excluded"))
    assert data["closeness"] == "not_ranked"
    assert all(item["rank"] is None and item["value"] > 0 for item in data["options"])
    assert data["robustness"]["headline"]["rank_acceptability"] == data["pairwise"] == {}


def test_contradictory_timelines_are_read_as_flat() -> None:
    """Falling chances, which no form accepts: what was said first stands."""
    falling = BAD_INPUT["contradictory timelines of an old version"]
    flat = Case(person={**falling.person, "tai_p10": 80.0, "tai_p20": 80.0}, options=falling.options)
    data, other = (report(analyse(compiled(), given, DRAWS)) for given in (falling, flat))
    assert data["options"] == other["options"]
    assert data["chance_too_late"] == other["chance_too_late"]


def test_at_the_ends_of_the_scale_of_chances_there_is_no_time_or_all_of_it() -> None:
    never, at_once = (report(look(f"transformative AI {when}")) for when in ("never", "at once"))
    assert never["chance_too_late"] == 0
    assert never["lead_weight"] == 1
    assert at_once["chance_too_late"] > 0.9
    assert at_once["lead_weight"] < 0.35
    assert never["options"][0]["expected_lead_years"] > at_once["options"][0]["expected_lead_years"]


def test_a_report_names_the_rules_it_rests_on() -> None:
    stamp = report(look("one option"))["ruleset"]
    assert stamp == {
        "name": compiled().ruleset.name,
        "version": compiled().ruleset.version,
        "digest": compiled().ruleset.digest,
    }


def test_what_to_find_out_and_what_to_answer_oneself_stand_apart() -> None:
    data = report(look("no answer"))
    assert data["find_out"]
    assert data["answer_first"]
    assert all(item["option"] and item["minutes"] > 0 for item in data["find_out"])
    assert all(item["option"] is None for item in data["answer_first"])


def test_numbers_are_printed_to_four_places_and_no_zero_is_negative() -> None:
    text = json.dumps(report(look("no answer")))
    numbers = re.findall(r"-?\d+\.(\d+)", text)
    assert max(map(len, numbers)) <= 4
    assert not re.search(r"-0\.0(?!\d)", text)
