"""The changes that a ruleset version goes through: each is one function that checks, writes and logs.

A version starts as a draft, becomes live once, and is retired when another takes its place. A document is parsed
before it is stored and again before it is published, so nothing that cannot be meant ever becomes live.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from careerpaths.models import RulesetVersion
from careerpaths.scoring.ruleset import Ruleset, parse

State = RulesetVersion.State
log = logging.getLogger(__name__)


class PublishingError(ValueError):
    """A change that is refused, with one sentence."""


def add_draft(document: Any, *, note: str = "", based_on: RulesetVersion | None = None) -> RulesetVersion:
    """Keep a document as a new draft.

    Raises `RulesetError` for a document that cannot be meant, `PublishingError` for a label that is taken.
    """
    ruleset = parse(document)
    draft = RulesetVersion(**_content(ruleset), note=note, based_on=based_on)
    with _label_of_its_own(ruleset):
        draft.save()
    log.info("ruleset draft added: %s, digest %s", draft, draft.digest)
    return draft


def open_draft(version: RulesetVersion, *, note: str = "") -> RulesetVersion:
    """A draft with the content of a version, under the next free label."""
    label = next_label(version)
    return add_draft({**version.document, "version": label}, note=note, based_on=version)


def next_label(version: RulesetVersion) -> str:
    """The label of a draft made on the site: 1.0 is followed by 1.0.1, then 1.0.2.

    Shipped rulesets count in the first two numbers, so that an update of the site does not meet a taken label.
    """
    taken = set(RulesetVersion.objects.filter(name=version.name).values_list("version", flat=True))
    three = re.fullmatch(r"(\d+\.\d+)\.(\d+)", version.version)
    stem, last = (three[1], int(three[2])) if three else (version.version, 0)
    return next(label for n in count(last + 1) if (label := f"{stem}.{n}") not in taken)


def save_draft(draft: RulesetVersion, document: Any) -> RulesetVersion:
    """Put a changed document into a draft.

    Raises `RulesetError` for a document that cannot be meant, `PublishingError` when this is a draft no more or the
    document's label is taken.
    """
    ruleset = parse(document)
    with transaction.atomic(), _label_of_its_own(ruleset):
        _lock(draft)
        _need(draft, State.DRAFT, "This version was published and no longer changes. Open a draft from it instead.")
        for field, value in _content(ruleset).items():
            setattr(draft, field, value)
        draft.save()
    log.info("ruleset draft saved: %s, digest %s", draft, draft.digest)
    return draft


def publish(draft: RulesetVersion, *, note: str, at: datetime | None = None) -> RulesetVersion:
    """Make a draft, as it is stored, the live version and retire the one before it: both or neither.

    Raises `PublishingError`, or `RulesetError` for a draft that the engine can no longer read.
    """
    _need_a_reason(note, "Say why this version is published.")

    def check() -> None:
        _need(draft, State.DRAFT, "Only a draft can be published.")
        parse(draft.document)

    _make_live(draft, check, note, at or timezone.now())
    log.info("ruleset published: %s, digest %s, because: %s", draft, draft.digest, note)
    return draft


def roll_back(version: RulesetVersion, *, note: str, at: datetime | None = None) -> RulesetVersion:
    """Make a retired version live again."""
    _need_a_reason(note, "Say why this version comes back.")

    def check() -> None:
        _need(version, State.RETIRED, "Only a retired version can come back.")
        parse(version.document)

    _make_live(version, check, note, at or timezone.now())
    log.info("ruleset rolled back to: %s, digest %s, because: %s", version, version.digest, note)
    return version


def retire(version: RulesetVersion, *, note: str, at: datetime | None = None) -> RulesetVersion:
    """Take the live version away without another one. The site then starts no comparison until one is live."""
    _need_a_reason(note, "Say why this version is retired.")
    with transaction.atomic():
        _lock(version)
        _need(version, State.LIVE, "Only the live version can be retired.")
        version.state, version.note, version.retired_at = State.RETIRED, note.strip(), at or timezone.now()
        version.save(update_fields=["state", "note", "retired_at"])
    log.info("ruleset retired: %s, digest %s, because: %s", version, version.digest, note)
    return version


def _make_live(version: RulesetVersion, check: Callable[[], None], note: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            _lock(version)
            check()
            RulesetVersion.objects.filter(state=State.LIVE).update(state=State.RETIRED, retired_at=now)
            version.state, version.note = State.LIVE, note.strip()
            version.published_at, version.retired_at = now, None
            version.save(update_fields=["state", "note", "published_at", "retired_at"])
    except IntegrityError as error:  # two versions at the same moment; the database lets one win
        version.refresh_from_db()
        raise PublishingError("Another version became live at the same moment. Look at it, then try again.") from error


def _lock(version: RulesetVersion) -> None:
    """Read the version again as it is stored, and keep others from changing it until the transaction ends."""
    version.refresh_from_db(from_queryset=RulesetVersion.objects.select_for_update())


def _need(version: RulesetVersion, state: State, sentence: str) -> None:
    if version.state != state:
        raise PublishingError(sentence)


def _need_a_reason(note: str, sentence: str) -> None:
    if not note.strip():
        raise PublishingError(sentence)


def _content(ruleset: Ruleset) -> Mapping[str, Any]:
    """The fields that a document decides."""
    return {
        "name": ruleset.name,
        "version": ruleset.version,
        "document": ruleset.document(),
        "digest": ruleset.digest,
    }


@contextmanager
def _label_of_its_own(ruleset: Ruleset) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        label = f"version {ruleset.version} of {ruleset.name}"
        raise PublishingError(f"There is a {label} already. Give the new one another label.") from error
