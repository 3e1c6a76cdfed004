"""What people type: one question for the person or for each option, and the option card.

A form writes only the cells that were changed in it: each cell sends along what it showed before, so that a
page that lay open in another tab puts nothing old back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.answers import AnswerRefused, NewAnswer, check
from assessments.models import NAME_LENGTH, Option
from assessments.typed import LineField
from careerpaths.scoring.answers import State, plain
from careerpaths.scoring.ruleset import Choice, Question, Ruleset

NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?")
LONGEST_NUMBER = 12  # characters that can be meant
CLEAR = "clear"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One answer on the page: what it shows, and what is wrong with it."""

    question: Question
    option: Option | None
    value: str | tuple[str, ...]  # as typed, or as stored; a choice, a number's text, a state, places of a ranking
    was: str  # what was stored when the page was made
    error: str = ""

    @property
    def key(self) -> str:
        """Name of the field: `answer`, or `answer-` and the option's address."""
        return f"answer-{self.option.uid}" if self.option else "answer"

    @property
    def state_key(self) -> str:
        return f"state-{self.option.uid}" if self.option else "state"

    @property
    def was_key(self) -> str:
        return f"was-{self.option.uid}" if self.option else "was"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.question.choices

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """What can be said instead of an answer."""
        offered = []
        if self.question.not_sure:
            offered.append((State.NOT_SURE.value, _("Not sure")))
        if self.question.prefer_not_to_say:
            offered.append((State.WITHHELD.value, _("Prefer not to say")))
        return tuple(offered)

    @property
    def typed(self) -> str:
        """The number as typed; nothing where a state stands."""
        return "" if self.value in {state.value for state in State} or isinstance(self.value, tuple) else self.value

    @property
    def places(self) -> tuple[tuple[Choice, str], ...]:
        """For a ranking, each line with its place."""
        given = self.value if isinstance(self.value, tuple) else ("",) * len(self.choices)
        return tuple(zip(self.choices, given, strict=True))


def cells_of(question: Question, options: Mapping[str, Option], stored: Mapping[str | None, Any]) -> tuple[Cell, ...]:
    """The cells of a question as they are stored. `stored` maps an option's uid (None: the person) to plain data."""
    where = [None] if question.scope == "person" else list(options)
    return tuple(
        Cell(
            question=question,
            option=options[uid] if uid else None,
            value=_shown(question, stored.get(uid)),
            was=as_was(stored.get(uid)),
        )
        for uid in where
    )


def _shown(question: Question, value: Any) -> str | tuple[str, ...]:
    if question.type == "ranking" and isinstance(value, list):
        return tuple(str(value.index(choice.id) + 1) for choice in question.choices)
    return "" if value is None else _text(value)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def as_was(value: Any) -> str:
    """A stored answer as the hidden field carries it."""
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else _text(value)


@dataclass
class Submission:
    """The cells of a question as a browser sent them."""

    cells: list[Cell] = field(default_factory=list)
    changes: list[NewAnswer] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        return any(cell.error for cell in self.cells)

    @property
    def errors(self) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.error)


def read_submission(cells: tuple[Cell, ...], data: Mapping[str, str], person: Mapping[str, Any]) -> Submission:
    """Read what was sent for these cells. Good cells become changes; bad ones keep what was typed and say why."""
    submission = Submission()
    for cell in cells:
        sent = _sent(cell, data)
        if sent is None:
            submission.cells.append(cell)
            continue
        shown = replace(cell, value=sent, was=data.get(cell.was_key, cell.was))
        try:
            change = _change(shown, sent, data, person)
        except AnswerRefused as error:
            shown = replace(shown, error=str(error))
        else:
            if change is not None:
                submission.changes.append(change)
                shown = replace(shown, was=as_was(None if change.value is None else plain(change.value)))
        submission.cells.append(shown)
    return submission


def _sent(cell: Cell, data: Mapping[str, str]) -> str | tuple[str, ...] | None:
    """What the browser sent for a cell; None where the cell was not on its page."""
    if data.get(CLEAR) == cell.key:
        return ""
    if cell.question.type == "ranking":
        names = [f"{cell.key}-{choice.id}" for choice in cell.choices]
        return tuple(data.get(name, "").strip() for name in names) if any(name in data for name in names) else None
    typed = data.get(cell.key)
    if cell.question.type == "single_choice":
        return typed
    if typed is None and cell.state_key not in data:
        return None
    return _number_or_state((typed or "").strip(), data.get(cell.state_key, ""), data.get(cell.was_key, cell.was))


def _number_or_state(typed: str, state: str, was: str) -> str:
    """Where both a number and a state stand in the form, the one that is new is meant."""
    return state if state and typed in ("", was) else typed


def _change(
    cell: Cell, sent: str | tuple[str, ...], data: Mapping[str, str], person: Mapping[str, Any]
) -> NewAnswer | None:
    meant = _meant(cell.question, sent)
    if as_was(meant) == cell.was and cell.was_key in data:
        return None
    if meant is None:
        return NewAnswer(question=cell.question, option=cell.option, value=None) if cell.was else None
    return NewAnswer(question=cell.question, option=cell.option, value=check(cell.question, meant, person))


def _meant(question: Question, sent: str | tuple[str, ...]) -> Any:
    """What was typed as plain data of the case format; None for nothing. Raises `AnswerRefused`."""
    if isinstance(sent, tuple):
        return _ranking(question, sent)
    if not sent:
        return None
    if question.type == "single_choice" or sent in {state.value for state in State}:
        return sent
    return number_from(question, sent)


def number_from(question: Question, sent: str) -> float:
    """The number that was typed. Raises `AnswerRefused`."""
    text = sent.removesuffix("%").strip()
    if len(text) <= LONGEST_NUMBER and NUMBER.fullmatch(text) and text.isascii():
        return float(text)
    low, high = f"{question.min or 0:g}", f"{question.max:g}"
    unit = _("percent") if question.unit == "%" else question.unit
    words = {"unit": unit, "low": low, "high": high}
    if "," in text and len(text) <= LONGEST_NUMBER:
        raise AnswerRefused(
            _("Enter a number of %(unit)s from %(low)s to %(high)s, with a point for decimals, such as 2.5.") % words
        )
    raise AnswerRefused(_("Enter a number of %(unit)s from %(low)s to %(high)s.") % words)


def _ranking(question: Question, sent: tuple[str, ...]) -> list[str] | None:
    if not any(sent):
        return None
    places = [str(place + 1) for place in range(len(question.choices))]
    if sorted(sent) != places:
        raise AnswerRefused(_("Give each line a place of its own, from 1 to %(count)d.") % {"count": len(places)})
    order = sorted(zip(sent, question.choice_ids, strict=True), key=lambda pair: int(pair[0]))
    return [choice for _place, choice in order]


def is_complete(question: Question, data: Mapping[str, str]) -> bool:
    """Whether every line of an order has a place."""
    return all(data.get(f"answer-{choice.id}") for choice in question.choices)


class OptionForm(forms.Form):
    """The option card: a name and a kind."""

    name = LineField(
        label=gettext_lazy("Name of the option"),
        max_length=NAME_LENGTH,
        required=False,
        error_messages={"max_length": gettext_lazy("Use at most %(limit_value)d characters for the name.")},
    )
    path = forms.ChoiceField(
        label=gettext_lazy("What kind of option is this?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what kind of option this is."),
            "invalid_choice": gettext_lazy("Choose one of the kinds of option on the list."),
        },
    )
    dealbreaker = forms.ChoiceField(
        label=gettext_lazy("Is there a reason why you could not take it at all?"),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes, a deal-breaker"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Answer yes or no, or leave it open.")},
    )

    def __init__(self, ruleset: Ruleset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = [(path.id, path.label) for path in ruleset.paths]  # type: ignore[attr-defined]  # a ChoiceField
