"""Asking: what a question page shows, and what happens to what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment, Option
from assessments.questionnaire import answers
from assessments.questionnaire.answers import NewAnswer
from assessments.questionnaire.forms import GridCell, Submission, cells_of, read_submission
from assessments.questionnaire.options import names_of
from assessments.questionnaire.progress import Progress, is_put_to, progress_in, progress_of
from assessments.wording import phrases
from assessments.wording.names import LETTERS, isolated, option_names
from assessments.wording.special_questions import GOAL, LEANING, NO_LEANING, OPTION_REF
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.questionnaire import OpenQuestion


@dataclass(frozen=True)
class Row:
    """One option's line in the grid, or the person's only line."""

    cell: GridCell
    name: str
    position: int
    letter: str


@dataclass
class QuestionPage:
    """One question of one assessment, with the answers that are stored."""

    assessment: Assessment
    question: Question
    back_to: str  # name of the page that opened this one, or nothing

    @cached_property
    def document(self) -> dict[str, Any]:
        return answers.document_of(self.assessment, self.options.values())

    @cached_property
    def options(self) -> dict[str, Option]:
        """The options, by address, in order."""
        return {option.uid: option for option in self.assessment.options.present()}

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.assessment, self.document)

    @cached_property
    def open(self) -> OpenQuestion | None:
        """Who the question can be about now; None if other answers rule it out.

        A detailed question can be answered, and counts, before the person opens the details: the result offers it.
        """
        in_full = progress_in(
            self.assessment.compiled,
            self.progress.case,
            details=True,
            readers=self.assessment.uid,
            is_counted=lambda question: question.id == self.question.id,
        )
        return next(iter(in_full.questions), None)

    @property
    def stored(self) -> dict[str | None, Any]:
        if self.question.scope == "person":
            return {None: self.document["person"].get(self.question.id)}
        return {option["id"]: option["answers"].get(self.question.id) for option in self.document["options"]}

    @property
    def cells(self) -> tuple[GridCell, ...]:
        asked = self.options
        if self.open is not None and self.question.scope == "option":
            asked = {uid: self.options[uid] for uid in self.open.option_ids if uid in self.options}
        return cells_of(self.question, asked, self.stored)

    @property
    def previous(self) -> str:
        """The id of the question before this one, or nothing."""
        before = self.progress.previous_before(self.question.id)
        return before.question.id if before else ""

    def leads_to(self, to: str, progress: Progress) -> str:
        """Where the pressed button leads once the answers are saved."""
        uid = self.assessment.uid
        if to == "back" and self.back_to:
            return reverse(f"assessments:{self.back_to}", args=[uid])
        if to == "back" and self.previous:
            return reverse("assessments:question", args=[uid, self.previous])
        return reverse("assessments:tasks", args=[uid]) if to else self._next(progress)

    def _next(self, progress: Progress) -> str:
        uid = self.assessment.uid
        if self.question.id == GOAL and progress.case.person.get(GOAL) == "other_role":
            return reverse("assessments:other-role", args=[uid])
        if self.back_to:
            return reverse(f"assessments:{self.back_to}", args=[uid])
        if self.question.id == GOAL and not self.options and not self.assessment.opinion_on_id:
            return reverse("assessments:options", args=[uid])
        following = progress.next_after(self.question.id)
        if following is None:
            return reverse("assessments:check", args=[uid])
        return reverse("assessments:question", args=[uid, following.question.id])


BACK_TO = ("check", "result")  # pages from which one question is opened and to which it returns


def page_for(assessment: Assessment, question_id: str, *, back_to: str) -> QuestionPage:
    """The page of a question; None for an unknown id, or for a question that this person is not asked."""
    question = assessment.rules.questions_by_id.get(question_id)
    if question is None or not is_put_to(assessment, question):
        raise Http404
    return QuestionPage(assessment=assessment, question=question, back_to=back_to if back_to in BACK_TO else "")


def submit(page: QuestionPage, data: Mapping[str, str]) -> Submission:
    """Save the good answers; return the others as typed, each with a sentence."""
    if page.question.id == LEANING:
        return _submit_leaning(page, data)
    submission = read_submission(page.cells, data, page.document["person"])
    answers.save_answer(page.assessment, submission.changes)
    understood = [cell.understood for cell in submission.cells if cell.understood]
    submission.notes = [*understood, *_lost_options(page, data), *_closed_note(page, submission)]
    return submission


def _lost_options(page: QuestionPage, data: Mapping[str, str]) -> list[str]:
    """A sentence if the form had a line for an option that is gone, or that the question no longer fits."""
    sent = {key for key in data if key.startswith("was-")}
    if sent - {cell.was_key for cell in page.cells}:
        return [
            _(
                "An option on that page was deleted or changed in the meantime, so its answer was not saved. "
                "The answers about the others are saved."
            )
        ]
    return []


def _closed_note(page: QuestionPage, submission: Submission) -> list[str]:
    if page.open is None and submission.changes:
        return [
            _(
                "Your answer is saved. It does not count at the moment, because another of your answers rules this "
                "question out."
            )
        ]
    return []


def _submit_leaning(page: QuestionPage, data: Mapping[str, str]) -> Submission:
    """The leaning names one of the options, which is not among the choices of the ruleset."""
    cell, chosen = page.cells[0], data.get("answer", "")
    option = page.options.get(chosen)
    if chosen and not option and chosen != NO_LEANING:
        return Submission(cells=[replace(cell, error=_("That option is no longer there. Choose one of these."))])
    if chosen:
        value = OPTION_REF if option else NO_LEANING
        answers.save_answer(page.assessment, [NewAnswer(question=page.question, option=None, value=value)])
        page.assessment.leaning = option
        page.assessment.save(update_fields=["leaning"])
        cell = replace(cell, was=chosen)
    return Submission(cells=[cell])


def question_page(page: QuestionPage, result: Submission | None = None) -> dict[str, Any]:
    """What the template of a question needs."""
    cells = result.cells if result else page.cells
    faulty = [cell for cell in cells if cell.error]
    return {
        "assessment": page.assessment,
        "question": page.question,
        "section": next(s for s in page.assessment.rules.sections if s.id == page.question.section),
        "rows": _rows(page, cells),
        "faults": [{"target": _target(cell), "message": _in_summary(page, cell)} for cell in faulty],
        "evidence": [page.assessment.rules.evidence_by_id[item] for item in page.question.evidence],
        "states": cells[0].states if cells else (),
        "anchors": [{"value": f"{value:g}", "text": text} for value, text in page.question.anchors],
        "closed": page.open is None,
        "leanings": _leanings(page) if page.question.id == LEANING else None,
        "places": [str(n + 1) for n in range(len(page.question.choices))],
        "previous": page.previous,
        "back_to": page.back_to,
        "digest": page.assessment.rules.digest,
        "kept_as": _kept_as(page, cells),
        "answered": page.progress.done,
        "total": len(page.progress.expected),
        "options": len(page.progress.case.options),
        "minutes": page.progress.minutes_left,
    }


def _kept_as(page: QuestionPage, cells: Sequence[GridCell]) -> tuple[str, ...] | None:
    """What the fields of a question about the person depend on. None if they name options.

    A field without an answer is the same for all; one with an answer is cached only for this comparison.
    """
    cell = cells[0] if cells else None
    if cell is None or cell.option or cell.error or page.question.id == LEANING:
        return None
    whose = page.assessment.uid if cell.value or cell.was else ""
    return (whose, page.assessment.rules.digest, page.question.id, str(cell.value), cell.was)


def _rows(page: QuestionPage, cells: Any) -> list[Row]:
    names = names_of(page.options.values(), page.assessment.rules.paths_by_id)
    places = {uid: n for n, uid in enumerate(page.options)}
    rows = []
    for cell in cells:
        position = places.get(cell.option.uid, 0) if cell.option else 0
        name = names[cell.option.uid] if cell.option else ""
        rows.append(Row(cell=cell, name=name, position=position, letter=LETTERS[position]))
    return rows


def _in_summary(page: QuestionPage, cell: GridCell) -> str:
    """What is wrong and with which option, since two may have the same fault."""
    if cell.option is None:
        return cell.error
    name = names_of(page.options.values(), page.assessment.rules.paths_by_id)[cell.option.uid]
    return f"{name}: {cell.error}"


def _target(cell: GridCell) -> str:
    """The id of the first field of a cell, for the link in the error summary."""
    if cell.question.id == LEANING:
        return f"{cell.key}-{NO_LEANING}"
    return f"{cell.key}-{cell.question.choices[0].id}" if cell.question.choices else cell.key


def _leanings(page: QuestionPage) -> list[dict[str, Any]]:
    names = names_of(page.options.values(), page.assessment.rules.paths_by_id)
    stored = page.document["person"].get(LEANING)
    chosen = page.assessment.leaning.uid if stored == OPTION_REF and page.assessment.leaning else stored
    offered = list(names.items())
    offered.append((NO_LEANING, page.question.label_of(NO_LEANING)))
    return [{"id": key, "label": label, "given": chosen} for key, label in offered]


def task_page(assessment: Assessment) -> dict[str, Any]:
    """The sections with their state and the minutes left."""
    progress = progress_of(assessment)
    return {
        "assessment": assessment,
        "sections": progress.sections,
        "answered": progress.done,
        "total": len(progress.expected),
        "minutes": progress.minutes_left,
        "options": len(progress.case.options),
        "no_ranking": progress.case.person.get(GOAL) == "other_role",
    }


@dataclass(frozen=True)
class CheckLine:
    """One question with its answer, on the page where the answers are checked."""

    question: Question
    answers: list[tuple[str, str, bool]]  # name of the option (empty for the person), answer, whether it is answered


def check_page(assessment: Assessment) -> dict[str, Any]:
    """Every open question with its answers, by section."""
    progress = progress_of(assessment)
    sections = [
        {"section": section.section, "lines": [_check_line(assessment, progress, q) for q in section.questions]}
        for section in progress.sections
    ]
    return {
        "assessment": assessment,
        "sections": sections,
        "minutes": progress.minutes_left if progress.case.options else 0,
        "options": len(progress.case.options),
    }


def _check_line(assessment: Assessment, progress: Progress, asked: OpenQuestion) -> CheckLine:
    question = asked.question
    if question.scope == "person":
        given = progress.case.person.get(question.id)
        text = phrases.answer_text(question, given)
        if question.id == LEANING and given == OPTION_REF and assessment.leaning:
            text = isolated(str(assessment.leaning))
        return CheckLine(question=question, answers=[("", text, given is not None)])
    names = option_names(assessment.rules, progress.case)
    lines = []
    for option in progress.case.options:
        if option.id in asked.option_ids:
            given = option.answers.get(question.id)
            lines.append((names[option.id], phrases.answer_text(question, given), given is not None))
    return CheckLine(question=question, answers=lines)
