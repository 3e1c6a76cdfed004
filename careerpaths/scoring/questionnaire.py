"""Which questions are open, given the answers. Recomputed each time, never stored.

A question that a later answer closes is not asked any more; its answer is kept, and conditions of other
questions read it as unanswered.
"""

from dataclasses import dataclass, replace

import numpy as np

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Mask
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.conditions import Always
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.values.frame import GIVEN, UNANSWERED, Column, Frame, has_question, raw_frame


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenQuestion:
    """A question that is asked, and who it is about."""

    question: Question
    option_ids: tuple[str, ...]  # the options that have it, in order; empty for a question about the person
    answered: int  # cells with any answer: given, not sure or withheld
    given: int  # cells with a definite answer

    @property
    def cells(self) -> int:
        """How many answers the question asks for."""
        return len(self.option_ids) if self.question.scope == "option" else 1

    @property
    def done(self) -> bool:
        return self.answered == self.cells


def open_questions(compiled: Compiled, case: Case, *, details: bool = False) -> tuple[OpenQuestion, ...]:
    """The open questions in the order of the ruleset.

    A question about options is open for each option that fulfils its condition and left out where none does.
    With `details` the detailed questions are asked too; those already answered are always listed.
    """
    frame, masks = _open_masks(compiled, case, details=details)
    listed = []
    for question in compiled.ruleset.questions:
        mask = masks[question.id]
        if not mask.any():
            continue
        state = frame.columns[question.id].state[mask]
        ids = tuple(np.array(frame.option_ids, dtype=object)[mask]) if question.scope == "option" else ()
        listed.append(
            OpenQuestion(
                question=question,
                option_ids=ids,
                answered=int((state > UNANSWERED).sum()),
                given=int((state == GIVEN).sum()),
            )
        )
    return tuple(listed)


def _open_masks(compiled: Compiled, case: Case, *, details: bool) -> tuple[Frame, dict[str, Mask]]:
    """Where each question is open; the frame keeps the answers as they were given."""
    given = raw_frame(compiled, [case], details=details)
    columns = dict(given.columns)
    current, in_full = replace(given, columns=columns), replace(given, columns=columns, details=True)
    masks: dict[str, Mask] = {}
    for question_id in compiled.asking_order:
        question = compiled.ruleset.questions_by_id[question_id]
        column = columns[question_id]
        asked = current.holds(question.show_if, question.scope)
        if not asked.all() and (answered := column.state > UNANSWERED).any():
            asked = asked | (in_full.holds(question.show_if, question.scope) & answered)
        if not isinstance(question.applies_if, Always):
            asked = asked & current.holds(question.applies_if, question.scope)
        if question.paths:
            asked = asked & has_question(current, question)
        masks[question_id] = asked
        if not asked.all():
            closed_state = np.where(asked, column.state, np.int8(UNANSWERED))
            columns[question_id] = Column(state=closed_state, value=column.value)
    return given, masks
