"""Versions of the ruleset: one is live, and a published one never changes."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from careerpaths.models import AlreadyPublished, NoLiveRuleset, RulesetVersion
from harness.factories import RulesetVersionFactory

pytestmark = pytest.mark.django_db


def test_the_live_version_is_found() -> None:
    RulesetVersionFactory.create()
    RulesetVersionFactory.create(retired=True)
    live = RulesetVersionFactory.create(live=True)

    assert RulesetVersion.objects.live() == live


def test_without_a_live_version_the_error_says_what_to_run() -> None:
    RulesetVersionFactory.create()

    with pytest.raises(NoLiveRuleset, match=r"Run manage\.py load_ruleset\."):
        RulesetVersion.objects.live()


def test_two_versions_are_never_live_together(live_ruleset: RulesetVersion) -> None:
    with pytest.raises(IntegrityError):
        RulesetVersionFactory.create(live=True)


def test_a_label_is_used_only_once(live_ruleset: RulesetVersion) -> None:
    with pytest.raises(IntegrityError):
        RulesetVersionFactory.create(version=live_ruleset.version)


def test_drafts_and_published_versions_can_be_told_apart() -> None:
    draft = RulesetVersionFactory.create()
    old = RulesetVersionFactory.create(retired=True)
    live = RulesetVersionFactory.create(live=True)

    assert [*RulesetVersion.objects.drafts()] == [draft]
    assert [*RulesetVersion.objects.published()] == [live, old]


@pytest.mark.parametrize(
    ("state", "published", "retired"),
    [
        ("draft", True, False),
        ("draft", False, True),
        ("live", False, False),
        ("live", True, True),
        ("retired", True, False),
        ("retired", False, True),
    ],
)
def test_dates_that_contradict_the_state_are_refused(state: str, published: bool, retired: bool) -> None:
    now = timezone.now()

    with pytest.raises(IntegrityError):
        RulesetVersionFactory.create(
            state=state, published_at=now if published else None, retired_at=now if retired else None
        )


Change = Callable[[RulesetVersion], dict[str, Any]]
CHANGES: dict[str, Change] = {
    "name": lambda version: {"name": "another"},
    "version": lambda version: {"version": "another"},
    "digest": lambda version: {"digest": "0" * 64},
    "document": lambda version: {"document": {**version.document, "title": "Another"}},
    "state": lambda version: {"state": "draft", "published_at": None, "retired_at": None},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("state", ["live", "retired"])
def test_a_published_version_cannot_be_saved_with_different_content(change: Change, state: str) -> None:
    version = RulesetVersionFactory.create(**{state: True})
    for field, value in change(version).items():
        setattr(version, field, value)

    with pytest.raises(AlreadyPublished, match="Open a draft from it instead"):
        version.save()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("state", ["live", "retired"])
def test_the_database_refuses_to_change_a_published_version(change: Change, state: str) -> None:
    version = RulesetVersionFactory.create(**{state: True})

    with pytest.raises(DatabaseError, match="A published ruleset version never changes"), transaction.atomic():
        RulesetVersion.objects.filter(pk=version.pk).update(**change(version))

    version.refresh_from_db()
    assert version.state == state
    assert version.is_intact()


def test_the_database_lets_the_note_of_a_published_version_change(live_ruleset: RulesetVersion) -> None:
    RulesetVersion.objects.update(note="Said better.")

    live_ruleset.refresh_from_db()
    assert live_ruleset.note == "Said better."


def test_a_draft_can_change() -> None:
    draft = RulesetVersionFactory.create()

    draft.version = "9.9.9"
    draft.save()

    assert RulesetVersion.objects.drafts().get().version == "9.9.9"


def test_an_intact_document_raises_no_alarm(live_ruleset: RulesetVersion) -> None:
    call_command("check", databases=["default"])

    assert live_ruleset.is_intact()


def test_a_document_changed_behind_the_guards_is_noticed(live_ruleset: RulesetVersion) -> None:
    _without_guards(live_ruleset, digest="0" * 64)

    with pytest.raises(
        SystemCheckError, match=r"careerpaths\.E005.*Ruleset why_do_a_phd 1\.0 is not what was published"
    ):
        call_command("check", databases=["default"])


def test_a_document_that_the_engine_cannot_read_is_noticed(live_ruleset: RulesetVersion) -> None:
    _without_guards(live_ruleset, document={"format": 2})

    with pytest.raises(SystemCheckError, match=r"careerpaths\.E006.*Ruleset why_do_a_phd 1\.0 cannot be read"):
        call_command("check", databases=["default"])


def _without_guards(version: RulesetVersion, **change: Any) -> None:
    """Do what somebody with a database shell could do."""
    migration = import_module("careerpaths.migrations.0002_published_versions_never_change")
    with connection.cursor() as cursor:
        for statement in migration.DROP[connection.vendor]:
            cursor.execute(statement)
    RulesetVersion.objects.filter(pk=version.pk).update(**change)
