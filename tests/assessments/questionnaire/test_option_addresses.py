"""This site always chooses an option's address itself, and the result does not depend on it."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from assessments.exports import as_json, reading_back
from assessments.exports.bundle import Bundle
from assessments.models import Assessment
from assessments.questionnaire.answers import stored_case
from assessments.results import todays_rules
from assessments.sharing import links, second_opinions
from assessments.sharing.redaction import redacted_case
from assessments.sharing.start_from_shared import start_from
from careerpaths.models import RulesetVersion
from careerpaths.scoring.answers import read_case
from careerpaths.scoring.faults import CaseError
from careerpaths.scoring.values.evaluation import evaluate
from harness.stored import address, browser_of, store

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead"},
    "options": [
        {"id": "typical", "path": "phd", "answers": {"opt_mentor_hours": "not_sure", "opt_peers": "not_sure"}},
        {"id": "PhD with Lee", "path": "rc_nonprofit", "answers": {"opt_peers": "not_sure"}},
    ],
}

DRAWS = 200


def values(assessment: Assessment) -> list[float]:
    return [option.value for option in evaluate(assessment.compiled, stored_case(assessment), DRAWS).options]


def addresses(assessment: Assessment) -> set[str]:
    return set(assessment.options.values_list("uid", flat=True))


def seeds(assessment: Assessment) -> set[str]:
    return set(assessment.options.values_list("seed", flat=True))


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return reading_back.read_export(json.dumps(CASE)).assessment


def test_an_id_from_a_file_is_never_used_as_an_address(assessment: Assessment) -> None:
    assert not addresses(assessment) & {"typical", "PhD with Lee"}
    owner = browser_of(assessment)
    for uid in addresses(assessment):
        assert owner.get(address(assessment, "option", uid)).status_code == 200


def test_copies_have_their_own_addresses_and_copies_of_your_own_give_the_same_result(assessment: Assessment) -> None:
    again = reading_back.read_export(as_json.write_json(Bundle(assessment))).assessment
    todays = todays_rules.start_copy(assessment)
    for copy in (again, todays):
        assert not addresses(copy) & addresses(assessment)
        assert values(copy) == values(assessment)


def test_a_copy_of_a_shared_comparison_cannot_be_traced_back_to_it(assessment: Assessment) -> None:
    link, _ = links.make(assessment, label="Dana", days=30, shows_names=True, shows_sensitive=True)
    copy = start_from(redacted_case(assessment, link))
    assert not (addresses(copy) | seeds(copy)) & (addresses(assessment) | seeds(assessment))


def test_a_second_opinion_uses_the_same_random_numbers_as_the_comparison(assessment: Assessment) -> None:
    opinion = second_opinions.begin_opinion(links.make(assessment, label="Dana", days=30, may_answer=True)[0])
    assert seeds(opinion) == seeds(assessment)


def test_a_seed_replaces_the_id_in_the_draws(assessment: Assessment) -> None:
    named = [{**option, "id": f"n{n}", "seed": option["id"]} for n, option in enumerate(CASE["options"])]
    case = read_case(assessment.rules, {**CASE, "options": named})
    assert [option.draws_as for option in case.options] == [
        option.draws_as for option in stored_case(assessment).options
    ]


def test_two_options_do_not_share_a_seed(assessment: Assessment) -> None:
    one, two = CASE["options"]
    with pytest.raises(CaseError, match=r"options\[1\]\.seed: Another option has this seed"):
        read_case(assessment.rules, {**CASE, "options": [one, {**two, "seed": one["id"]}]})


def test_an_upgrade_replaces_addresses_from_files_and_copies_but_changes_no_result(
    live_ruleset: RulesetVersion,
) -> None:
    ours = {"id": "abcdefgh12345678", "path": "phd", "answers": {"opt_peers": "not_sure"}}
    imported = store(live_ruleset, {"person": {}, "options": [{**ours, "id": "typical"}, ours]})
    copied = store(live_ruleset, {"person": {}, "options": [ours]})
    untouched = store(live_ruleset, {"person": {}, "options": [{**ours, "id": "zyxwvuts87654321"}]})
    opinion = second_opinions.begin_opinion(links.make(imported, label="Dana", days=30, may_answer=True)[0])
    before = [values(case) for case in (imported, copied, untouched)]
    import_module("assessments.migrations.0007_seed_of_an_option").make_addresses(apps, None)
    assert not (addresses(imported) | addresses(copied)) & {"typical", ours["id"]}
    assert not addresses(imported) & addresses(copied)
    assert addresses(untouched) == {"zyxwvuts87654321"}
    assert addresses(opinion) == addresses(imported)
    assert [values(case) for case in (imported, copied, untouched)] == before
