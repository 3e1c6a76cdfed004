"""Progress: which questions are open, how much is answered, how long the rest takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from assessments.models import Assessment
from assessments.questionnaire.answers import memory_key, stored_case
from careerpaths.cache import Cache
from careerpaths.scoring.answers import Case, OptionCase
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.parts.questions import Question, Section
from careerpaths.scoring.questionnaire import OpenQuestion, open_questions

# Seconds that a reader takes, an estimate from decision model section 2 that still needs a test with people.
SECONDS_A_STEM, SECONDS_A_CELL, SECONDS_AN_OPTION = 7, 5, 15

USUAL_OPTIONS = tuple(OptionCase(id=path, path=path) for path in ("phd", "rc_nonprofit", "independent"))
"""What is assumed until there is a first option, so that the time left does not jump when it is added."""

_asked: Cache[tuple[OpenQuestion, ...]] = Cache(256)  # the page after an answer needs the same again
SectionState = Literal["empty", "part", "done"]


@dataclass(frozen=True, kw_only=True)
class SectionProgress:
    """One line of the task list."""

    section: Section
    questions: tuple[OpenQuestion, ...]

    @property
    def answered(self) -> int:
        return sum(question.done for question in self.questions)

    @property
    def state(self) -> SectionState:
        if self.answered == len(self.questions):
            return "done"
        return "part" if any(question.answered for question in self.questions) else "empty"

    @property
    def first(self) -> OpenQuestion:
        """The question to start or continue with."""
        return next((question for question in self.questions if not question.done), self.questions[0])


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All open questions of one assessment."""

    case: Case
    questions: tuple[OpenQuestion, ...]
    expected: tuple[OpenQuestion, ...]  # the same, with the usual options if there are none yet
    section_list: tuple[Section, ...]

    @cached_property
    def sections(self) -> tuple[SectionProgress, ...]:
        found = []
        for section in self.section_list:
            own = tuple(question for question in self.questions if question.question.section == section.id)
            if own:
                found.append(SectionProgress(section=section, questions=own))
        return tuple(found)

    @cached_property
    def done(self) -> int:
        return sum(question.done for question in self.questions)

    @cached_property
    def minutes_left(self) -> int:
        """Whole minutes for what is still open: at least one if anything is."""
        return minutes_for(self.expected, options_to_add=0 if self.case.options else len(USUAL_OPTIONS))

    def next_after(self, question_id: str) -> OpenQuestion | None:
        """The next question that is not done, or None at the end."""
        ids = [question.question.id for question in self.questions]
        start = ids.index(question_id) + 1 if question_id in ids else 0
        return next((question for question in self.questions[start:] if not question.done), None)

    def previous_before(self, question_id: str) -> OpenQuestion | None:
        ids = [question.question.id for question in self.questions]
        place = ids.index(question_id) if question_id in ids else 0
        return self.questions[place - 1] if place else None


def progress_of(assessment: Assessment, document: dict[str, Any] | None = None) -> Progress:
    """Recomputed from the answers, or from a `document` of them that was just read; none of it is stored."""
    return progress_in(
        assessment.compiled,
        stored_case(assessment, document),
        details=assessment.details_opened,
        readers=assessment.uid,
        is_counted=lambda question: is_put_to(assessment, question),
    )


def progress_in(
    compiled: Compiled, case: Case, *, details: bool = False, readers: str, is_counted: Callable[[Question], bool]
) -> Progress:
    """How far a case has got, over the questions that count. Cached for its `readers`, as results are."""

    def counted(of: Case) -> tuple[OpenQuestion, ...]:
        key = f"{memory_key(compiled, of, readers)} {details}"
        asked = _asked.get(key, lambda: open_questions(compiled, of, details=details))
        return tuple(question for question in asked if is_counted(question.question))

    questions = counted(case)
    return Progress(
        case=case,
        questions=questions,
        expected=questions if case.options else counted(replace(case, options=USUAL_OPTIONS)),
        section_list=compiled.ruleset.sections,
    )


def is_put_to(assessment: Assessment, question: Question) -> bool:
    """Whether a question has a page here. The option card asks some, and nobody is asked sensitive ones about
    others."""
    return question.tier != "setup" and not (question.sensitive and assessment.opinion_on_id)


def minutes_for(questions: Sequence[OpenQuestion], *, options_to_add: int = 0) -> int:
    """Estimated minutes for the unanswered cells, and for options that do not exist yet."""
    seconds = SECONDS_AN_OPTION * options_to_add + sum(
        SECONDS_A_STEM + SECONDS_A_CELL * (question.cells - question.answered)
        for question in questions
        if not question.done
    )
    return -(-seconds // 60)
