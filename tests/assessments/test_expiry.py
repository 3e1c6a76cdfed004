"""Comparisons unopened for a long time are deleted: what goes, what stays, and that others can write meanwhile."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from assessments import expiry
from assessments.access import note_use
from assessments.advising import desk
from assessments.demo import make_demo_cases
from assessments.models import Assessment, BrowserTransfer, Consent
from assessments.sharing import links, second_opinions
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store

CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead"},
    "options": [{"id": "a", "path": "phd", "answers": {}}],
}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


def test_the_day_a_comparison_was_last_opened_is_recorded(assessment: Assessment) -> None:
    owner = browser_of(assessment)
    changed = assessment.updated_at
    owner.get(address(assessment, "tasks"))
    assessment.refresh_from_db()
    assert assessment.last_used_on == timezone.now().date()
    assert assessment.updated_at == changed


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 5), 2, date(2025, 11, 5)),
    ],
)
def test_months_are_counted_as_people_count_them(settings: Settings, today: date, months: int, day: date) -> None:
    settings.EXPIRE_MONTHS = months
    assert expiry.last_kept_day(today) == day


def expire(**given: bool) -> str:
    out = StringIO()
    call_command("expire", stdout=out, **given)
    return out.getvalue().strip()


def test_only_comparisons_unopened_for_that_long_are_deleted(live_ruleset: RulesetVersion) -> None:
    make_demo_cases()
    old, used, fresh = (store(live_ruleset, CASE) for _ in range(3))
    link, _ = links.make(old, label="Dana", days=30, may_answer=True)
    second_opinions.begin_opinion(link)
    long_ago = timezone.now() - timedelta(days=400)
    Assessment.objects.filter(pk__in=[old.pk, used.pk]).update(updated_at=long_ago, last_used_on=long_ago.date())
    Assessment.objects.filter(is_demo=True).update(last_used_on=long_ago.date())
    Assessment.objects.filter(pk=used.pk).update(last_used_on=timezone.now().date())
    assert expire(dry_run=True) == "1 comparisons would be deleted."
    assert Assessment.objects.filter(pk=old.pk).exists()
    assert expire() == "1 comparisons deleted."
    assert set(Assessment.objects.filter(is_demo=False)) == {used, fresh}
    assert Assessment.objects.filter(is_demo=True).count() == 3


def test_zero_months_means_that_everything_is_kept(assessment: Assessment, settings: Settings) -> None:
    settings.EXPIRE_MONTHS = 0
    Assessment.objects.update(last_used_on=date(2000, 1, 1))
    assert expire() == "EXPIRE_MONTHS is 0: nothing expires."
    assert expiry.expire() == 0


def test_a_clock_that_jumps_years_ahead_deletes_nothing(live_ruleset: RulesetVersion) -> None:
    Assessment.objects.bulk_create([Assessment(ruleset=live_ruleset, uid=f"p{n}") for n in range(30)])
    in_two_years = timezone.now() + timedelta(days=800)
    with time_machine.travel(in_two_years, tick=False):
        with pytest.raises(CommandError, match="30 of 30 comparisons were not opened since"):
            expire()
        assert Assessment.objects.count() == 30
        assert expire(even_most=True) == "30 comparisons deleted."


def unused_ones(live: RulesetVersion, count: int) -> list[Assessment]:
    """This many unopened comparisons and as many fresh ones, so the unopened are not the majority."""
    Assessment.objects.bulk_create([Assessment(ruleset=live, uid=f"fresh{n}") for n in range(count)])
    old = [Assessment(ruleset=live, uid=f"old{n}", last_used_on=date(2000, 1, 1)) for n in range(count)]
    return Assessment.objects.bulk_create(old)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_cut_off_continues_the_next_time(
    live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    unused_ones(live_ruleset, 6)
    monkeypatch.setattr(expiry, "BATCH", 2)
    in_transaction = []

    def rest(seconds: float) -> None:
        in_transaction.append(connection.in_atomic_block)
        if len(in_transaction) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(expiry, "sleep", rest)
        with pytest.raises(KeyboardInterrupt):
            expiry.expire()
    assert in_transaction == [False, False]
    assert Assessment.objects.filter(uid__startswith="old").count() == 2
    assert expiry.expire() == 2
    assert Assessment.objects.count() == 6


def test_a_comparison_opened_during_the_deletion_is_kept(
    live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, last = unused_ones(live_ruleset, 3)
    monkeypatch.setattr(expiry, "BATCH", 2)
    monkeypatch.setattr(expiry, "sleep", lambda seconds: note_use(last))
    assert expiry.expire() == 2
    assert Assessment.objects.get(uid__startswith="old") == last


def test_expired_sessions_and_transfers_are_deleted_too(assessment: Assessment) -> None:
    now = timezone.now()
    for name, ends in (("over", now - timedelta(days=1)), ("open", now + timedelta(days=1))):
        Session.objects.create(session_key=name, expire_date=ends)
        BrowserTransfer.objects.create(digest=name, browser_digest="0", expires_at=ends)
    expiry.expire()
    assert Session.objects.get().session_key == BrowserTransfer.objects.get().digest == "open"


def test_a_consent_is_deleted_with_its_comparison(assessment: Assessment) -> None:
    invitation, _ = desk.invite(User.objects.create(username="lee"), label="Fellows", days=30)
    desk.agree(invitation, assessment, mentee_name="Sam")
    Assessment.objects.update(last_used_on=date(2000, 1, 1))
    assert expiry.expire_unused.enqueue().return_value == 1
    assert not Consent.objects.exists()
