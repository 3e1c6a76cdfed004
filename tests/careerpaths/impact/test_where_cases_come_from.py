"""The cases that a comparison reads."""

from typing import Any

import pytest
from django.utils import timezone

from assessments.demo import make_demo_cases
from assessments.for_the_method.stored_cases import StoredCases
from assessments.models import Answer
from careerpaths.impact.cases import CaseReader, StoredCase
from careerpaths.models import RulesetVersion
from careerpaths.scoring.parsing import parse
from harness.documents import document
from tests.careerpaths.impact.stored import edit, found, jobs_before_phds, person


def test_the_demo_cases_are_the_only_ones_shown_in_detail(draft: RulesetVersion) -> None:
    make_demo_cases()
    result = found(edit(draft, jobs_before_phds))
    assert (result["stored"], result["compared"]) == (0, 0)
    first = result["examples"][0]
    assert first["title"] == "A PhD offer, a non-profit job and a year on one's own"
    assert (first["before"], first["changed"]) == ("comes_out_first", True)
    phd = first["options"][0]
    assert (phd["name"], phd["rank_before"]) == ("PhD with a strong supervisor", 1)
    assert phd["before"] - phd["after"] == pytest.approx(30, abs=0.2)


def test_stored_comparisons_are_read_without_names_and_with_their_answers(live_ruleset: RulesetVersion) -> None:
    person(live_ruleset, title="Mine")
    assert list(StoredCases().lots()) == [
        [
            StoredCase(
                {"goal_role": '"research_lead"'},
                [("phd", {"opt_mentor_hours": "2.5"}), ("rc_ra", {"opt_peers": '"not_sure"'})],
            )
        ]
    ]


def test_deleted_options_demo_cases_and_second_opinions_are_left_out(live_ruleset: RulesetVersion) -> None:
    make_demo_cases()
    mine = person(live_ruleset)
    mine.options.filter(path="phd").update(deleted_at=timezone.now())
    link = mine.links.create(expires_at=timezone.now(), digest="x")
    person(live_ruleset, opinion_on=mine, opinion_link=link)
    source = StoredCases()
    assert source.count() == 1
    ((only,),) = source.lots()
    assert [path for path, _ in only.options] == ["rc_ra"]


def test_all_batches_together_have_every_comparison_once_newest_first(
    live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.for_the_method.stored_cases.LOT", 2)
    for n in range(5):
        Answer.objects.filter(assessment=person(live_ruleset), question="opt_mentor_hours").update(value=n)
    hours = [[case.options[0][1]["opt_mentor_hours"] for case in lot] for lot in StoredCases().lots()]
    assert hours == [["4", "3"], ["2", "1"], ["0"]]
    assert [len(lot) for lot in StoredCases().lots(3)] == [2, 1]


def test_a_batch_is_read_with_three_queries(live_ruleset: RulesetVersion, django_assert_num_queries: Any) -> None:
    for _ in range(4):
        person(live_ruleset)
    with django_assert_num_queries(3):
        assert len(next(StoredCases().lots(4))) == 4


def test_an_answer_is_read_as_the_site_reads_it() -> None:
    rules = parse(document())
    reader = CaseReader(rules, rules)
    texts_of = {
        "goal_role": '"research_lead"',
        "opt_peers": '"strong"',
        "nowhere": "1",
        "tai_p5": "999",
        "tai_p10": "null",
    }
    live, other = reader.read(StoredCase(texts_of, [("phd", {"opt_mentor_hours": "4", "goal_role": '"unsure"'})]))
    assert live.person == {"goal_role": "research_lead"}
    assert live.options[0].answers == {"opt_mentor_hours": 4.0}
    assert other == live
    assert reader.lost == {}
