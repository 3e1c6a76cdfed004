"""The fields of a page: the content of each, and what is shown next to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from careerpaths.admin.editing.condition_fields import ConditionFields
from careerpaths.admin.editing.document.look_up import LookUp, Owner, Owners
from careerpaths.admin.editing.document.schema import Keyed, Leaf, Member, Pair, Record, Rows, When
from careerpaths.admin.editing.document.sections import Part
from careerpaths.admin.editing.document.words import bounds_of, name_of, origin_of, shown, title_of
from careerpaths.admin.editing.field import Field, FieldChoice, options_of
from careerpaths.document.locations import MISSING, Location, get, written
from careerpaths.scoring.checks.engine_needs import ENGINE_CONSTANTS
from careerpaths.scoring.faults import step_of

_EMPTY: tuple[Any, ...] = (None, "", [], {})
FOR_NUMBERS = frozenset({"min", "max", "step", "anchors", "unit"})
FOR_CHOICES = frozenset({"choices", "worst_to_best"})


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Makes the fields of a page from the document being edited, compared with the live one."""

    look: LookUp
    live: Mapping[str, Any] | None  # the live document; None if none is live
    conditions: ConditionFields
    fixed: frozenset[Location] = field(default_factory=frozenset)  # items that are stored: their id no longer changes

    def part(self, part: Part, name: str, value: Any) -> Field:
        place = part.place
        if part.new and isinstance(value, dict):
            place = (*place[:-1], step_of(value, int(place[-1])))
        member = Member(node=part.node)
        made = self._make(member, value, name, place, ())
        if part.only:
            made.children = [child for child in made.children if child.key in part.only]
        return made

    def _make(self, member: Member, value: Any, name: str, place: Location, owners: Owners) -> Field:
        key = str(place[-1]) if place else ""
        made = Field(
            kind="record", name=name, place=place, key=key, label=name_of(key), help=member.help,
            required=member.required,
        )  # fmt: skip
        match member.node:
            case Leaf():
                self._leaf(made, member.node, value, owners, member)
            case Rows():
                self._rows(made, member.node, value, owners)
            case Pair():
                self._pair(made, member.node, value, owners)
            case Keyed():
                self._keyed(made, member.node, value, owners)
            case Record():
                self._record(made, member, value, owners)
            case When():
                self.conditions.fill(made, value, default=member.default, live=self._live(place))
        return made

    def _live(self, place: Location) -> Any:
        return MISSING if self.live is None else get(self.live, place)

    # --- one thing to enter ---------------------------------------------------------------------------------------

    def _leaf(self, made: Field, leaf: Leaf, value: Any, owners: Owners, member: Member) -> None:
        made.kind = leaf.kind
        if value is MISSING and not member.required:
            value = member.default
        made.text, made.value = shown(value), value
        key = _key_for(made, owners)
        model = owners[-1].model if owners else ""
        match leaf.kind:
            case "yes_no":
                made.chosen = value is True
                made.help = made.help or self.look.note(owners, key)
            case "one_of":
                self._choose(made, [(str(option), _said(option)) for option in leaf.options])
            case "some_of":
                picked = value if isinstance(value, list) else []
                made.options = options_of(self.look.kinds(), picked)
            case "lines":
                made.text = "\n".join(map(str, value)) if isinstance(value, list) else shown(value)
            case "tokens":
                made.options = [
                    FieldChoice(value=cited, label=str(self.look.evidence[cited].get("claim")))
                    for cited in (value if isinstance(value, list) else ())
                    if cited in self.look.evidence
                ]
            case "number" | "whole":
                self._beside_number(made, leaf, owners, key)
            case "id" if (referred := self.look.referred(model, key)) is not None:
                self._choose(made, referred)
        made.fixed = key == "id" and made.place[:-1] in self.fixed
        self._live_value(made, member)

    def _choose(self, made: Field, options: list[tuple[str, str]]) -> None:
        made.kind = "one_of"
        if made.text and made.text not in dict(options):
            options = [*options, (made.text, gettext("%(id)s (not there)") % {"id": made.text})]
        made.options = [FieldChoice(value=value, label=label, chosen=value == made.text) for value, label in options]

    def _beside_number(self, made: Field, leaf: Leaf, owners: Owners, key: str) -> None:
        if not owners:
            return
        made.unit = made.unit or self.look.unit(owners, key)
        low, high = self.look.bounds(owners, key) or (leaf.low, leaf.high)
        made.low, made.high, made.bounds = low, high, bounds_of(low, high)
        if owners[-1].model == "Quantity" and key == "value":
            made.bounds = self._with_engine(made, low, high)
        source = next(
            (
                owner.value[cited]
                for owner in reversed(owners)
                for cited in ("source", "evidence")
                if cited in owner.value
            ),
            (),
        )
        made.origin = origin_of(source if isinstance(source, list | tuple) else (), self.look.evidence)

    def _with_engine(self, made: Field, low: float | None, high: float | None) -> str:
        owner, _, constant = written(made.place[:-1]).rpartition(".constants.")
        works = ENGINE_CONSTANTS.get(owner, {}).get(constant)  # whatever bounds are set
        if works and works != (low, high):
            return gettext("%(bounds)s (the formulas work with %(works)s)") % {
                "bounds": bounds_of(low, high),
                "works": bounds_of(*works),
            }
        return bounds_of(low, high)

    def _live_value(self, made: Field, member: Member) -> None:
        if self.live is None:
            return
        outer, value = get(self.live, made.place[:-1]), self._live(made.place)
        if value is MISSING and not member.required and outer is not MISSING:
            value = member.default
        if value is MISSING:
            made.is_new = outer is MISSING or value is MISSING
            return
        mine = made.value if made.value is not MISSING else None
        made.changed = mine != value and not (mine in _EMPTY and value in _EMPTY)
        named = {} if made.kind == "tokens" else {option.value: option.label for option in made.options}
        if made.kind == "yes_no":
            made.live = gettext("on") if value else gettext("off")
        elif made.kind == "some_of":
            made.live = ", ".join(named.get(item, str(item)) for item in value or ()) or gettext("nothing")
        else:
            made.live = named.get(shown(value), shown(value)) or gettext("nothing")

    # --- groups of fields -----------------------------------------------------------------------------------------

    def _rows(self, made: Field, rows: Rows, value: Any, owners: Owners) -> None:
        made.kind, made.grows = "rows", True
        items = value if isinstance(value, list) else []
        shares = isinstance(rows.item, Leaf) and rows.item.kind == "number"
        if shares:  # a probability for each choice
            made.kind, made.grows, items = "shares", False, self._one_each(items, owners)
        made.value = items
        member = Member(node=rows.item)
        for n, item in enumerate(items):
            place = (*made.place, step_of(item, n))
            child = self._make(member, MISSING if item is None else item, f"{made.name}.{n}", place, owners)
            child.label = title_of(item, gettext("Row %(n)s") % {"n": n + 1})
            made.children.append(child)
        made.of = type(rows.item).__name__.lower()
        if shares:
            for child, label in zip(made.children, self._columns(owners), strict=False):
                child.label = label
        if isinstance(rows.item, Pair) and owners:
            made.columns = list(self.look.units_of_pair(owners, made.key))
        made.model = rows.item.model.__name__ if isinstance(rows.item, Record) else ""

    def _one_each(self, items: list[Any], owners: Owners) -> list[Any]:
        needed = len(self._columns(owners))
        return [*items, *([""] * (needed - len(items)))]

    def _columns(self, owners: Owners) -> list[str]:
        return self.look.columns(owners[-2].value) if len(owners) > 1 else []

    def _pair(self, made: Field, pair: Pair, value: Any, owners: Owners) -> None:
        made.kind = "pair"
        items = value if isinstance(value, list) else []
        units = self.look.units_of_pair(owners, made.key) if owners else ("", "")
        for n, part in enumerate(pair.parts):
            member = Member(node=part)
            item = items[n] if n < len(items) else MISSING
            child = self._make(member, item, f"{made.name}.{n}", (*made.place, n), owners)
            child.label, child.unit = capfirst(units[n]) if n < len(units) else "", ""
            made.children.append(child)

    def _keyed(self, made: Field, keyed: Keyed, value: Any, owners: Owners) -> None:
        made.kind = "keyed"
        given = value if isinstance(value, dict) else {}
        known = dict(self.look.keys(owners, made.key))
        keys = [*known, *(key for key in given if key not in known)]
        made.text, made.of = " ".join(keys), type(keyed.value).__name__.lower()
        member = Member(node=keyed.value)
        for key in keys:
            inner = given.get(key, MISSING)
            child = self._make(member, inner, f"{made.name}.{key}", (*made.place, key), owners)
            child.label = known.get(key) or name_of(key)
            if known and key not in known:
                child.label = gettext("%(id)s (not there any more; empty it)") % {"id": key}
            made.children.append(child)

    def _record(self, made: Field, member: Member, value: Any, owners: Owners) -> None:
        record = member.node
        assert isinstance(record, Record)
        made.model, made.optional = record.model.__name__, member.optional
        made.there = not member.optional or isinstance(value, dict)
        made.kind = "quantity" if made.model == "Quantity" else "record"
        if not made.there:
            return
        given = value if isinstance(value, dict) else {}
        inner = (*owners, Owner(model=made.model, value=given))
        for key, field_of in record.members.items():
            if key == "format" or _has_no_use(made.model, key, given, owners):
                continue
            made.children.append(
                self._make(field_of, given.get(key, MISSING), f"{made.name}.{key}", (*made.place, key), inner)
            )


def _key_for(made: Field, owners: Owners) -> str:
    """The field of the nearest object around it: a number in a list goes by the name of the list."""
    named = [str(step) for step in made.place if isinstance(step, str)]
    return named[-1] if named and owners else made.key


def _said(option: Any) -> str:
    text = str(option)
    return text.replace("_", " ") if text.isidentifier() else text


def _has_no_use(model: str, key: str, value: Mapping[str, Any], owners: Owners) -> bool:
    """Whether a field belongs to another type of question and is empty."""
    kind = value.get("type") if model == "Question" else owners[-1].value.get("type") if owners else None
    if value.get(key) not in _EMPTY:
        return False
    if key == "constants":  # the engine decides which keys there are
        return True
    is_number = kind in ("number", "probability")
    match model:
        case "Question":
            return (kind is not None) and key in (FOR_CHOICES if is_number else FOR_NUMBERS)
        case "Prior":
            return (kind is not None) and key == ("choices" if is_number else "numbers")
    return False


def every_field(fields: list[Field]) -> Iterator[Field]:
    for each in fields:
        yield each
        yield from every_field(each.children)
