"""One page of the editor: its part of the document, what was posted, and how the two are merged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext

from careerpaths.admin.editing.document import rows
from careerpaths.admin.editing.document.look_up import LookUp
from careerpaths.admin.editing.document.merging import Clash, merge, settle
from careerpaths.admin.editing.document.reading import Reader
from careerpaths.admin.editing.document.sections import EditorSection, Part, parts_of
from careerpaths.document.locations import MISSING, Location, copied, get, location_of, put
from careerpaths.document.walk import LocatedChange, differing
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError, last_editor, save_draft
from careerpaths.scoring.faults import Fault, RulesetError, step_of

Parts = dict[str, Any]
MOST_WORDS = 2000  # characters in a reason
SALT = "careerpaths.editing.parts"
LONGEST_PLACE = 2000  # characters


@dataclass(kw_only=True)
class Edit:
    """The outcome of a posted form."""

    parts: Parts  # to show again if it was not saved
    base: str  # what the form starts from now
    note: str = ""  # the reason for the change
    choices: Mapping[Location, str] = field(default_factory=dict)  # between two values: mine or theirs
    saved: bool = False
    faults: tuple[Fault, ...] = ()
    clashes: list[Clash] = field(default_factory=list)
    news: list[LocatedChange] = field(default_factory=list)  # what somebody else has changed on this page meanwhile
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
        return not self.item or self.stored_item is not MISSING

    @property
    def stored_item(self) -> Any:
        return get(self.draft.document, (*self.section.place, self.item or ""))

    def stored(self) -> Parts:
        """The parts as stored in the draft. Missing ones are left out."""
        found = {name: _piece(self.draft.document, part) for name, part in self.parts.items()}
        return {name: piece for name, piece in found.items() if piece is not MISSING}

    def base(self) -> str:
        """What a form starts from, signed: it comes back with what was entered."""
        return signing.dumps(self.stored(), salt=SALT, compress=True)

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
        return Edit(parts=parts, base=data.get("base", ""), note=_note(data))

    def document_with(self, parts: Parts) -> dict[str, Any]:
        """The draft's document with these parts in place."""
        document: dict[str, Any] = self.draft.document
        for name, part in self.parts.items():
            document = copied(document, part.place)
            _place(document, part, parts.get(name, MISSING))
        return document

    def save(self, data: QueryDict, by: User) -> Edit:
        """Save what was posted in the draft, along with what others have saved meanwhile."""
        with transaction.atomic():
            self.draft.refresh_from_db(from_queryset=RulesetVersion.objects.select_for_update())
            outcome = self._merged(data)
            if not outcome.clashes or self.draft.state != RulesetVersion.State.DRAFT:
                outcome.faults = self._store(self.document_with(outcome.parts), by, note=outcome.note)
                outcome.saved = not outcome.faults
        return outcome

    def remove(self, by: User) -> tuple[Fault, ...]:
        """Remove the item from the draft, unless something else needs it."""
        document = copied(self.draft.document, self.section.place)
        put(document, (*self.section.place, self.item or ""), MISSING)
        return self._store(document, by)

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
        return self._store(document, by)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _store(self, document: dict[str, Any], by: User, note: str = "") -> tuple[Fault, ...]:
        """Save the draft. Returns what is wrong with it if it is refused."""
        try:
            save_draft(self.draft, document, by=by, note=note, seen=self.draft.digest)
        except RulesetError as error:
            return error.faults
        except PublishingError as error:
            self.draft.refresh_from_db()
            return (Fault(path="version" if self.section.slug == "about" else "", message=str(error)),)
        return ()

    def _merged(self, data: QueryDict) -> Edit:
        theirs, base, choices = self.stored(), _opened(data.get("base", "")), _choices(data)
        settled = settle(self.read(data), theirs, choices)
        merged = merge(base, settled.value, theirs)
        return Edit(
            parts=merged.value,
            base=self.base(),
            note=_note(data),
            choices=choices,
            clashes=[*merged.clashes, *settled.clashes],
            news=[*differing(base, theirs)] if base else [],
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


def _note(data: QueryDict) -> str:
    return data.get("note", "").strip()[:MOST_WORDS]


def _opened(base: str) -> Parts:
    """What the form started from; nothing if the signature is broken, so that every difference is asked about."""
    try:
        opened = signing.loads(base, salt=SALT)
    except signing.BadSignature:
        return {}
    return opened if isinstance(opened, dict) else {}


def _choices(data: QueryDict) -> dict[Location, str]:
    """The locations that the form asked about, and whose value was chosen."""
    asked = [posted for posted in data.getlist("dispute")[:200] if len(posted) < LONGEST_PLACE]
    return {place: data.get(f"settle {posted}", "") for posted in asked if (place := location_of(posted))}
