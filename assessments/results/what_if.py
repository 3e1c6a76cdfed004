"""What if: the comparison with other weights, timelines, goals or answers, next to the saved one. Nothing is stored
unless the person says "Keep this", and then only answers: weights are only for trying out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Assessment, Option
from assessments.questionnaire import answers
from assessments.questionnaire.forms import as_was, number_from, understood
from assessments.questionnaire.progress import is_put_to
from assessments.results.comparison import Order
from assessments.results.parts import ComparedOption
from assessments.wording.names import LETTERS, option_names
from assessments.wording.special_questions import DEALBREAKER, GOAL, RANKING
from careerpaths.scoring.answers import TIMELINE_QUESTIONS, Answer, Case, State, plain, read_answer
from careerpaths.scoring.compiled import Compiled, with_emphasis, with_ranking
from careerpaths.scoring.findings.analysis import Glance, glance
from careerpaths.scoring.findings.variations import questions_that_count
from careerpaths.scoring.parts.questions import Question
from careerpaths.wording import hundredths

AS_IT_IS = 5  # position of a weight slider that leaves the weight unchanged
_MOST = 10  # doubles it; 0 removes it
_EMPTY = ""  # an unanswered question


@dataclass(frozen=True, kw_only=True)
class Control:
    """One answer that can be changed to try something."""

    name: str  # of the form field
    question: Question
    option: int | None  # position
    value: str  # as typed
    error: str = ""
    readings: tuple[answers.Reading, ...] = ()  # if it can be read in two ways
    understood: str = ""  # a sentence, if what was typed was interpreted

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every answer that can be chosen, the open one first; empty for a number."""
        if not self.question.choices:
            return []
        states = [(State.NOT_SURE.value, _("Not sure"))] if self.question.not_sure else []
        given = [(choice.id, choice.label) for choice in self.question.choices]
        return [(_EMPTY, _("Not answered")), *given, *states]


@dataclass(frozen=True, kw_only=True)
class Slider:
    """How much a criterion weighs, compared with the rules."""

    name: str
    label: str
    value: int


@dataclass
class WhatIf:
    """A form of controls and the comparison they give."""

    assessment: Assessment
    data: Mapping[str, str]  # what was sent; empty at first
    faults: list[dict[str, str]] = field(default_factory=list)

    @cached_property
    def compiled(self) -> Compiled:
        return self.assessment.compiled

    @cached_property
    def case(self) -> Case:
        """As saved."""
        return answers.stored_case(self.assessment)

    @cached_property
    def names(self) -> list[str]:
        return list(option_names(self.compiled.ruleset, self.case).values())

    # -- the controls -----------------------------------------------------------------------------------------

    @cached_property
    def sliders(self) -> list[Slider]:
        return [
            Slider(name=f"weight-{c.id}", label=c.label, value=_position(self.data.get(f"weight-{c.id}", "")))
            for c in self.compiled.ruleset.criteria
        ]

    @property
    def can_rank(self) -> bool:
        return isinstance(self.case.person.get(RANKING), tuple)

    @property
    def own_order(self) -> bool:
        """Whether the person's own order of the criteria sets the weights."""
        return self.can_rank and self.data.get("own-order") == "on"

    @cached_property
    def person_controls(self) -> list[Control]:
        return [
            self._control(question, None)
            for question in (GOAL, *questions_that_count(self.compiled, "person"))
            if self._is_tried(question)
        ]

    @cached_property
    def option_controls(self) -> list[dict[str, Any]]:
        """For each option its name and the controls of the questions that it has."""
        questions = self.compiled.ruleset.questions_by_id
        return [
            {
                "name": self.names[n],
                "letter": LETTERS[n],
                "position": n,
                "controls": [
                    self._control(q, n)
                    for q in (DEALBREAKER, *questions_that_count(self.compiled, "option"))
                    if questions[q].has_path(option.path) and self._is_tried(q)
                ],
            }
            for n, option in enumerate(self.case.options)
        ]

    def _is_tried(self, question_id: str) -> bool:
        """People who give a second opinion cannot try answers they are not asked for, such as deal-breakers."""
        question = self.compiled.ruleset.questions_by_id[question_id]
        return not self.assessment.opinion_on_id or is_put_to(self.assessment, question)

    def _control(self, question_id: str, option: int | None) -> Control:
        question = self.compiled.ruleset.questions_by_id[question_id]
        name = question_id if option is None else f"{question_id}-{self.case.options[option].id}"
        saved = self._stored(question_id, option)
        value = self.data.get(name, as_was(None if saved is None else plain(saved)))
        if not value.strip() and isinstance(saved, State) and not question.choices:
            value = saved.value  # an empty number field means the state chosen instead
        control = Control(name=name, question=question, option=option, value=value)
        try:
            _read(control)
        except ValueError as error:
            self.faults.append({"target": name, "message": f"{self._called(control)}: {error}"})
            return replace(control, error=str(error), readings=getattr(error, "readings", ()))
        return replace(control, understood=understood(question, value.strip()))

    def _called(self, control: Control) -> str:
        """What a control is about, in a list of what is wrong with several."""
        short = control.question.short
        return short if control.option is None else f"{self.names[control.option]}, {short}"

    # -- their effect -----------------------------------------------------------------------------------------

    @cached_property
    def controls(self) -> list[Control]:
        return [*self.person_controls, *(control for group in self.option_controls for control in group["controls"])]

    @cached_property
    def tried(self) -> Case:
        """The case with the answers of the controls. Faulty controls keep the saved answer."""
        person = self._answers(self.case.person, None)
        options = tuple(
            replace(option, answers=self._answers(option.answers, n)) for n, option in enumerate(self.case.options)
        )
        return Case(person=person, options=options)

    def _answers(self, saved: Mapping[str, Answer], option: int | None) -> Mapping[str, Answer]:
        given = dict(saved)
        for control in self.controls:
            if control.option == option and not control.error:
                answer = _read(control)
                given.pop(control.question.id, None)
                if answer is not None:
                    given[control.question.id] = answer
        return given

    @cached_property
    def changed(self) -> list[Control]:
        """The controls that differ from what is saved."""
        return [
            control
            for control in self.controls
            if not control.error and _read(control) != self._stored(control.question.id, control.option)
        ]

    def _stored(self, question: str, option: int | None) -> Answer | None:
        owner = self.case.person if option is None else self.case.options[option].answers
        return owner.get(question)

    @cached_property
    def weighed(self) -> Compiled:
        """The rules with the weights of the sliders, or of the person's own order."""
        ranking = self.case.person.get(RANKING)
        rules = with_ranking(self.compiled, ranking) if self.own_order and isinstance(ranking, tuple) else self.compiled
        factors = {s.name.removeprefix("weight-"): s.value / AS_IT_IS for s in self.sliders if s.value != AS_IT_IS}
        try:
            return with_emphasis(rules, factors) if factors else rules
        except ValueError:
            message = _("Leave at least one criterion with some weight.")
            self.faults.append({"target": self.sliders[0].name, "message": message})
            return rules

    @cached_property
    def saved_glance(self) -> Glance:
        return glance(self.compiled, self.case)

    @cached_property
    def tried_glance(self) -> Glance:
        self._check_timelines()
        if not self.changed and self.weighed is self.compiled:
            return self.saved_glance
        return glance(self.weighed, self.tried)

    def _check_timelines(self) -> None:
        asked = [control for control in self.person_controls if control.question.id in TIMELINE_QUESTIONS]
        read = [(control, None if control.error else _read(control)) for control in asked]
        stated = [(control, answer) for control, answer in read if isinstance(answer, float)]
        for (_before, earlier), (control, later) in pairwise(stated):
            if later < earlier:
                message = _("Enter %(number)g or more: a longer time cannot be less likely than the shorter one.")
                said = f"{self._called(control)}: {message % {'number': earlier}}"
                self.faults.append({"target": control.name, "message": said})

    @cached_property
    def lines(self) -> list[tuple[ComparedOption, ComparedOption]]:
        """Each option as saved, and as tried."""
        return list(zip(Order(self.saved_glance).options, Order(self.tried_glance).options, strict=True))

    @property
    def sentence(self) -> str:
        """What the change does to the first place."""
        before, after = self.saved_glance.order, self.tried_glance.order
        if not after:
            return _("Nothing is ranked under these answers.")
        if len(after) == 1:
            return _("There is one option to look at, so there is nothing to rank it against.")
        first = self.case.options[after[0]].id
        words = {"first": self.names[after[0]], "share": hundredths(self.tried_glance.first[first])}
        if self.tried_glance.closeness == "too_close":
            return _("Too close to call: %(first)s would be first in %(share)s ways.") % words
        if before and before[0] == after[0]:
            return _("%(first)s would still be first, in %(share)s ways.") % words
        return _("%(first)s would be first, in %(share)s ways.") % words

    def keep(self) -> int:
        """Save the answers that were changed. Returns how many."""
        options: dict[str, Option] = {option.uid: option for option in self.assessment.options.present()}
        new = [
            answers.NewAnswer(
                question=control.question,
                option=None if control.option is None else options[self.case.options[control.option].id],
                value=_read(control),
            )
            for control in self.changed
        ]
        answers.save_answer(self.assessment, new)
        return len(new)


def _read(control: Control) -> Answer | None:
    """The answer of a control; None for an empty one. Raises `ValueError` with one sentence."""
    typed = control.value.strip()
    if not typed:
        return None
    if control.question.choices or typed in {state.value for state in State}:
        return read_answer(control.question, typed)
    return read_answer(control.question, number_from(control.question, typed).value)


def _position(text: str) -> int:
    """A slider's position; if it cannot be read, the weight stays."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= _MOST else AS_IT_IS
