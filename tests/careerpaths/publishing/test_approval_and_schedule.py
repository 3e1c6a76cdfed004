"""Approval by a second person, scheduled publishing, the checks before it, and two people at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from careerpaths import publishing
from careerpaths.checking import reference_cases as reference
from careerpaths.models import RulesetLogEntry, RulesetVersion
from careerpaths.publishing import ChecksFailed, DraftChanged, PublishingError, Seen
from careerpaths.publishing.tasks import publish_what_is_due
from harness.background import QUEUED
from harness.factories import RulesetVersionFactory

pytestmark = pytest.mark.django_db

Action = RulesetLogEntry.Action
SOON = timedelta(hours=2)


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def ben() -> User:
    return User.objects.create_user("ben")


@pytest.fixture
def draft(live_ruleset: RulesetVersion, ada: User) -> RulesetVersion:
    return publishing.open_draft(live_ruleset, by=ada)


def retitled(draft: RulesetVersion, title: str = "Another title") -> dict[str, Any]:
    return {**draft.document, "title": title}


def actions(version: RulesetVersion) -> list[str]:
    """What the log says about a version, oldest first."""
    return [entry.action for entry in version.log.all()][::-1]


# The log


def test_the_log_records_who_made_an_edit_where_and_both_values(draft: RulesetVersion, ben: User) -> None:
    before = draft.document["title"]

    publishing.save_draft(draft, retitled(draft), by=ben, note="Clearer.")

    entry = draft.log.get(action=Action.SAVED)
    assert (entry.by, entry.note, entry.digest) == (ben, "Clearer.", draft.digest)
    assert list(entry.changes.values_list("path", "before", "after")) == [("title", before, "Another title")]


def test_saving_without_a_change_leaves_no_entry(draft: RulesetVersion, ben: User) -> None:
    publishing.save_draft(draft, draft.document, by=ben)

    assert actions(draft) == ["opened"]


def test_publishing_records_the_changes_from_the_previous_version(draft: RulesetVersion, ben: User) -> None:
    publishing.save_draft(draft, retitled(draft), by=ben)
    publishing.publish(draft, note="Ready.", by=ben)

    entry = draft.log.get(action=Action.PUBLISHED)
    assert set(entry.changes.values_list("path", flat=True)) == {"version", "title"}
    assert draft.published_by == ben


def test_the_log_keeps_what_the_fields_overwrite(
    draft: RulesetVersion, live_ruleset: RulesetVersion, ada: User
) -> None:
    publishing.publish(draft, note="First reason.", by=ada)
    live_ruleset.refresh_from_db()
    publishing.roll_back(live_ruleset, note="It ranked worse.", by=ada)
    draft.refresh_from_db()
    publishing.roll_back(draft, note="It did not.", by=ada)

    notes = list(draft.log.order_by("pk").values_list("action", "note"))
    assert notes == [("opened", ""), ("published", "First reason."), ("rolled_back", "It did not.")]


def test_a_refused_change_leaves_no_entry(draft: RulesetVersion, ben: User) -> None:
    with pytest.raises(PublishingError):
        publishing.save_draft(draft, {**retitled(draft), "version": "1.0"}, by=ben)

    assert actions(draft) == ["opened"]


# Two people in one draft


def test_an_edit_based_on_old_content_is_refused(draft: RulesetVersion, ada: User, ben: User) -> None:
    seen = draft.digest
    publishing.save_draft(draft, retitled(draft), by=ada)

    with pytest.raises(DraftChanged, match="was changed since you opened it"):
        publishing.save_draft(draft, retitled(draft, "Mine"), by=ben, seen=seen)

    draft.refresh_from_db()
    assert draft.document["title"] == "Another title"


# Approval


@pytest.fixture
def with_approval(settings: Settings) -> None:
    settings.APPROVAL = True


@pytest.mark.usefixtures("with_approval")
def test_without_a_second_person_nothing_is_published(draft: RulesetVersion, ada: User) -> None:
    with pytest.raises(PublishingError, match="A second person must approve"):
        publishing.publish(draft, note="Ready.", by=ada)


@pytest.mark.usefixtures("with_approval")
def test_the_person_who_opened_it_cannot_approve_it(draft: RulesetVersion, ada: User) -> None:
    with pytest.raises(PublishingError, match="your own work"):
        publishing.approve(draft, by=ada)


@pytest.mark.usefixtures("with_approval")
def test_a_small_edit_by_another_does_not_make_the_author_a_second_person(
    draft: RulesetVersion, ada: User, ben: User
) -> None:
    publishing.save_draft(draft, retitled(draft), by=ada)
    publishing.save_draft(draft, retitled(draft, "A comma"), by=ben)

    for one in (ada, ben):
        with pytest.raises(PublishingError, match="your own work"):
            publishing.approve(draft, by=one)


@pytest.mark.usefixtures("with_approval")
def test_a_draft_of_a_draft_still_counts_as_the_work_of_its_first_editor(
    draft: RulesetVersion, ada: User, ben: User
) -> None:
    second = publishing.open_draft(draft, by=ben)

    with pytest.raises(PublishingError, match="your own work"):
        publishing.approve(second, by=ada)


@pytest.mark.usefixtures("with_approval")
def test_approved_content_is_no_longer_anybodys_own_work(draft: RulesetVersion, ada: User, ben: User) -> None:
    publishing.approve(draft, by=ben)
    publishing.save_draft(draft, retitled(draft), by=ben)
    publishing.approve(draft, by=ada)

    assert publishing.is_approved(draft)


def test_an_overdue_plan_says_why_nothing_happened(draft: RulesetVersion, ada: User) -> None:
    publishing.schedule(draft, at=timezone.now() + SOON, note="Soon.", by=ada)
    assert publishing.missed(draft) == ""
    with time_machine.travel(timezone.now() + 2 * SOON, tick=False):
        assert "Start a worker" in publishing.missed(draft)
        publishing.save_draft(draft, retitled(draft), by=ada)
        assert "was changed since this was planned" in publishing.missed(draft)


@pytest.mark.usefixtures("with_approval")
def test_a_version_approved_by_a_second_person_can_be_published(draft: RulesetVersion, ada: User, ben: User) -> None:
    publishing.approve(draft, by=ben, note="Looked at it.")
    publishing.publish(draft, note="Ready.", by=ada)

    assert RulesetVersion.objects.live() == draft
    assert actions(draft) == ["opened", "approved", "published"]


@pytest.mark.usefixtures("with_approval")
def test_an_edit_voids_the_approval(draft: RulesetVersion, ada: User, ben: User) -> None:
    publishing.approve(draft, by=ben)
    publishing.save_draft(draft, retitled(draft), by=ada)

    with pytest.raises(PublishingError, match="A second person must approve"):
        publishing.publish(draft, note="Ready.", by=ada)

    assert actions(draft) == ["opened", "approved", "saved", "approval_void"]
    assert draft.approved_by is None


def test_an_approval_of_content_that_has_changed_is_refused(draft: RulesetVersion, ada: User, ben: User) -> None:
    seen = draft.digest
    publishing.save_draft(draft, retitled(draft), by=ada)

    with pytest.raises(DraftChanged):
        publishing.approve(draft, by=ben, seen=seen)


@pytest.mark.usefixtures("with_approval")
def test_the_first_version_of_a_site_needs_no_second_person() -> None:
    publishing.publish(RulesetVersionFactory.create(), note="First.")

    assert RulesetVersion.objects.live().note == "First."


# Checks


def test_a_version_with_a_failing_reference_case_is_not_published(
    draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "failures", lambda ruleset: ["Case 3: A PhD must come first, and a job does."])

    with pytest.raises(ChecksFailed, match="1 check fails") as refused:
        publishing.publish(draft, note="Ready.")

    assert refused.value.failures == ("Case 3: A PhD must come first, and a job does.",)
    assert RulesetVersion.objects.live() != draft


# Two at once


def test_when_two_drafts_are_published_at_once_one_wins_and_the_other_gets_a_sentence(
    live_ruleset: RulesetVersion, draft: RulesetVersion
) -> None:
    other = publishing.open_draft(live_ruleset)
    seen = Seen.now(other)
    publishing.publish(draft, note="Mine.", seen=Seen.now(draft))

    with pytest.raises(PublishingError, match="Another version became live in the meantime"):
        publishing.publish(other, note="Mine too.", seen=seen)

    assert RulesetVersion.objects.live() == draft
    assert RulesetVersion.objects.drafts().get() == other


def test_a_draft_edited_while_its_checks_run_is_not_published(
    draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(ruleset: object) -> list[str]:
        same = RulesetVersion.objects.get(pk=draft.pk)
        publishing.save_draft(same, retitled(same))
        return []

    monkeypatch.setattr(reference, "failures", slow)

    with pytest.raises(DraftChanged):
        publishing.publish(draft, note="Ready.")


# At a set time


def planned(draft: RulesetVersion, by: User | None = None) -> datetime:
    at = timezone.now() + SOON
    publishing.schedule(draft, at=at, note="With the new term.", by=by)
    return at


def test_a_plan_is_carried_out_at_its_time_and_not_before(draft: RulesetVersion, ada: User) -> None:
    at = planned(draft, ada)

    assert publishing.publish_due() == []
    with time_machine.travel(at + timedelta(minutes=1)):
        (done,) = publishing.publish_due()

    draft.refresh_from_db()
    assert (done.version, done.refusal) == (draft, "")
    assert (draft.state, draft.note, draft.published_by) == ("live", "With the new term.", ada)
    assert (draft.scheduled_for, draft.scheduled_base) == (None, None)
    assert actions(draft) == ["opened", "scheduled", "published"]


@pytest.mark.parametrize("at", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2190, 1, 1, tzinfo=UTC)])
def test_a_time_in_the_past_or_far_in_the_future_is_refused(draft: RulesetVersion, at: datetime) -> None:
    with pytest.raises(PublishingError, match="from now to a year ahead"):
        publishing.schedule(draft, at=at, note="Ready.")


def test_a_plan_whose_base_has_changed_is_refused_and_kept(live_ruleset: RulesetVersion, draft: RulesetVersion) -> None:
    at = planned(draft)
    publishing.publish(publishing.open_draft(live_ruleset), note="Urgent.")

    with time_machine.travel(at + timedelta(minutes=1)):
        (done,) = publishing.publish_due()

    assert done.refusal.startswith("Another version became live since this was planned.")
    draft.refresh_from_db()
    assert (draft.state, draft.scheduled_for) == ("draft", at)


def test_a_plan_for_content_that_changed_is_refused_and_kept(draft: RulesetVersion) -> None:
    at = planned(draft)
    publishing.save_draft(draft, retitled(draft))

    with time_machine.travel(at + timedelta(minutes=1)):
        (done,) = publishing.publish_due()

    assert done.refusal.startswith("The draft was changed since this was planned.")
    draft.refresh_from_db()
    assert (draft.state, draft.scheduled_for) == ("draft", at)


def test_a_plan_whose_reference_cases_fail_is_refused_and_kept(
    draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = planned(draft)
    monkeypatch.setattr(reference, "failures", lambda ruleset: ["No."])

    with time_machine.travel(at + timedelta(minutes=1)):
        (done,) = publishing.publish_due()

    assert done.refusal.startswith("1 check fails")
    draft.refresh_from_db()
    assert draft.scheduled_for == at


def test_a_plan_can_be_made_again_for_the_changed_draft(draft: RulesetVersion) -> None:
    planned(draft)
    publishing.save_draft(draft, retitled(draft))
    assert publishing.obstacle(draft)

    at = planned(draft)

    assert not publishing.obstacle(draft)
    with time_machine.travel(at + timedelta(minutes=1)):
        assert [done.refusal for done in publishing.publish_due()] == [""]


def test_a_plan_can_be_cancelled(draft: RulesetVersion, ada: User) -> None:
    at = planned(draft)

    publishing.unschedule(draft, by=ada)

    assert actions(draft) == ["opened", "scheduled", "unscheduled"]
    with time_machine.travel(at + timedelta(minutes=1)):
        assert publishing.publish_due() == []


def test_publishing_by_hand_cancels_the_plan(draft: RulesetVersion) -> None:
    planned(draft)

    publishing.publish(draft, note="Now.")

    draft.refresh_from_db()
    assert draft.scheduled_for is None


def test_a_worker_is_asked_to_look_at_that_time(
    draft: RulesetVersion, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = QUEUED

    with django_capture_on_commit_callbacks(execute=True):
        at = planned(draft)

    (task,) = DBTaskResult.objects.all()
    assert (task.run_after, task.task_path) == (at, "careerpaths.publishing.tasks.publish_what_is_due")
    with time_machine.travel(at + timedelta(minutes=1)):
        publish_what_is_due.call()
    assert RulesetVersion.objects.live() == draft


def test_a_worker_logs_why_a_plan_was_refused(draft: RulesetVersion, caplog: pytest.LogCaptureFixture) -> None:
    at = planned(draft)
    publishing.save_draft(draft, retitled(draft))

    with time_machine.travel(at + timedelta(minutes=1)):
        publish_what_is_due.call()

    assert "The draft was changed since this was planned." in caplog.text
