"""A condition as fields: what it is about, and the answers or bounds it requires. Only numbers are typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import signing
from django.utils.translation import gettext

from careerpaths.admin.editing.document.look_up import LookUp
from careerpaths.admin.editing.document.reading import DEEPEST, JOINTS, KEPT
from careerpaths.admin.editing.document.words import FACTS, bounds_of, name_of, shown, states, title_of
from careerpaths.admin.editing.field import Field, FieldChoice, Group, options_of
from careerpaths.document.locations import MISSING, Location
from careerpaths.method.conditions import on_one_line
from careerpaths.scoring.ruleset import Ruleset

BOUNDS = {"q": ("at_least", "at_most", "below"), "fact": ("at_least", "below")}


@dataclass(frozen=True)
class ConditionFields:
    """Fills the fields of conditions."""

    look: LookUp
    live: Ruleset | None

    def fill(self, made: Field, value: Any, *, default: Any, live: Any) -> None:
        if value is MISSING or value is None:
            value = default
        given = value if isinstance(value, dict) else {}
        self._fill(made, given, made.place)
        made.value = given
        if self.live is not None and (live := default if live is MISSING else live):
            made.live = self._in_words(live)
            made.changed = live != given

    def _fill(self, made: Field, value: Mapping[str, Any], place: Location, depth: int = 0) -> None:
        if depth > DEEPEST:
            made.kind, made.text = "kept", self._in_words(value)
            made.value = signing.dumps(value, salt=KEPT, compress=True)
            return
        made.kind, made.text = "when", subject_of(value)
        made.groups = self._subjects(made.text)
        kind, _, about = made.text.partition(":")
        if kind in JOINTS:
            self._joint(made, kind, value, place, depth)
        elif kind in ("q", "any_option"):
            inner = value.get("any_option", value) if kind == "any_option" else value
            self._answer(made, about, inner if isinstance(inner, dict) else {}, place, only_choices=kind != "q")
        elif kind in ("path", "any_option_path"):
            self._ticks(made, self.look.kinds(), value.get(kind))
        elif kind == "fact":
            self._bounds(made, kind, value, place, "")

    def _joint(self, made: Field, kind: str, value: Mapping[str, Any], place: Location, depth: int) -> None:
        made.grows, made.of = True, kind
        if kind == "of":
            made.unit = shown(value.get("count", 1))
        inside = value.get(kind)
        for n, part in enumerate(inside if isinstance(inside, list) else []):
            inner = (*place, kind, n)
            child = Field(kind="when", name=f"{made.name}.{n}", place=inner, key=str(n), label=name_of("when"))
            child.label = gettext("Condition %(n)s") % {"n": n + 1}
            self._fill(child, part if isinstance(part, dict) else {}, inner, depth + 1)
            made.children.append(child)

    def _answer(
        self, made: Field, question: str, value: Mapping[str, Any], place: Location, *, only_choices: bool
    ) -> None:
        asked = self.look.question(question)
        is_number = self.look.is_number(question)
        offered = [] if asked.get("type") == "ranking" else self.look.choices(question)
        offered += [state for state in states() if state[0] != "not_sure" or asked.get("not_sure")]
        self._ticks(made, offered, value.get("in"))
        if is_number and not only_choices:
            made.of = "in" if "in" in value else "within"
            self._bounds(made, "q", value, place, str(asked.get("unit") or ""))
            made.bounds = bounds_of(_number(asked.get("min")), _number(asked.get("max")))

    @staticmethod
    def _ticks(made: Field, offered: list[tuple[str, str]], ticked: Any) -> None:
        picked = [str(item) for item in ticked] if isinstance(ticked, list) else []
        gone = [(item, gettext("%(id)s (not there any more)") % {"id": item}) for item in picked]
        known = dict(offered)
        made.options = options_of([*offered, *(item for item in gone if item[0] not in known)], picked)

    @staticmethod
    def _bounds(made: Field, kind: str, value: Mapping[str, Any], place: Location, unit: str) -> None:
        for bound in BOUNDS[kind]:
            made.children.append(
                Field(
                    kind="number", name=f"{made.name}.{bound}", place=(*place, bound), key=bound,
                    label=name_of(bound), text=shown(value.get(bound)), unit=unit, required=False,
                )
            )  # fmt: skip

    # --- what a condition can be about ----------------------------------------------------------------------------

    def _subjects(self, chosen: str) -> list[Group]:
        groups = [
            Group(label=label, options=tuple(FieldChoice(value=v, label=n, chosen=v == chosen) for v, n in options))
            for label, options in self._offered
        ]
        known = any(option.chosen for group in groups for option in group.options)
        if chosen and not known:
            gone = gettext("%(id)s (not there any more)") % {"id": chosen.partition(":")[2]}
            groups.append(Group(label=gettext("Gone"), options=(FieldChoice(value=chosen, label=gone, chosen=True),)))
        return groups

    @cached_property
    def _offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        of_person, of_option = self._questions("person"), self._questions("option")
        flags = [(f"flag:{f['id']}", title_of(f, str(f["id"]))) for f in self.look.items("flags") if f.get("id")]
        return [
            (
                gettext("Several"),
                [
                    ("all", gettext("All of these hold")),
                    ("any", gettext("One of these holds")),
                    ("of", gettext("At least so many of these hold")),
                    ("always", gettext("Always")),
                ],
            ),
            (gettext("Answers about the option"), [(f"q:{name}", label) for name, label in of_option]),
            (gettext("Answers about the person"), [(f"q:{name}", label) for name, label in of_person]),
            (
                gettext("Kind of option"),
                [
                    ("path", gettext("The option is of a kind")),
                    ("any_option_path", gettext("One of the options is of a kind")),
                ],
            ),
            (
                gettext("One of the options has this answer"),
                [(f"any_option:{name}", label) for name, label in of_option],
            ),
            (gettext("A warning is shown"), flags),
            (
                gettext("Figures"),
                [
                    *((f"fact:{name}", str(label)) for name, label in FACTS.items()),
                    ("details", gettext("The detailed questions are open")),
                ],
            ),
        ]

    def _questions(self, scope: str) -> list[tuple[str, str]]:
        """The id and the title of each question with this scope."""
        asked = [q for q in self.look.items("questions") if q.get("scope") == scope and q.get("id")]
        return [(str(q["id"]), title_of({"short": q.get("short")}, str(q["id"]))) for q in asked]

    def _in_words(self, condition: Any) -> str:
        return on_one_line(condition, [self.live] if self.live else [])


def subject_of(value: Mapping[str, Any]) -> str:
    """What a condition is about, as in the first of its fields."""
    if "question" in value:
        return f"q:{value['question']}"
    for kind in (*JOINTS, "always", "path", "any_option_path", "details"):
        if kind in value:
            return kind
    if isinstance(inner := value.get("any_option"), dict):
        return f"any_option:{inner.get('question', '')}"
    for kind in ("flag", "fact"):
        if kind in value:
            return f"{kind}:{value[kind]}"
    return ""


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
