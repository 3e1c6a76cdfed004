"""The changes a ruleset version can go through: each checks, writes and logs."""

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from careerpaths.models import RulesetVersion
from careerpaths.scoring.ruleset import Ruleset, parse

log = logging.getLogger(__name__)


class PublishingError(ValueError):
    """A change that is refused, with one sentence."""


def add_draft(document: Any, *, note: str = "", based_on: RulesetVersion | None = None) -> RulesetVersion:
    """Keep a document as a draft. Raises `RulesetError` for a document that cannot be meant."""
    ruleset = parse(document)
    return _stored(ruleset, note=note, based_on=based_on)


def _stored(ruleset: Ruleset, *, note: str, based_on: RulesetVersion | None) -> RulesetVersion:
    try:
        with transaction.atomic():
            version = RulesetVersion.objects.create(
                name=ruleset.name,
                version=ruleset.version,
                document=ruleset.document(),
                digest=ruleset.digest,
                note=note,
                based_on=based_on,
            )
    except IntegrityError as error:
        raise PublishingError(
            f"There is a version {ruleset.version} of {ruleset.name} already. Give the new one another label."
        ) from error
    log.info("ruleset draft added: %s", version)
    return version


def publish(draft: RulesetVersion, *, note: str) -> RulesetVersion:
    """Make a draft the live version and retire the one before it, both or neither."""
    if not note.strip():
        raise PublishingError("Say why this version is published.")
    if draft.state != RulesetVersion.State.DRAFT:
        raise PublishingError("Only a draft can be published.")
    parse(draft.document)
    _make_live(draft, note)
    log.info("ruleset published: %s", draft)
    return draft


def roll_back(version: RulesetVersion, *, note: str) -> RulesetVersion:
    """Make a retired version live again."""
    if not note.strip():
        raise PublishingError("Say why this version comes back.")
    if version.state != RulesetVersion.State.RETIRED:
        raise PublishingError("Only a retired version can come back.")
    _make_live(version, note)
    log.info("ruleset rolled back to: %s", version)
    return version


@transaction.atomic
def _make_live(version: RulesetVersion, note: str) -> None:
    now = timezone.now()
    RulesetVersion.objects.filter(state=RulesetVersion.State.LIVE).update(
        state=RulesetVersion.State.RETIRED, retired_at=now
    )
    version.state, version.note, version.published_at, version.retired_at = RulesetVersion.State.LIVE, note, now, None
    version.save(update_fields=["state", "note", "published_at", "retired_at"])
