"""The cases to try a version on, and how both rulesets read them.

A stored case has no names, addresses or ids. Its answers are still JSON texts: each different answer is read
once for both rulesets, however many people gave it.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from careerpaths.impact.protection import FEWEST
from careerpaths.scoring.answers import Answer, Case, OptionCase, read_answer
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PathId

_Pair = tuple[Answer | None, Answer | None]
"""One answer under both rulesets; None if a ruleset does not know it."""
Known = dict[str, dict[str, _Pair]]
NOTHING: dict[str, _Pair] = {}
NEWEST = 1000  # comparisons: enough to see whether a warning is ever raised, few enough for a page
MOST_REMEMBERED = 50_000  # different answers, because numbers could be anything


class StoredCase(NamedTuple):
    """What one person answered."""

    person: dict[str, str]  # question id -> the answer as JSON; a state is given by its name
    options: list[tuple[PathId, dict[str, str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A made-up person, who may be shown with all details."""

    title: str
    case: Mapping[str, Any]  # in the case format


class CaseSource(Protocol):
    """Where cases come from."""

    def examples(self) -> Sequence[Example]:
        """The demo cases."""

    def shown_questions(self) -> Collection[str]:
        """Questions whose answers appear next to a result, though nothing is computed from them."""

    def count(self) -> int:
        """How many comparisons of real people are stored."""

    def lots(self, most: int | None = None) -> Iterator[Sequence[StoredCase]]:
        """Comparisons of real people, a few hundred at a time, newest first, up to a limit."""


def case_source() -> CaseSource:
    """The source that the setting IMPACT_CASES names."""
    source: CaseSource = import_string(settings.IMPACT_CASES)()
    return source


def newest_stored(ruleset: Ruleset) -> list[Case]:
    """People's newest comparisons, as this ruleset reads them; none if so few are stored that one would show."""
    lots = list(case_source().lots(NEWEST))
    reader = CaseReader(live=ruleset, draft=ruleset)
    cases = [reader.read(stored)[0] for lot in lots for stored in lot]
    return cases if len(cases) >= FEWEST else []


@dataclass
class CaseReader:
    """Reads stored cases for both rulesets, and counts the people whose answers only the first one accepts."""

    live: Ruleset
    draft: Ruleset
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)  # (question, answer) -> people
    lost_of: Counter[str] = field(default_factory=Counter)  # question -> people

    def __post_init__(self) -> None:
        self._same = self.live.questions == self.draft.questions
        self._person: Known = {}
        self._option: Known = {}
        self._remembered = 0

    def read(self, stored: StoredCase) -> tuple[Case, Case]:
        """The case under both rulesets, without answers that either of them does not know."""
        lost: set[tuple[str, str]] = set()
        live, draft = self._answers(stored.person, self._person, "person", lost)
        options = [(path, *self._answers(texts, self._option, "option", lost)) for path, texts in stored.options]
        if lost:
            self.lost.update(lost)
            self.lost_of.update({question for question, _ in lost})
        before = Case(person=live, options=_options([(path, one) for path, one, _ in options]))
        if self._same:
            return before, before
        return before, Case(person=draft, options=_options([(path, other) for path, _, other in options]))

    def _answers(
        self,
        texts: Mapping[str, str],
        known: Known,
        scope: str,
        lost: set[tuple[str, str]],
    ) -> tuple[dict[str, Answer], dict[str, Answer]]:
        live: dict[str, Answer] = {}
        draft: dict[str, Answer] = {}
        for question, text in texts.items():
            one, other = known.get(question, NOTHING).get(text) or self._remember(known, question, text, scope)
            if one is not None:
                live[question] = one
                if other is None:
                    lost.add((question, text))
            if other is not None:
                draft[question] = other
        return live, draft

    def _remember(self, known: Known, question: str, text: str, scope: str) -> _Pair:
        if self._remembered >= MOST_REMEMBERED:
            known.clear()
            self._remembered = 0
        self._remembered += 1
        live, draft = (_read(ruleset.questions_by_id.get(question), scope, text) for ruleset in (self.live, self.draft))
        return known.setdefault(question, {}).setdefault(text, (live, draft))


def _options(options: Sequence[tuple[PathId, Mapping[str, Answer]]]) -> tuple[OptionCase, ...]:
    """Options are identified by their position, as a batch needs them."""
    return tuple(OptionCase(id=str(n), path=path, answers=answers) for n, (path, answers) in enumerate(options))


def _read(question: Question | None, scope: str, text: str) -> Answer | None:
    """The answer as the engine reads it; None if this ruleset does not know it."""
    if question is None or question.scope != scope or question.id == "opt_path":
        return None
    try:
        return read_answer(question, json.loads(text))
    except ValueError:
        return None
