"""A person's answers and options: what was given, what is not sure, unanswered or withheld.

The door of the engine. `read_case` turns plain data - the case format of the command, the API and the exports -
into a `Case` that fits the ruleset, or raises `CaseError` with a path and one sentence for every fault.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from careerpaths.scoring.faults import CaseError, Fault, sentences
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PathId

MOST_OPTIONS = 8
MOST_CHARACTERS = 200  # of an id or a name
TIMELINE_QUESTIONS = ("tai_p5", "tai_p10", "tai_p20")


class State(Enum):
    """What can be given instead of a definite answer. An unanswered question is simply absent."""

    NOT_SURE = "not_sure"
    WITHHELD = "prefer_not_to_say"


Answer = str | float | tuple[str, ...] | State
"""A choice id, a number, an order of choice ids, or a state."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionCase:
    """One option in front of a person."""

    id: str  # unique in its case; the draws of answers that are not sure depend on it, unless there is a seed
    path: PathId
    name: str = ""  # for readers only
    seed: str = ""  # what those draws depend on instead
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def draws_as(self) -> str:
        """The name under which its draws are made. Ties are settled by it, too."""
        return self.seed or self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A person and the options in front of them."""

    person: Mapping[str, Answer] = field(default_factory=dict)
    options: tuple[OptionCase, ...] = ()


class OptionDocument(BaseModel):
    """One option in the case format."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    seed: str = Field(default="", max_length=MOST_CHARACTERS)
    name: str = Field(default="", max_length=MOST_CHARACTERS)
    path: PathId
    answers: dict[str, Any] = {}


class CaseDocument(BaseModel):
    """One case in the case format; which questions and answers exist is a matter of the ruleset.

    An exported comparison also has a title, the ruleset that it was weighed by, and a journal. They do not change
    what comes out.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    format: Literal["career-paths/1"] = "career-paths/1"
    title: str = Field(default="", max_length=MOST_CHARACTERS)
    ruleset: dict[str, str] | None = None
    person: dict[str, Any] = {}
    options: list[OptionDocument] = Field(default=[], max_length=MOST_OPTIONS)
    journal: dict[str, Any] | None = None


def read_case(ruleset: Ruleset, data: Any) -> Case:
    """Read one case in the format of `docs/case-format.md`.

    Raises `CaseError`: unknown ids, choices that do not exist, numbers out of range, falling timelines.
    """
    return case_of(ruleset, _document(data))


def case_of(ruleset: Ruleset, document: CaseDocument) -> Case:
    """The case in a document of the right shape. Raises `CaseError`."""
    reader = _Reader(ruleset)
    case = reader.case(document)
    reader.check_timelines(case.person)
    reader.check_ids(document.options)
    if reader.faults:
        raise CaseError(reader.faults)
    return case


def _document(data: Any) -> CaseDocument:
    try:
        return CaseDocument.model_validate(data)
    except ValidationError as error:
        raise CaseError(sentences(error)) from error


def readable_case(ruleset: Ruleset, data: Any) -> Case:
    """A stored case without the answers that this ruleset does not know. Raises `CaseError` only for a wrong shape.

    What was written under other rules, or past the forms, must not lock a person out. Timelines that fall stay:
    evaluation reads them as flat.
    """
    return _Reader(ruleset).case(_document(data))


def unreadable_answers(ruleset: Ruleset, document: CaseDocument) -> list[Fault]:
    """Take the answers that this ruleset does not know out of a document; what was taken, as a fault for each."""
    reader = _Reader(ruleset)
    places = [("person", "person", document.person)]
    places += [("option", f"options[{n}].answers", option.answers) for n, option in enumerate(document.options)]
    for scope, path, answers in places:
        kept = reader.answers(answers, scope, path)
        for key in [key for key in answers if key not in kept and key != "opt_path"]:
            del answers[key]
    return reader.faults


def timelines_fall(case: Case) -> bool:
    """Whether a longer time was given a smaller chance, which no form accepts."""
    stated = [value for key in TIMELINE_QUESTIONS if isinstance(value := case.person.get(key), float)]
    return any(later < earlier for earlier, later in pairwise(stated))


def case_document(case: Case) -> dict[str, Any]:
    """The case as plain data; `read_case` reads it back to an equal case."""
    return {
        "person": {key: plain(value) for key, value in case.person.items()},
        "options": [_option_document(option) for option in case.options],
    }


def _option_document(option: OptionCase) -> dict[str, Any]:
    answers = {key: plain(value) for key, value in option.answers.items()}
    seed = {"seed": option.seed} if option.seed else {}
    return {"id": option.id, **seed, "name": option.name, "path": option.path, "answers": answers}


def plain(answer: Answer) -> Any:
    """An answer as JSON data."""
    if isinstance(answer, State):
        return answer.value
    return list(answer) if isinstance(answer, tuple) else answer


def read_answer(question: Question, value: Any) -> Answer:
    """The answer in plain data. Raises `ValueError` with one sentence."""
    if value == State.NOT_SURE.value and question.not_sure:
        return State.NOT_SURE
    if value == State.WITHHELD.value and question.prefer_not_to_say:
        return State.WITHHELD
    match question.type:
        case "single_choice":
            return _choice(question, value)
        case "ranking":
            return _ranking(question, value)
        case _:
            return _number(question, value)


def _choice(question: Question, value: Any) -> str:
    if isinstance(value, bool):  # YAML reads an unquoted yes or no as a truth value
        value = "yes" if value else "no"
    if isinstance(value, str) and value in question.choice_ids:
        return value
    offered = [*question.choice_ids, *(state for state in _states(question))]
    raise ValueError(f"Use one of {', '.join(offered)}.")


def _states(question: Question) -> Iterator[str]:
    if question.not_sure:
        yield State.NOT_SURE.value
    if question.prefer_not_to_say:
        yield State.WITHHELD.value


def _ranking(question: Question, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        order = tuple(value)
        if sorted(order) == sorted(question.choice_ids):
            return order
    raise ValueError(f"List each of these once, the most important first: {', '.join(question.choice_ids)}.")


def _number(question: Question, value: Any) -> float:
    low, high = question.min or 0.0, question.max if question.max is not None else math.inf
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise ValueError(f"Enter {_what_number(question)} from {low:g} to {high:g}.")


def _what_number(question: Question) -> str:
    if question.unit == "%":
        return "a percentage"
    return f"a number of {question.unit}" if question.unit else "a number"


class _Reader:
    """Reads answers one by one and collects the faults."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.questions = ruleset.questions_by_id
        self.faults: list[Fault] = []

    def case(self, document: CaseDocument) -> Case:
        """Every answer that can be read; the others become faults."""
        person = self.answers(document.person, "person", "person")
        options = tuple(self.option(option, f"options[{n}]") for n, option in enumerate(document.options))
        return Case(person=person, options=options)

    def option(self, document: OptionDocument, path: str) -> OptionCase:
        for key, text in (("id", document.id), ("seed", document.seed), ("name", document.name)):
            if "\x00" in text:
                self._fault(f"{path}.{key}", "The text holds a NUL character. Remove it.")
        answers = self.answers(document.answers, "option", f"{path}.answers")
        if answers.pop("opt_path", document.path) != document.path:
            self._fault(f"{path}.answers.opt_path", "This differs from the option's path. Leave it out.")
        return OptionCase(id=document.id, seed=document.seed, name=document.name, path=document.path, answers=answers)

    def answers(self, data: Mapping[str, Any], scope: str, path: str) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for key, value in data.items():
            question = self.questions.get(key)
            if question is None:
                self._fault(f"{path}.{key}", "There is no such question. Check its id.")
            elif question.scope != scope:
                where = "under person" if question.scope == "person" else "under an option's answers"
                self._fault(f"{path}.{key}", f"This question belongs {where}.")
            elif value is not None:
                self._read(answers, question, value, f"{path}.{key}")
        return answers

    def _read(self, answers: dict[str, Answer], question: Question, value: Any, path: str) -> None:
        try:
            answers[question.id] = read_answer(question, value)
        except ValueError as error:
            self._fault(path, str(error))

    def check_timelines(self, person: Mapping[str, Answer]) -> None:
        given = [(key, person[key]) for key in TIMELINE_QUESTIONS if isinstance(person.get(key), float)]
        for (earlier, before), (later, after) in pairwise(given):
            if isinstance(before, float) and isinstance(after, float) and after < before:
                self._fault(f"person.{later}", f"Enter {before:g} or more: it cannot be less likely than {earlier}.")

    def check_ids(self, options: list[OptionDocument]) -> None:
        ids: set[str] = set()
        seeds: set[str] = set()
        for n, option in enumerate(options):
            seed = option.seed or option.id
            if option.id in ids:
                self._fault(f"options[{n}].id", "Another option has this id. Give each option its own.")
            elif seed in seeds:
                self._fault(f"options[{n}].seed", "Another option has this seed. Give each option its own.")
            ids.add(option.id)
            seeds.add(seed)

    def _fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path=path, message=message))
