"""An impact report is requested, waits, runs and ends, unless it is cancelled or lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from careerpaths import publishing
from careerpaths.impact import asking, reports
from careerpaths.impact.asking import ImpactError
from careerpaths.impact.tally import Tally
from careerpaths.models import ImpactReport, RulesetVersion
from harness.background import QUEUED, cut_off, work
from harness.factories import RulesetVersionFactory
from tests.careerpaths.impact.stored import PHD, Source, State, edit, found, jobs_before_phds, stored


@pytest.fixture
def in_background(settings: Any) -> None:
    settings.TASKS = QUEUED


@pytest.mark.usefixtures("in_background")
class TestInTheBackground:
    @pytest.mark.django_db(transaction=True)
    def test_a_report_waits_until_a_worker_picks_it_up(self, source: type[Source], draft: RulesetVersion) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask_for_report(draft)
        assert (report.state, report.done, report.total) == (State.WAITING, 0, 0)
        work()
        report.refresh_from_db()
        assert (report.state, report.done, report.total) == (State.DONE, 1, 1)

    def test_a_request_does_not_wait_for_the_cases_to_be_counted(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Source) -> int:
            raise AssertionError("counted in the request")

        monkeypatch.setattr(source, "count", refuse)
        assert asking.ask_for_report(draft).state == State.WAITING

    def test_only_one_report_on_a_version_is_under_way(self, source: type[Source], draft: RulesetVersion) -> None:
        asking.ask_for_report(draft)
        with pytest.raises(ImpactError, match="under way"):
            asking.ask_for_report(draft)
        assert ImpactReport.objects.count() == 1

    def test_progress_is_reported_after_each_batch(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases, source.size = [stored(PHD)] * 5, 2
        report, seen = asking.ask_for_report(draft), []
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
        report = asking.ask_for_report(draft)
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
        report = asking.ask_for_report(draft)
        assert reports.cancel(draft)
        reports.run(report.pk)
        report.refresh_from_db()
        assert report.state == State.CANCELLED
        assert not reports.cancel(draft)

    def test_a_killed_worker_leaves_a_report_that_can_be_requested_again(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask_for_report(draft)
        long_ago = timezone.now() - reports.SILENCE - timedelta(seconds=1)
        ImpactReport.objects.update(state=State.RUNNING, started_at=long_ago, heartbeat_at=long_ago)
        lost = reports.latest(draft)
        assert lost is not None
        assert (lost.state, lost.fault) == (State.FAILED, str(reports.KILLED))
        assert asking.ask_for_report(draft).pk != report.pk

    @pytest.mark.django_db(transaction=True)
    def test_the_next_worker_of_that_name_reports_at_once_that_the_last_one_was_killed(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask_for_report(draft)
        ImpactReport.objects.update(state=State.RUNNING, started_at=timezone.now(), heartbeat_at=timezone.now())
        cut_off()
        work()
        report.refresh_from_db()
        assert (report.state, report.fault) == (State.FAILED, str(reports.KILLED))
        assert asking.ask_for_report(draft).pk != report.pk

    def test_a_report_that_no_worker_picks_up_can_be_requested_again(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        first = asking.ask_for_report(draft)
        ImpactReport.objects.update(created_at=timezone.now() - reports.REPORT_WAITS - timedelta(seconds=1))
        second = asking.ask_for_report(draft)
        reports.run(first.pk)
        first.refresh_from_db()
        assert (first.state, second.state) == (State.FAILED, State.WAITING)

    def test_a_report_waits_for_another_one_that_takes_long(self, source: type[Source], draft: RulesetVersion) -> None:
        now = timezone.now()
        other = publishing.open_draft(draft)
        asking.ask_for_report(other)
        ImpactReport.objects.update(state=State.RUNNING, started_at=now, heartbeat_at=now)
        waiting = asking.ask_for_report(draft)
        ImpactReport.objects.update(created_at=now - reports.REPORT_WAITS - timedelta(seconds=1))
        found = reports.latest(draft)
        assert found is not None
        assert (found.pk, found.state) == (waiting.pk, State.WAITING)

    def test_a_worker_that_was_given_up_can_no_longer_write(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask_for_report(draft)
        add = Tally.add

        def given_up(tally: Tally, *outcomes: Any) -> None:
            add(tally, *outcomes)
            ImpactReport.objects.update(state=State.FAILED)

        monkeypatch.setattr(Tally, "add", given_up)
        reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.result) == (State.FAILED, None)

    def test_a_draft_saved_before_the_work_began_is_not_compared(
        self, source: type[Source], draft: RulesetVersion
    ) -> None:
        report = asking.ask_for_report(draft)
        edit(draft, jobs_before_phds)
        reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.fault) == (State.FAILED, str(reports.MOVED))

    def test_an_error_in_the_work_is_shown_as_a_sentence_and_logged(
        self, source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source.cases = [stored(PHD)]
        report = asking.ask_for_report(draft)
        monkeypatch.setattr(reports, "outcomes", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reports.run(report.pk)
        report.refresh_from_db()
        assert (report.state, report.fault, report.result) == (State.FAILED, str(reports.BROKEN), None)


def test_without_a_worker_the_request_compares_a_limited_number(
    source: type[Source], draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_IN_A_REQUEST", 4)
    source.cases = [stored(PHD)] * 9
    result = found(draft)
    assert (result["stored"], result["compared"]) == (9, 4)


def test_a_report_is_out_of_date_once_the_draft_or_the_live_version_changes(
    source: type[Source], draft: RulesetVersion, live_ruleset: RulesetVersion
) -> None:
    report = asking.ask_for_report(draft)
    assert not reports.is_out_of_date(report)
    other = publishing.open_draft(live_ruleset)
    edit(draft, jobs_before_phds)
    assert reports.is_out_of_date(report)
    report = asking.ask_for_report(draft)
    publishing.publish(other, note="For a test.")
    assert reports.is_out_of_date(report)


def test_the_live_version_is_not_compared_with_itself(live_ruleset: RulesetVersion) -> None:
    with pytest.raises(ImpactError, match="live version"):
        asking.ask_for_report(live_ruleset)


@pytest.mark.django_db
def test_without_a_live_version_nothing_is_compared() -> None:
    with pytest.raises(ImpactError, match="No version is live"):
        asking.ask_for_report(RulesetVersionFactory.create())


def test_a_report_knows_who_asked_for_it(source: type[Source], draft: RulesetVersion, admin_user: User) -> None:
    assert asking.ask_for_report(draft, admin_user).requested_by == admin_user
