"""What a version would change for the stored cases: counted truly, told without telling of anybody."""

import copy
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from assessments.demo import make_demo_cases
from assessments.for_the_method.stored_cases import StoredCases
from assessments.models import Answer, AnswerState, Assessment, Option
from careerpaths import publishing
from careerpaths.impact import asking, reports
from careerpaths.impact.asking import ImpactError
from careerpaths.impact.cases import Example, Reader, StoredCase
from careerpaths.impact.protection import greatest_of_several, shown, total
from careerpaths.impact.tally import Tally
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.scoring.parsing import parse
from harness.background import QUEUED, work
from harness.cases import FULL, OF_PATH, PERSON
from harness.documents import document, item
from harness.factories import RulesetVersionFactory

State = ImpactReport.State
DEAL_BREAKER = {"opt_dealbreaker": "yes"}
PHD = ("phd", FULL)
JOB = ("rc_nonprofit", {**FULL, **OF_PATH["rc_nonprofit"]})


def stored(*options: tuple[str, dict[str, Any]], person: dict[str, Any] = PERSON) -> StoredCase:
    return StoredCase(texts(person), [(path, texts(answers)) for path, answers in options])  # type: ignore[misc]


def texts(answers: dict[str, Any]) -> dict[str, str]:
    return {question: json.dumps(answer) for question, answer in answers.items()}


class Source:
    """Cases of a test, in place of the stored ones."""

    cases: Sequence[StoredCase] = ()
    size = 1000

    def examples(self) -> Sequence[Example]:
        return []

    def shown_questions(self) -> Sequence[str]:
        return ()

    def count(self) -> int:
        return len(self.cases)

    def lots(self, most: int | None = None) -> Iterator[Sequence[StoredCase]]:
        some = list(self.cases[:most])
        for start in range(0, len(some), self.size):
            yield some[start : start + self.size]


@pytest.fixture
def source(settings: Any) -> Iterator[type[Source]]:
    settings.IMPACT_CASES = f"{__name__}.Source"
    yield Source
    Source.cases, Source.size = (), 1000


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    return publishing.open_draft(live_ruleset)


def edit(draft: RulesetVersion, change: Any) -> RulesetVersion:
    changed = copy.deepcopy(draft.document)
    change(changed)
    return publishing.save_draft(draft, changed)


def found(draft: RulesetVersion) -> dict[str, Any]:
    report = asking.ask(draft)
    assert report.state == State.DONE, report.fault
    assert report.result is not None
    result: dict[str, Any] = report.result
    return result


def jobs_before_phds(changed: dict[str, Any]) -> None:
    """An adjustment that turns the order of a PhD and a job."""
    changed["adjustments"] = [
        {
            "id": "jobs",
            "name": "Jobs first.",
            "when": {"path": ["phd"]},
            "target": "value",
            "action": "add",
            "amount": -30,
            "rationale": "For a test.",
            "source": ["assumption"],
        }
    ]


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


def test_changes_of_the_first_option_are_counted_from_path_to_path(source: type[Source], draft: RulesetVersion) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [*(stored(PHD, JOB) for _ in range(7)), *(stored(PHD) for _ in range(5))]
    result = found(draft)
    assert result["flows"] == [{"from": "phd", "to": "rc_nonprofit", "people": {"n": 7}}]
    assert result["changed"] == {"n": 7}
    assert result["kept"] == [{"n": 5}, *[{"n": 0}] * 4]


def test_the_largest_shifts_are_those_that_five_people_reach(source: type[Source], draft: RulesetVersion) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [stored(PHD, JOB) for _ in range(6)]
    phd, job = found(draft)["shifts"]
    assert (phd["path"], phd["people"], phd["mean"], phd["fall"], phd["rise"]) == ("phd", {"n": 6}, -30.0, 30, 0)
    assert (phd["down"], phd["most_down"], phd["up"]) == ({"n": 6}, 1, {"n": 0})
    assert (job["mean"], job["fall"], job["up"], job["most_up"]) == (0.0, 0, {"n": 6}, 1)


def test_who_becomes_or_is_no_longer_too_close_to_call_is_counted(source: type[Source], draft: RulesetVersion) -> None:
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


def test_who_can_no_longer_be_ranked_is_counted_apart(source: type[Source], draft: RulesetVersion) -> None:
    source.cases = [
        stored(PHD),
        stored(),
        stored(PHD, person={"goal_role": "other_role"}),
        stored(("phd", DEAL_BREAKER)),
    ]
    result = found(draft)
    assert result["compared"] == 4
    assert result["ranked"] == {"under": 5}


# --- nobody is told of ----------------------------------------------------------------------------------------


def test_one_to_four_people_are_fewer_than_five(source: type[Source], draft: RulesetVersion) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [*(stored(PHD, JOB) for _ in range(3)), *(stored(PHD) for _ in range(21))]
    result = found(draft)
    assert result["flows"] == [{"from": "phd", "to": "rc_nonprofit", "people": {"under": 5}}]
    assert result["changed"] == {"under": 5}
    assert result["kept"][0] == {"about": 20}  # or 24 - 21 would tell
    assert result["ranked"] == {"about": 25}


def test_kinds_of_option_that_fewer_than_five_people_have_show_no_shift(
    source: type[Source], draft: RulesetVersion
) -> None:
    source.cases = [stored(PHD, JOB), *(stored(PHD) for _ in range(5))]
    assert found(draft)["shifts"][1] == {"path": "rc_nonprofit", "people": {"under": 5}}


@pytest.mark.parametrize(
    ("count", "as_shown"), [(0, {"n": 0}), (1, {"under": 5}), (4, {"under": 5}), (5, {"n": 5}), (1234, {"n": 1234})]
)
def test_a_count_below_five_is_never_kept(count: int, as_shown: dict[str, int]) -> None:
    assert shown(count) == as_shown
    assert total(count, [0, 7]) == as_shown


def test_a_total_beside_a_hidden_count_is_rounded() -> None:
    assert [total(count, [3]) for count in (0, 2, 7, 8, 100)] == [
        {"n": 0},
        {"under": 5},
        {"about": 5},
        {"about": 10},
        {"about": 100},
    ]


def test_the_greatest_amount_is_one_that_five_people_reach() -> None:
    assert greatest_of_several([0, 0, 0, 4]) == 0
    assert greatest_of_several([9, 0, 4, 0, 1]) == 2


def test_a_report_holds_nothing_of_a_person(draft: RulesetVersion) -> None:
    make_demo_cases()
    Assessment.objects.update(is_demo=False, title="Ada's choice")
    Option.objects.update(name="Secret University")
    text = json.dumps(found(draft))
    for word in ("Ada", "Secret University", *Assessment.objects.values_list("uid", flat=True)):
        assert word not in text


# --- where the cases come from --------------------------------------------------------------------------------


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


def person(ruleset: RulesetVersion, **fields: Any) -> Assessment:
    """A stored comparison of a PhD and a job with an answer of each kind."""
    kept = Assessment.objects.create(ruleset=ruleset, **fields)
    phd, job = (kept.options.create(path=path, position=n) for n, path in enumerate(("phd", "rc_ra")))
    Answer.objects.create(assessment=kept, question="goal_role", state=AnswerState.GIVEN, value="research_lead")
    Answer.objects.create(assessment=kept, option=phd, question="opt_mentor_hours", state=AnswerState.GIVEN, value=2.5)
    Answer.objects.create(assessment=kept, option=job, question="opt_peers", state=AnswerState.NOT_SURE)
    return kept


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


def test_all_lots_together_hold_every_comparison_once_the_newest_first(
    live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.for_the_method.stored_cases.LOT", 2)
    for n in range(5):
        Answer.objects.filter(assessment=person(live_ruleset), question="opt_mentor_hours").update(value=n)
    hours = [[case.options[0][1]["opt_mentor_hours"] for case in lot] for lot in StoredCases().lots()]
    assert hours == [["4", "3"], ["2", "1"], ["0"]]
    assert [len(lot) for lot in StoredCases().lots(3)] == [2, 1]


def test_a_lot_is_read_with_three_queries(live_ruleset: RulesetVersion, django_assert_num_queries: Any) -> None:
    for _ in range(4):
        person(live_ruleset)
    with django_assert_num_queries(3):
        assert len(next(StoredCases().lots(4))) == 4


def test_an_answer_is_read_as_the_site_reads_it() -> None:
    rules = parse(document())
    reader = Reader(rules, rules)
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


# --- the life of a report -------------------------------------------------------------------------------------


@pytest.fixture
def in_background(settings: Any) -> None:
    settings.TASKS = QUEUED


@pytest.mark.usefixtures("in_background")
class TestInTheBackground:
    @pytest.mark.django_db(transaction=True)
    def test_a_report_waits_until_a_worker_takes_it_up(self, source: type[Source], draft: RulesetVersion) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask(draft)
        assert (report.state, report.done, report.total) == (State.WAITING, 0, 0)
        work()
        report.refresh_from_db()
        assert (report.state, report.done, report.total) == (State.DONE, 1, 1)

    def test_whoever_asks_does_not_wait_for_the_cases_to_be_counted(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Source) -> int:
            raise AssertionError("counted in the request")

        monkeypatch.setattr(source, "count", refuse)
        assert asking.ask(draft).state == State.WAITING

    def test_only_one_report_of_a_version_is_under_way(self, source: type[Source], draft: RulesetVersion) -> None:
        asking.ask(draft)
        with pytest.raises(ImpactError, match="under way"):
            asking.ask(draft)
        assert ImpactReport.objects.count() == 1

    def test_progress_is_told_after_each_lot(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases, source.size = [stored(PHD)] * 5, 2
        report, seen = asking.ask(draft), []
        goes_on = reports._goes_on

        def listen(asked: ImpactReport, done: int) -> bool:
            answer = goes_on(asked, done)
            seen.append(ImpactReport.objects.get().done)
            return answer

        monkeypatch.setattr(reports, "_goes_on", listen)
        reports.run(report.pk)
        assert seen == [2, 4, 5, 5]

    def test_a_running_report_can_be_cancelled_and_leaves_no_half_result(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases, source.size = [stored(PHD)] * 6, 2
        report = asking.ask(draft)
        add = Tally.add

        def cancel_after_the_first_lot(tally: Tally, *outcomes: Any) -> None:
            add(tally, *outcomes)
            assert reports.cancel(draft)

        monkeypatch.setattr(Tally, "add", cancel_after_the_first_lot)
        reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.result) == (State.CANCELLED, None)
        assert report.done < report.total

    def test_a_waiting_report_can_be_cancelled_and_is_not_run_later(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask(draft)
        assert reports.cancel(draft)
        reports.run(report.pk)
        report.refresh_from_db()
        assert report.state == State.CANCELLED
        assert not reports.cancel(draft)

    def test_a_killed_worker_leaves_a_report_that_can_be_asked_for_again(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask(draft)
        long_ago = timezone.now() - reports.SILENCE - timedelta(seconds=1)
        ImpactReport.objects.update(state=State.RUNNING, started_at=long_ago, heartbeat_at=long_ago)
        lost = reports.latest(draft)
        assert lost is not None
        assert (lost.state, lost.fault) == (State.FAILED, str(reports.KILLED))
        assert asking.ask(draft).pk != report.pk

    def test_a_report_that_nobody_takes_up_can_be_asked_for_again(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        first = asking.ask(draft)
        ImpactReport.objects.update(created_at=timezone.now() - reports.LONGEST_WAIT - timedelta(seconds=1))
        second = asking.ask(draft)
        reports.run(first.pk)
        first.refresh_from_db()
        assert (first.state, second.state) == (State.FAILED, State.WAITING)

    def test_a_report_waits_for_another_that_takes_long(self, source: type[Source], draft: RulesetVersion) -> None:
        now = timezone.now()
        other = publishing.open_draft(draft)
        asking.ask(other)
        ImpactReport.objects.update(state=State.RUNNING, started_at=now, heartbeat_at=now)
        waiting = asking.ask(draft)
        ImpactReport.objects.update(created_at=now - reports.LONGEST_WAIT - timedelta(seconds=1))
        found = reports.latest(draft)
        assert found is not None
        assert (found.pk, found.state) == (waiting.pk, State.WAITING)

    def test_a_worker_that_was_given_up_writes_nothing_any_more(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask(draft)
        add = Tally.add

        def given_up(tally: Tally, *outcomes: Any) -> None:
            add(tally, *outcomes)
            ImpactReport.objects.update(state=State.FAILED)

        monkeypatch.setattr(Tally, "add", given_up)
        reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.result) == (State.FAILED, None)

    def test_a_draft_that_was_saved_before_the_work_began_is_not_compared(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask(draft)
        edit(draft, jobs_before_phds)
        reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.fault) == (State.FAILED, str(reports.MOVED))

    def test_a_fault_in_the_work_is_told_in_a_sentence_and_goes_to_the_log(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask(draft)
        monkeypatch.setattr(reports, "outcomes", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.fault, report.result) == (State.FAILED, str(reports.BROKEN), None)


def test_without_a_worker_the_request_compares_only_so_many(
    source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_IN_A_REQUEST", 4)
    source.cases = [stored(PHD)] * 9
    result = found(draft)
    assert (result["stored"], result["compared"]) == (9, 4)


def test_a_report_is_out_of_date_once_the_draft_or_the_live_version_moves(
    source: type[Source], draft: RulesetVersion, live_ruleset: RulesetVersion
) -> None:
    report = asking.ask(draft)
    assert not reports.is_out_of_date(report)
    other = publishing.open_draft(live_ruleset)
    edit(draft, jobs_before_phds)
    assert reports.is_out_of_date(report)
    report = asking.ask(draft)
    publishing.publish(other, note="For a test.")
    assert reports.is_out_of_date(report)


def test_the_live_version_is_not_compared_with_itself(live_ruleset: RulesetVersion) -> None:
    with pytest.raises(ImpactError, match="live version"):
        asking.ask(live_ruleset)


@pytest.mark.django_db
def test_without_a_live_version_nothing_is_compared() -> None:
    with pytest.raises(ImpactError, match="No version is live"):
        asking.ask(RulesetVersionFactory.create())


def test_a_report_knows_who_asked_for_it(source: type[Source], draft: RulesetVersion, admin_user: User) -> None:
    assert asking.ask(draft, admin_user).requested_by == admin_user
