"""What a draft would change for people with stored comparisons, and what it never reveals about them."""

import json
from typing import Any

import pytest

from assessments.demo import make_demo_cases
from assessments.models import Assessment, Option
from careerpaths.impact.protection import greatest_of_several, protected, total
from careerpaths.models import RulesetVersion
from harness.cases import PERSON
from harness.documents import item
from tests.careerpaths.impact.stored import JOB, PHD, Source, edit, found, jobs_before_phds, stored

DEAL_BREAKER = {"opt_dealbreaker": "yes"}


# --- what is counted ------------------------------------------------------------------------------------------


def test_a_draft_with_the_content_of_the_live_version_changes_nothing(
    source: type[Source], draft: RulesetVersion
) -> None:
    source.cases = [stored(PHD, JOB, person=PERSON | {"execution_skill": "not_sure"}) for _ in range(9)]
    result = found(draft)
    assert (result["stored"], result["compared"]) == (9, 9)
    assert (result["ranked"], result["changed"], result["flows"]) == ({"n": 9}, {"n": 0}, [])
    assert (result["became_close"], result["ceased_close"], result["lost"]) == ({"n": 0}, {"n": 0}, [])
    assert [(shift["mean"], shift["rise"], shift["up"]) for shift in result["shifts"]] == [(0, 0, {"n": 0})] * 2


def test_changes_of_the_first_option_are_counted_by_old_and_new_kind(
    source: type[Source], draft: RulesetVersion
) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [*(stored(PHD, JOB) for _ in range(7)), *(stored(PHD) for _ in range(5))]
    result = found(draft)
    assert result["flows"] == [{"from": "phd", "to": "rc_nonprofit", "people": {"n": 7}}]
    assert result["changed"] == {"n": 7}
    assert result["kept"] == [{"n": 5}, *[{"n": 0}] * 4]


def test_the_largest_shifts_are_the_ones_that_five_people_reach(source: type[Source], draft: RulesetVersion) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [stored(PHD, JOB) for _ in range(6)]
    phd, job = found(draft)["shifts"]
    assert (phd["path"], phd["people"], phd["mean"], phd["fall"], phd["rise"]) == ("phd", {"n": 6}, -30.0, 30, 0)
    assert (phd["down"], phd["most_down"], phd["up"]) == ({"n": 6}, 1, {"n": 0})
    assert (job["mean"], job["fall"], job["up"], job["most_up"]) == (0.0, 0, {"n": 6}, 1)


def test_results_that_become_or_stop_being_too_close_to_call_are_counted(
    source: type[Source], draft: RulesetVersion
) -> None:
    def no_lead_is_clear(changed: dict[str, Any]) -> None:
        for rule in changed["rules"]:
            if rule["id"] == "R24":
                rule["constants"]["first_from"]["value"] = rule["constants"]["leans_from"]["value"] = 1.0

    edit(draft, no_lead_is_clear)
    source.cases = [stored(("phd", {}), ("rc_ra", {})) for _ in range(8)]
    result = found(draft)
    assert result["close_before"]["n"] + result["became_close"]["n"] == result["close_after"]["n"] == 8


def test_answers_that_no_longer_fit_are_listed_with_the_people_who_gave_them(
    source: type[Source], draft: RulesetVersion
) -> None:
    def fewer_hours(changed: dict[str, Any]) -> None:
        item(changed, "questions", "opt_mentor_hours")["max"] = 10

    edit(draft, fewer_hours)
    many = [stored(("phd", {"opt_mentor_hours": 18}), ("phd", {"opt_mentor_hours": 18})) for _ in range(6)]
    source.cases = [*many, *(stored(("phd", {"opt_mentor_hours": 15})) for _ in range(2)), stored(PHD)]
    assert found(draft)["lost"] == [
        {
            "question": "opt_mentor_hours",
            "people": {"about": 10},
            "answers": [{"answer": "18", "people": {"n": 6}}],
        }
    ]


def test_people_who_can_no_longer_be_ranked_are_counted_separately(source: type[Source], draft: RulesetVersion) -> None:
    source.cases = [
        stored(PHD),
        stored(),
        stored(PHD, person={"goal_role": "other_role"}),
        stored(("phd", DEAL_BREAKER)),
    ]
    result = found(draft)
    assert result["compared"] == 4
    assert result["ranked"] == {"under": 5}


# --- privacy --------------------------------------------------------------------------------------------------


def test_one_to_four_people_are_fewer_than_five(source: type[Source], draft: RulesetVersion) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [*(stored(PHD, JOB) for _ in range(3)), *(stored(PHD) for _ in range(21))]
    result = found(draft)
    assert result["flows"] == [{"from": "phd", "to": "rc_nonprofit", "people": {"under": 5}}]
    assert result["changed"] == {"under": 5}
    assert result["kept"][0] == {"about": 20}  # otherwise 24 - 21 would give it away
    assert result["ranked"] == {"about": 25}


def test_kinds_of_option_with_fewer_than_five_people_show_no_shift(source: type[Source], draft: RulesetVersion) -> None:
    source.cases = [stored(PHD, JOB), *(stored(PHD) for _ in range(5))]
    assert found(draft)["shifts"][1] == {"path": "rc_nonprofit", "people": {"under": 5}}


@pytest.mark.parametrize(
    ("count", "as_shown"), [(0, {"n": 0}), (1, {"under": 5}), (4, {"under": 5}), (5, {"n": 5}), (1234, {"n": 1234})]
)
def test_a_count_below_five_is_never_stored(count: int, as_shown: dict[str, int]) -> None:
    assert protected(count) == as_shown
    assert total(count, [0, 7]) == as_shown


def test_a_total_next_to_a_hidden_count_is_rounded() -> None:
    assert [total(count, [3]) for count in (0, 2, 7, 8, 100)] == [
        {"n": 0},
        {"under": 5},
        {"about": 5},
        {"about": 10},
        {"about": 100},
    ]


def test_the_largest_amount_is_one_that_five_people_reach() -> None:
    assert greatest_of_several([0, 0, 0, 4]) == 0
    assert greatest_of_several([9, 0, 4, 0, 1]) == 2


def test_a_report_contains_nothing_personal(draft: RulesetVersion) -> None:
    make_demo_cases()
    Assessment.objects.update(is_demo=False, title="Ada's choice")
    Option.objects.update(name="Secret University")
    text = json.dumps(found(draft))
    for word in ("Ada", "Secret University", *Assessment.objects.values_list("uid", flat=True)):
        assert word not in text
