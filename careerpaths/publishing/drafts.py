"""Drafts: opened, imported and saved."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from careerpaths.document import difference
from careerpaths.models import RulesetVersion
from careerpaths.publishing.approving import void_approval
from careerpaths.publishing.audit import Action, record
from careerpaths.publishing.refusals import PublishingError, VersionState, lock, need, need_unchanged
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset


def add_draft(
    document: Any,
    *,
    note: str = "",
    based_on: RulesetVersion | None = None,
    by: User | None = None,
    action: Action = Action.OPENED,
) -> RulesetVersion:
    """Store a document as a new draft.

    Raises `RulesetError` for an invalid document, `PublishingError` for a label that is taken.
    """
    ruleset = parse(document)
    draft = RulesetVersion(**_content(ruleset), note=note, based_on=based_on, created_by=by)
    with transaction.atomic():
        if based_on is not None:
            lock(based_on)  # so that nobody deletes it meanwhile
        with _label_of_its_own(ruleset):
            draft.save()
        record(draft, action, by=by, note=note)
    return draft


def open_draft(version: RulesetVersion, *, note: str = "", by: User | None = None) -> RulesetVersion:
    """A draft with the content of a version, under the next free label."""
    label = next_label(version)
    return add_draft({**version.document, "version": label}, note=note, based_on=version, by=by)


def import_draft(document: Any, *, note: str = "", by: User | None = None, new_label: bool = False) -> RulesetVersion:
    """Store a document from outside as a new draft; `new_label` gives it the next free label if its own is taken."""
    ruleset = parse(document)
    taken = RulesetVersion.objects.filter(name=ruleset.name, version=ruleset.version).first()
    if taken and new_label:
        document = {**document, "version": next_label(taken)}
    return add_draft(document, note=note, based_on=taken, by=by, action=Action.IMPORTED)


def next_label(version: RulesetVersion) -> str:
    """The label of a draft made on the site: 1.0 is followed by 1.0.1, then 1.0.2.

    Shipped rulesets use the first two numbers, so that an update of the site does not run into a taken label.
    """
    taken = set(RulesetVersion.objects.filter(name=version.name).values_list("version", flat=True))
    three = re.fullmatch(r"(\d+\.\d+)\.(\d+)", version.version)
    stem, last = (three[1], int(three[2])) if three else (version.version, 0)
    return next(label for n in count(last + 1) if (label := f"{stem}.{n}") not in taken)


def save_draft(
    draft: RulesetVersion, document: Any, *, by: User | None = None, note: str = "", seen: str = ""
) -> RulesetVersion:
    """Save a changed document in a draft. `seen` is the digest of the content that was changed.

    An approval no longer holds afterwards. Raises `RulesetError` for an invalid document, `DraftChanged` if somebody
    else was faster, `PublishingError` if this is no longer a draft or the document's label is taken.
    """
    with transaction.atomic():
        lock(draft)
        need(
            draft,
            VersionState.DRAFT,
            gettext("This version was published and no longer changes. Open a draft from it instead."),
        )
        need_unchanged(draft, seen)
        ruleset = parse(document)
        changes = difference(draft.document, ruleset.document())
        if not changes:
            return draft
        for field, value in _content(ruleset).items():
            setattr(draft, field, value)
        with _label_of_its_own(ruleset):
            draft.save()
        record(draft, Action.SAVED, by=by, note=note, changes=changes)
        void_approval(draft, by=by)
    return draft


def _content(ruleset: Ruleset) -> Mapping[str, Any]:
    """The fields that follow from a document."""
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
        said = gettext("There is a version %(version)s of %(name)s already. Give the new one another label.")
        raise PublishingError(said % {"version": ruleset.version, "name": ruleset.name}) from error
