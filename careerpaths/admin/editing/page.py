"""One page of the editor: its part of the document, what was posted, and how the two are merged."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext

from careerpaths.admin.editing.document import rows
from careerpaths.admin.editing.document.look_up import LookUp
from careerpaths.admin.editing.document.merging import Clash, differences, merge
from careerpaths.admin.editing.document.reading import Reader
from careerpaths.admin.editing.document.sections import EditorSection, Part, parts_of
from careerpaths.document.locations import MISSING, Location, copied, get, put
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError, last_editor, save_draft
from careerpaths.reading.json import Limits, read_json
from careerpaths.scoring.faults import CaseError, Fault, RulesetError, step_of

Parts = dict[str, Any]
MOST_WORDS = 2000  # characters in a reason
SALT = "careerpaths.editing"
PLACE = Limits(size=2_000, depth=1, values=50)


@dataclass(kw_only=True)
class Edit:
    """The outcome of a posted form."""

    parts: Parts  # to show again if it was not saved
    base: str  # what the form starts from now
    saved: bool = False
    faults: tuple[Fault, ...] = ()
    clashes: list[Clash] = field(default_factory=list)
    news: list[Clash] = field(default_factory=list)  # what somebody else has changed on this page meanwhile
    by: str = ""  # who changed it


@dataclass(frozen=True, kw_only=True)
class EditedPage:
    """Part of a draft, on one page."""

    draft: RulesetVersion
    section: EditorSection
    item: str | None  # id of an item, empty for a new one, None if one page has the whole section

    @property
    def parts(self) -> dict[str, Part]:
        return parts_of(self.section, self.draft.document, self.item)

    @property
    def exists(self) -> bool:
        return not self.item or get(self.draft.document, (*self.section.place, self.item)) is not MISSING

    def stored(self) -> Parts:
        """The parts as stored in the draft. Missing ones are left out."""
        found = {name: _piece(self.draft.document, part) for name, part in self.parts.items()}
        return {name: piece for name, piece in found.items() if piece is not MISSING}

    def base(self) -> str:
        """What a form starts from, signed: it comes back with what was entered."""
        return signing.dumps({"digest": self.draft.digest, "parts": self.stored()}, salt=SALT, compress=True)

    def read(self, data: QueryDict, *, keep_blank: bool = False) -> Parts:
        """What was posted, as parts of the document."""
        look = LookUp(self.draft.document)
        reader = Reader(data=data, numbers=look.number_questions, keep_blank=keep_blank)
        read = {name: _only(part, reader.read(part.node, name)) for name, part in self.parts.items()}
        return {name: {} if piece is MISSING else piece for name, piece in read.items()}

    def rearrange(self, data: QueryDict, order: str) -> Edit:
        """The form again, with a row added, removed or moved. Nothing is saved."""
        parts = self.read(data, keep_blank=True)
        rows.change_rows(parts, order)
        return Edit(parts=parts, base=data.get("base", ""))

    def document_with(self, parts: Parts) -> dict[str, Any]:
        """The draft's document with these parts in place."""
        document: dict[str, Any] = self.draft.document
        for name, part in self.parts.items():
            document = copied(document, part.place)
            _place(document, part, parts.get(name, MISSING))
        return document

    def save(self, data: QueryDict, by: User) -> Edit:
        """Save what was posted in the draft, along with what others have saved meanwhile.

        Raises `PublishingError` if this is no longer a draft or the version's label is taken.
        """
        with transaction.atomic():
            self._lock()
            outcome = self._merged(data)
            if outcome.clashes or outcome.faults:
                return outcome
            try:
                self._store(self.document_with(outcome.parts), by, note=data.get("note", "").strip()[:MOST_WORDS])
            except RulesetError as error:
                outcome.faults = error.faults
            else:
                outcome.saved = True
        return outcome

    def remove(self, by: User) -> tuple[Fault, ...]:
        """Remove the item from the draft, unless something else needs it."""
        document = copied(self.draft.document, self.section.place)
        put(document, (*self.section.place, self.item or ""), MISSING)
        return self._try(document, by)

    def move(self, direction: int, by: User) -> tuple[Fault, ...]:
        """Swap the item with its neighbour; in a grouped list, with its neighbour in the group."""
        document = copied(self.draft.document, self.section.place)
        items = get(document, self.section.place)
        names = [step_of(item, n) for n, item in enumerate(items)]
        n = names.index(self.item or "")
        group = self.section.group
        others = range(n + direction, len(items) if direction > 0 else -1, direction)
        other = next((m for m in others if not group or items[m].get(group) == items[n].get(group)), None)
        if other is None:
            return ()
        items[n], items[other] = items[other], items[n]
        return self._try(document, by)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _lock(self) -> None:
        self.draft.refresh_from_db(from_queryset=RulesetVersion.objects.select_for_update())
        if self.draft.state != RulesetVersion.State.DRAFT:
            raise PublishingError(
                gettext("This version was published and no longer changes. Open a draft from it instead.")
            )

    def _try(self, document: dict[str, Any], by: User) -> tuple[Fault, ...]:
        try:
            self._store(document, by)
        except RulesetError as error:
            return error.faults
        return ()

    def _store(self, document: dict[str, Any], by: User, note: str = "") -> None:
        save_draft(self.draft, document, by=by, note=note, seen=self.draft.digest)

    def _merged(self, data: QueryDict) -> Edit:
        mine, theirs = self.read(data), self.stored()
        start = _opened(data.get("base", ""))
        mine = _settled(mine, theirs, data)
        unsettled = _unsettled(mine, theirs, data)
        if start.get("digest") == self.draft.digest:
            return Edit(parts=mine, base=self.base(), clashes=unsettled, by=self._last_hand())
        base = start.get("parts", {})
        merged = merge(base, mine, theirs)
        return Edit(
            parts=merged.value,
            base=self.base(),
            clashes=[*merged.clashes, *unsettled],
            news=differences(base, theirs) if base else [],
            by=self._last_hand(),
        )

    def _last_hand(self) -> str:
        """Who saved the draft last, by name."""
        who = last_editor(self.draft)
        return who.get_username() if who else gettext("Somebody")


def _piece(document: Mapping[str, Any], part: Part) -> Any:
    return MISSING if part.new else _only(part, get(document, part.place))


def _only(part: Part, value: Any) -> Any:
    if part.only and isinstance(value, dict):
        return {key: value[key] for key in part.only if key in value}
    return value


def _place(document: dict[str, Any], part: Part, value: Any) -> None:
    if not part.only:
        put(document, part.place, value)
        return
    whole = get(document, part.place)
    if isinstance(whole, dict):
        given = value if isinstance(value, dict) else {}
        for key in part.only:
            whole.pop(key, None)
        whole.update({key: given[key] for key in part.only if key in given})


def _opened(base: str) -> dict[str, Any]:
    """What the form started from; None if the seal is broken, so that every difference is asked about."""
    try:
        opened = signing.loads(base, salt=SALT)
    except signing.BadSignature:
        return {}
    return opened if isinstance(opened, dict) else {}


def _disputed(data: QueryDict) -> Iterable[tuple[str, Location]]:
    """The locations that the form asked about, as posted and as read."""
    for posted in data.getlist("dispute")[:200]:
        try:
            place = read_json(posted.encode("utf-8", "surrogatepass"), PLACE)
        except CaseError:
            continue
        if isinstance(place, list) and all(isinstance(step, str | int) for step in place):
            yield posted, tuple(place)


def _settled(mine: Parts, theirs: Parts, data: QueryDict) -> Parts:
    """My parts, with the other person's values where I chose those."""
    settled: Parts = copy.deepcopy(mine)
    for posted, place in _disputed(data):
        if data.get(f"settle {posted}") == "theirs":
            put(settled, place, get(theirs, place))
    return settled


def _unsettled(mine: Parts, theirs: Parts, data: QueryDict) -> list[Clash]:
    """What still waits for a choice."""
    return [
        Clash(place=place, mine=get(mine, place), theirs=get(theirs, place))
        for posted, place in _disputed(data)
        if data.get(f"settle {posted}") not in ("mine", "theirs") and get(mine, place) != get(theirs, place)
    ]
