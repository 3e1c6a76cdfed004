"""Which version is live: publishing, restoring and retiring versions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from careerpaths.checking import reference_cases
from careerpaths.document import difference
from careerpaths.models import RulesetVersion
from careerpaths.publishing.approving import need_approval
from careerpaths.publishing.audit import Action, record
from careerpaths.publishing.refusals import (
    ChecksFailed,
    PublishingError,
    VersionState,
    lock,
    need,
    need_a_reason,
    need_unchanged,
    read_again,
)
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset

GoingLiveCheck = Callable[[Ruleset], list[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What somebody looked at before they decided: the draft's content and the version it would replace."""

    digest: str
    live: int | None  # key of the live version

    @classmethod
    def now(cls, draft: RulesetVersion) -> "Seen":
        return cls(digest=draft.digest, live=live_key())


def _reference_cases(ruleset: Ruleset) -> list[str]:
    return reference_cases.failures(ruleset)


CHECKS: tuple[GoingLiveCheck, ...] = (_reference_cases,)
"""Checks before a version is published; each yields one sentence for every problem."""


def live_key() -> int | None:
    return RulesetVersion.objects.filter(state=VersionState.LIVE).values_list("pk", flat=True).first()


def checks_failing(ruleset: Ruleset) -> list[str]:
    return [sentence for check in CHECKS for sentence in check(ruleset)]


def publish(
    draft: RulesetVersion,
    *,
    note: str,
    by: User | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> RulesetVersion:
    """Make the stored draft the live version and retire the previous one: both or neither.

    Raises `PublishingError`, or `RulesetError` for a draft that the engine can no longer read.
    """
    need_a_reason(note, gettext("Say why this version is published."))
    seen = ready(draft, seen)

    def check() -> None:
        need_to_be_ready(draft, seen)

    _make_live(draft, check, Action.PUBLISHED, note=note, by=by, now=at or timezone.now())
    return draft


def ready(draft: RulesetVersion, seen: Seen | None) -> Seen:
    """Run the checks on the stored draft, before anything is locked. Returns what they were run on."""
    read_again(draft)
    seen = seen or Seen.now(draft)
    need_to_be_ready(draft, seen)
    if failures := checks_failing(parse(draft.document)):
        raise ChecksFailed(failures)
    return seen


def need_to_be_ready(draft: RulesetVersion, seen: Seen) -> None:
    """Check what can change while the checks run."""
    need(draft, VersionState.DRAFT, gettext("Only a draft can be published."))
    need_unchanged(draft, seen.digest)
    need_approval(draft)
    if live_key() != seen.live:
        raise PublishingError(
            gettext("Another version became live in the meantime. Compare this draft with it, then try again.")
        )


def roll_back(
    version: RulesetVersion, *, note: str, by: User | None = None, at: datetime | None = None
) -> RulesetVersion:
    """Make a retired version live again."""
    need_a_reason(note, gettext("Say why this version comes back."))

    def check() -> None:
        need(version, VersionState.RETIRED, gettext("Only a retired version can come back."))
        parse(version.document)

    _make_live(version, check, Action.ROLLED_BACK, note=note, by=by, now=at or timezone.now())
    return version


def retire(version: RulesetVersion, *, note: str, by: User | None = None, at: datetime | None = None) -> RulesetVersion:
    """Retire the live version without replacing it. Nobody can start a comparison until one is live again."""
    need_a_reason(note, gettext("Say why this version is retired."))
    now = at or timezone.now()
    with transaction.atomic():
        lock(version)
        need(version, VersionState.LIVE, gettext("Only the live version can be retired."))
        version.state, version.note, version.retired_at = VersionState.RETIRED, note.strip(), now
        version.save(update_fields=["state", "note", "retired_at"])
        record(version, Action.RETIRED, by=by, note=note, at=now)
    return version


def _make_live(
    version: RulesetVersion, check: Callable[[], None], action: Action, *, note: str, by: User | None, now: datetime
) -> None:
    try:
        with transaction.atomic():
            lock(version)
            check()
            before = RulesetVersion.objects.filter(state=VersionState.LIVE).first()
            RulesetVersion.objects.filter(state=VersionState.LIVE).update(state=VersionState.RETIRED, retired_at=now)
            version.state, version.note, version.published_by = VersionState.LIVE, note.strip(), by
            version.published_at, version.retired_at = now, None
            _forget_schedule(version)
            version.save()
            changes = difference(before.document, version.document) if before else ()
            record(version, action, by=by, note=note, changes=changes, at=now)
    except IntegrityError as error:  # two versions at the same moment, of which the database lets one win
        version.refresh_from_db()
        raise PublishingError(
            gettext("Another version became live at the same moment. Look at it, then try again.")
        ) from error


def _forget_schedule(version: RulesetVersion) -> None:
    version.scheduled_for, version.scheduled_note = None, ""
    version.scheduled_by, version.scheduled_base = None, None
