"""Whether a condition can hold at all: each way in which it could is tried until one does not contradict itself.

A way is a list of simple conditions that hold together. `any` opens several, and another warning adds the ways of its
condition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import inf

from careerpaths.scoring.conditions import (
    STATES,
    AllOf,
    AnswerIn,
    AnswerWithin,
    AnyOf,
    AtLeastOf,
    Condition,
    FactWithin,
    FlagHolds,
    PathIn,
)
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PathId

MOST_WAYS = 500  # a condition that opens more is believed to hold in one of them
_FACTS = {"chance_too_late": 1.0, "core_answered_share": 1.0, "savings_cover_runway": 1.0, "open_questions": inf}
"""The greatest value of each figure; the least is 0."""

Way = tuple[Condition, ...]


@dataclass
class _Span:
    """The numbers that are left."""

    low: float
    high: float
    below: float = inf

    def narrow(self, condition: AnswerWithin | FactWithin) -> None:
        at_most = condition.at_most if isinstance(condition, AnswerWithin) else None
        self.low = max(self.low, -inf if condition.at_least is None else condition.at_least)
        self.high = min(self.high, inf if at_most is None else at_most)
        self.below = min(self.below, inf if condition.below is None else condition.below)

    @property
    def is_empty(self) -> bool:
        return self.low > self.high or self.low >= self.below


@dataclass
class _Left:
    """What is still possible once some conditions hold together."""

    answers: dict[str, set[str]] = field(default_factory=dict)  # question -> its choices and states
    numbers: dict[str, _Span] = field(default_factory=dict)  # question or figure


class TooManyWays(Exception):
    """So many that not all of them are tried."""


def clash_in(ruleset: Ruleset, condition: Condition, path: PathId, *, alone: bool = False) -> str:
    """The question or figure about which the condition contradicts itself; empty where it could hold.

    `alone`: other warnings are taken to be possible. Raises `TooManyWays`.
    """
    clash, above = "", frozenset(ruleset.flags_by_id) if alone else frozenset()
    for n, way in enumerate(_ways(ruleset, condition, above)):
        if n == MOST_WAYS:
            raise TooManyWays
        found = _clash(ruleset, way, path)
        if not found:
            return ""
        clash = clash or found
    return clash


def _ways(ruleset: Ruleset, condition: Condition, above: frozenset[str]) -> Iterator[Way]:
    """Every way; `above` are the flags that this condition is part of, so that a circle comes to an end."""
    match condition:
        case AllOf():
            yield from _together(ruleset, condition.all, above)
        case AnyOf():
            for part in condition.any:
                yield from _ways(ruleset, part, above)
        case AtLeastOf():
            for chosen in combinations(condition.of, condition.count):
                yield from _together(ruleset, chosen, above)
        case FlagHolds() if condition.flag not in above:
            yield from _ways(ruleset, ruleset.flags_by_id[condition.flag].when, above | {condition.flag})
        case _:
            yield (condition,)


def _together(ruleset: Ruleset, parts: Sequence[Condition], above: frozenset[str]) -> Iterator[Way]:
    if not parts:
        yield ()
        return
    for one in _ways(ruleset, parts[0], above):
        for others in _together(ruleset, parts[1:], above):
            yield (*one, *others)


def _clash(ruleset: Ruleset, way: Way, path: PathId) -> str:
    left = _Left()
    for condition in way:
        match condition:
            case AnswerIn() | AnswerWithin():
                if clash := _answer_clash(ruleset.questions_by_id[condition.question], condition, path, left):
                    return clash
            case FactWithin():
                span = left.numbers.setdefault(condition.fact, _Span(0, _FACTS[condition.fact]))
                span.narrow(condition)
                if span.is_empty:
                    return condition.fact
            case PathIn() if path not in condition.path:
                return "path"
    return ""


def _answer_clash(question: Question, condition: AnswerIn | AnswerWithin, path: PathId, left: _Left) -> str:
    given = set(question.choice_ids) if question.type == "single_choice" else {"answered"}
    answers = left.answers.setdefault(question.id, {*given, *STATES} - ({"answered"} - given))
    if isinstance(condition, AnswerIn):
        wanted = set(condition.choices)
        answers &= wanted | given if "answered" in wanted else wanted
        return "" if answers and question.has_path(path) else question.id
    answers &= given
    low, high = (-inf if question.min is None else question.min), (inf if question.max is None else question.max)
    span = left.numbers.setdefault(question.id, _Span(low, high))
    span.narrow(condition)
    return "" if answers and not span.is_empty and question.has_path(path) else question.id
