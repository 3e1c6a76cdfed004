"""What people type: one question for the person or for each option, and the option card.

A form writes only the cells that were changed in it: each cell sends along what it showed before, so that a page left
open in another tab does not restore anything old. `static/js/saving.js` marks a cell as touched until it hears that the
answer is stored; such a cell is compared with what is stored, since an earlier attempt may have arrived without the
page hearing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import NAME_LENGTH, Option
from assessments.questionnaire.answers import AnswerRefused, NewAnswer, Reading, checked_answer
from assessments.wording.form_with_faults import FaultyForm
from assessments.wording.typed import LineField
from careerpaths.reading.fields import explained
from careerpaths.reading.numbers import Number, Range, TwoWays, Unreadable, read_number
from careerpaths.scoring.answers import State, plain
from careerpaths.scoring.parts.questions import Choice, Question
from careerpaths.scoring.ruleset import Ruleset

CLEAR = "clear"
TOUCHED = "?"  # before what a page showed: it changed there, and the page has not been told what is stored


@dataclass(frozen=True, kw_only=True)
class GridCell:
    """One answer on the page: what it shows, and what is wrong with it."""

    question: Question
    option: Option | None
    value: str | tuple[str, ...]  # as typed or as stored: a choice, a number's text, a state, or the ranks of an order
    was: str  # what was stored when the page was rendered
    error: str = ""
    readings: tuple[Reading, ...] = ()  # if it can be read in two ways
    understood: str = ""  # a sentence, if what was typed was interpreted

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
        """The number as typed; empty if there is a state instead."""
        return "" if self.value in {state.value for state in State} or isinstance(self.value, tuple) else self.value

    @property
    def places(self) -> tuple[tuple[Choice, str], ...]:
        """For a ranking, each line with its rank."""
        given = self.value if isinstance(self.value, tuple) else ("",) * len(self.question.choices)
        return tuple(zip(self.question.choices, given, strict=True))


def cells_of(
    question: Question, options: Mapping[str, Option], stored: Mapping[str | None, Any]
) -> tuple[GridCell, ...]:
    """The cells of a question as they are stored. `stored` maps an option's uid (None: the person) to plain data."""
    where = [None] if question.scope == "person" else list(options)
    return tuple(
        GridCell(
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

    cells: list[GridCell] = field(default_factory=list)
    changes: list[NewAnswer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        return any(cell.error for cell in self.cells)

    @property
    def not_saved(self) -> list[str]:
        """A sentence for each answer that was sent but could not be saved."""
        return [_("Not saved: %(why)s") % {"why": cell.error} for cell in self.cells if cell.error]

    def outcome(self, data: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """For each answer on the submitted page: what is stored now and, if that is not what was chosen, why."""
        read = {cell.was_key: cell for cell in self.cells}
        gone = {"was": "", "error": _("Not saved: this question no longer applies to this option. Reload the page.")}
        return {
            key.replace("was", "answer", 1): _told(read[key]) if key in read else gone
            for key in data
            if key == "was" or key.startswith("was-")
        }


def _told(cell: GridCell) -> dict[str, Any]:
    readings = [{"label": reading.label, "typed": reading.typed} for reading in cell.readings]
    return {"was": cell.was, "error": cell.error, "understood": cell.understood, "readings": readings}


def read_submission(cells: tuple[GridCell, ...], data: Mapping[str, str], person: Mapping[str, Any]) -> Submission:
    """Read what was sent for these cells. Good cells become changes; bad ones keep what was typed and say why."""
    submission = Submission()
    for cell in cells:
        sent = _sent(cell, data)
        if sent is None:
            submission.cells.append(cell)
            continue
        was = data.get(cell.was_key, cell.was)
        shown = replace(cell, value=sent, was=cell.was if was.startswith(TOUCHED) else was)
        try:
            change = _change(shown, sent, data, person)
        except AnswerRefused as error:
            shown = replace(shown, error=str(error), readings=error.readings)
        else:
            if change is not None:
                submission.changes.append(change)
                shown = replace(shown, was=as_was(None if change.value is None else plain(change.value)))
            shown = replace(shown, understood=understood(cell.question, sent))
        submission.cells.append(shown)
    return submission


def _sent(cell: GridCell, data: Mapping[str, str]) -> str | tuple[str, ...] | None:
    """What the browser sent for a cell; None if the cell was not on its page."""
    if data.get(CLEAR) == cell.key:
        return ""
    if cell.question.type == "ranking":
        names = [f"{cell.key}-{choice.id}" for choice in cell.question.choices]
        return tuple(data.get(name, "").strip() for name in names) if any(name in data for name in names) else None
    typed = data.get(cell.key)
    if cell.question.type == "single_choice":
        return typed
    if typed is None and cell.state_key not in data:
        return None
    typed, state = (typed or "").strip(), data.get(cell.state_key, "")
    was = data.get(cell.was_key, cell.was).removeprefix(TOUCHED)
    return state if state and _is_old(cell.question, typed, was) else typed


def _is_old(question: Question, typed: str, was: str) -> bool:
    """Whether a number is the one that was there: if the form has both a number and a state, the new one counts."""
    if typed in ("", was):
        return True
    try:
        return _text(number_from(question, typed).value) == was
    except AnswerRefused:
        return False


def _change(
    cell: GridCell, sent: str | tuple[str, ...], data: Mapping[str, str], person: Mapping[str, Any]
) -> NewAnswer | None:
    meant = _meant(cell.question, sent)
    if as_was(meant) == cell.was and cell.was_key in data:
        return None
    if meant is None:
        return NewAnswer(question=cell.question, option=cell.option, value=None) if cell.was else None
    return NewAnswer(question=cell.question, option=cell.option, value=checked_answer(cell.question, meant, person))


def _meant(question: Question, sent: str | tuple[str, ...]) -> Any:
    """What was typed, as plain data of the case format; None for nothing. Raises `AnswerRefused`."""
    if isinstance(sent, tuple):
        return _ranking(question, sent)
    if not sent:
        return None
    if question.type == "single_choice" or sent in {state.value for state in State}:
        return sent
    try:
        return number_from(question, sent).value
    except AnswerRefused as error:
        if isinstance(error.__cause__, Range) and question.not_sure:
            raise AnswerRefused(_("%(sentence)s Or choose “Not sure”.") % {"sentence": error}) from error
        raise


def number_from(question: Question, sent: str) -> Number:
    """The number that was typed. Raises `AnswerRefused`, with the readings if there are two."""
    try:
        return read_number(sent, question.unit)
    except TwoWays as error:
        raise _asked_back(question, error, sent) from error
    except Unreadable as error:
        raise AnswerRefused(explained(error, sent, _what_to_enter(question))) from error


def _what_to_enter(question: Question) -> str:
    words = {"unit": question.unit, "low": f"{question.min or 0:g}", "high": f"{question.max:g}"}
    if question.unit == "%":
        return _("Enter a percentage from %(low)s to %(high)s.") % words
    if not question.unit:
        return _("Enter a number from %(low)s to %(high)s.") % words
    return _("Enter a number of %(unit)s from %(low)s to %(high)s.") % words


def _asked_back(question: Question, error: TwoWays, sent: str) -> AnswerRefused:
    """Ask which of the possible readings is right."""
    low, high = question.min or 0, question.max or 0
    possible = [f"{number:g}" for number in error.readings if low <= number <= high]
    if not possible:
        return AnswerRefused(_what_to_enter(question))
    if question.unit == "%":
        readings = tuple(Reading(label=_("%(number)s of 100") % {"number": n}, typed=f"{n}%") for n in possible)
    else:
        readings = tuple(Reading(label=n, typed=n) for n in possible)
    asked = _(" or ").join(reading.label for reading in readings)
    return AnswerRefused(
        _("“%(typed)s” can be read in two ways. Did you mean %(readings)s?") % {"typed": sent, "readings": asked},
        readings,
    )


def understood(question: Question, sent: str | tuple[str, ...]) -> str:
    """How a number was read if it means something other than its digits, such as ~4 and 1h/week; otherwise nothing."""
    if question.choices or not isinstance(sent, str) or not sent or sent in {state.value for state in State}:
        return ""
    number = number_from(question, sent)
    if not number.otherwise:
        return ""
    return _("“%(typed)s” is saved as %(number)s.") % {"typed": sent, "number": _with_unit(question, number.value)}


def _with_unit(question: Question, value: float) -> str:
    return f"{value:g}%" if question.unit == "%" else f"{value:g} {question.unit}".strip()


def _ranking(question: Question, sent: tuple[str, ...]) -> list[str] | None:
    if not any(sent):
        return None
    places = [str(place + 1) for place in range(len(question.choices))]
    if not all(sent):
        raise AnswerRefused(_("Not saved yet: each line needs a rank, from 1 to %(count)d.") % {"count": len(places)})
    if sorted(sent) != places:
        raise AnswerRefused(_("Give each line a different rank, from 1 to %(count)d.") % {"count": len(places)})
    order = sorted(zip(sent, question.choice_ids, strict=True), key=lambda pair: int(pair[0]))
    return [choice for _place, choice in order]


class OptionForm(FaultyForm):
    """The option card: a name and a kind."""

    path = forms.ChoiceField(
        label=gettext_lazy("What kind of option is this?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what kind of option this is."),
            "invalid_choice": gettext_lazy("Choose one of the kinds of option on the list."),
        },
    )
    name = LineField(
        label=gettext_lazy("Name of the option"),
        help_text=gettext_lazy("What you would call it when you talk to a friend, such as “PhD at X with Y”."),
        max_length=NAME_LENGTH,
        required=False,
        error_messages={"max_length": gettext_lazy("Use at most %(limit_value)d characters for the name.")},
    )
    dealbreaker = forms.ChoiceField(
        label=gettext_lazy("Is there a reason why you could not take it at all?"),
        help_text=gettext_lazy(
            "For example place, visa, family or money. "
            "A deal-breaker takes the option out of the ranking; it stays visible."
        ),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes, a deal-breaker"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Answer yes or no, or leave it open.")},
    )

    def __init__(self, ruleset: Ruleset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = [(path.id, path.label) for path in ruleset.paths]  # type: ignore[attr-defined]  # a ChoiceField
