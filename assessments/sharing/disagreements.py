"""Two people's answers to the same questions about the same options, and what each difference does to the result.

Only the owner gives deal-breakers and sensitive answers. Both results use them, so that the results differ only in what
both were asked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.models import Assessment, ShareLink
from assessments.questionnaire.answers import document_of, stored_case
from assessments.questionnaire.forms import as_was
from assessments.results.cache import order_about
from assessments.results.comparison import Order
from assessments.results.parts import ComparedOption
from assessments.sharing.redaction import redacted_case
from assessments.wording import phrases
from assessments.wording.names import LETTERS
from assessments.wording.special_questions import GOAL, LEANING
from careerpaths.scoring.answers import Answer, Case, State, plain, readable_case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.swaps import Swap, swaps
from careerpaths.scoring.findings.variations import Cell
from careerpaths.scoring.parts.questions import Question

HARDLY = 0.5  # points; a smaller change rounds to zero


def comparable(question: Question) -> bool:
    """Whether both are asked a question, and its answers mean the same to both."""
    return question.tier != "setup" and not question.sensitive and question.id != LEANING


@dataclass(frozen=True, kw_only=True, slots=True)
class Voices:
    """What the page calls the two people."""

    mine: str  # the owner of the comparison
    theirs: str  # the person who gave the second opinion
    their_answer: str  # the start of a sentence about what it would change
    about_person: str  # for an answer that is not about an option


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedAnswers:
    """One question that both could answer, with what each said."""

    cell: Cell
    question: Question
    mine: Answer | None
    theirs: Answer | None

    @property
    def differs(self) -> bool:
        """Both answered, differently. Being unsure when the other is sure counts."""
        return is_given(self.mine) and self.theirs is not None and self.theirs != self.mine

    @property
    def fills(self) -> bool:
        """Only the second opinion has an answer."""
        return self.mine in (None, State.NOT_SURE) and is_given(self.theirs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One difference as the page shows it."""

    question: Question
    option: str  # address; empty for an answer about the person
    position: int | None
    letter: str
    about: str
    mine: str
    theirs: str
    effect: str
    matters: bool
    seen: str  # the other person's answer as sent by a form


def is_given(answer: Answer | None) -> bool:
    """Whether there is a definite answer."""
    return answer is not None and not isinstance(answer, State)


@dataclass
class Disagreements:
    """Both cases, both results and the differences."""

    compiled: Compiled
    mine: Case
    theirs: Case
    voices: Voices
    readers: str  # who the cached results are for
    their_leaning: str  # the option's address, or nothing

    @cached_property
    def my_page(self) -> Order:
        return order_about(self.compiled, self.mine, readers=self.readers)

    @cached_property
    def their_page(self) -> Order:
        return order_about(self.compiled, self.theirs, readers=self.readers)

    @cached_property
    def pairs(self) -> list[ComparedAnswers]:
        return list(self._pairs())

    def _pairs(self) -> Iterator[ComparedAnswers]:
        for question in filter(comparable, self.compiled.ruleset.questions):
            if question.scope == "person":
                yield self._pair(question, None, self.mine.person, self.theirs.person)
            else:
                for n, (mine, theirs) in enumerate(zip(self.mine.options, self.theirs.options, strict=True)):
                    yield self._pair(question, n, mine.answers, theirs.answers)

    def _pair(
        self, question: Question, option: int | None, mine: Mapping[str, Answer], theirs: Mapping[str, Answer]
    ) -> ComparedAnswers:
        cell = Cell(question=question.id, option=option)
        return ComparedAnswers(cell=cell, question=question, mine=mine.get(question.id), theirs=theirs.get(question.id))

    # -- what they said ---------------------------------------------------------------------------------------

    @property
    def answered(self) -> int:
        """How many of the questions the second opinion has any answer to."""
        return sum(pair.theirs is not None for pair in self.pairs)

    @property
    def agreed(self) -> int:
        return sum(is_given(pair.mine) and pair.mine == pair.theirs for pair in self.pairs)

    @property
    def left_open(self) -> int:
        """Answers of the owner on which the second opinion says nothing."""
        return sum(is_given(pair.mine) and pair.theirs is None for pair in self.pairs)

    @cached_property
    def differences(self) -> list[Difference]:
        """Where both answered and differ; those that matter most to the result first."""
        return self._measured(lambda pair: pair.differs)

    @cached_property
    def filled(self) -> list[Difference]:
        """What only the second opinion answered; those that matter most to the result first."""
        return self._measured(lambda pair: pair.fills)

    @property
    def that_matter(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.matters]

    @property
    def that_hardly_matter(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.matters]

    def _measured(self, chosen: Callable[[ComparedAnswers], bool]) -> list[Difference]:
        pairs = {pair.cell: pair for pair in self.pairs if chosen(pair)}
        wanted = [(cell, pair.theirs) for cell, pair in pairs.items() if pair.theirs is not None]
        return [self._difference(pairs[swap.cell], swap) for swap in swaps(self.compiled, self.mine, wanted)]

    def _difference(self, pair: ComparedAnswers, swap: Swap) -> Difference:
        n = pair.cell.option
        return Difference(
            question=pair.question,
            option="" if n is None else self.mine.options[n].id,
            position=n,
            letter="" if n is None else LETTERS[n],
            about=self.voices.about_person if n is None else self.my_page.names[n],
            mine=phrases.answer_text(pair.question, pair.mine),
            theirs=phrases.answer_text(pair.question, pair.theirs),
            effect=self._effect(swap),
            matters=swap.changes_first or swap.size >= HARDLY or self._ends_ranking(swap),
            seen="" if pair.theirs is None else as_was(plain(pair.theirs)),
        )

    def _effect(self, swap: Swap) -> str:
        """What the one answer would do, in one sentence."""
        words = {"answer": self.voices.their_answer}
        if self._ends_ranking(swap):
            return _("%(answer)s would leave nothing to rank.") % words
        if self.my_page.kind == "no_ranking":
            return _("Nothing is ranked at present, so it makes no difference yet.")
        out = swap.cell.option is not None and self.my_page.options[swap.cell.option].result.excluded
        if out and self.my_page.ranked:
            return _("This option is out of the ranking, so it makes no difference there.")
        if swap.size < HARDLY and not swap.changes_first:
            return _("%(answer)s would not move any value by as much as a point.") % words
        most = max(self.my_page.look.order or range(len(swap.moves)), key=lambda n: abs(swap.moves[n]))
        words |= {"option": self.my_page.names[most], "points": phrases.signed_points(swap.moves[most])}
        words["first"] = "" if swap.first is None else self.my_page.names[swap.first]
        if swap.changes_first and swap.first == most:
            return _("%(answer)s would move %(option)s by %(points)s and make it first.") % words
        if swap.changes_first:
            return _("%(answer)s would move %(option)s by %(points)s and make %(first)s first.") % words
        return _("%(answer)s would move %(option)s by %(points)s.") % words

    @staticmethod
    def _ends_ranking(swap: Swap) -> bool:
        return swap.cell.question == GOAL and swap.answer == "other_role"

    # -- both results -----------------------------------------------------------------------------------------

    @property
    def beside(self) -> list[tuple[ComparedOption, ComparedOption]]:
        """Each option in both results, in the owner's order."""
        return list(zip(self.my_page.options, self.their_page.options, strict=True))

    @property
    def same_first(self) -> bool:
        """Whether both results have the same option first."""
        mine, theirs = self.my_page.ranked, self.their_page.ranked
        return bool(mine) and bool(theirs) and mine[0].id == theirs[0].id

    @property
    def leaning(self) -> str:
        """What the second opinion leaned towards before its own result."""
        return next((option.name for option in self.my_page.options if option.id == self.their_leaning), "")


def compared_for_owner(assessment: Assessment, opinion: Assessment, label: str) -> Disagreements:
    """The comparison as the owner sees it."""
    voices = Voices(
        mine=_("You"),
        theirs=label,
        their_answer=_("Taking this over"),
        about_person=_("About you"),
    )
    return _between(assessment, opinion, stored_case(assessment), voices, assessment.uid)


def compared_for_advisor(assessment: Assessment, opinion: Assessment, link: ShareLink) -> Disagreements:
    """The comparison as the advisor sees it: nothing in it depends on what the link does not show."""
    voices = Voices(
        mine=_("They"),
        theirs=_("You"),
        their_answer=_("Your answer"),
        about_person=_("About them"),
    )
    return _between(assessment, opinion, redacted_case(assessment, link), voices, link.uid)


def _between(assessment: Assessment, opinion: Assessment, mine: Case, voices: Voices, readers: str) -> Disagreements:
    compiled = assessment.compiled
    return Disagreements(
        compiled=compiled,
        mine=mine,
        theirs=_counterpart(mine, readable_case(compiled.ruleset, document_of(opinion)), compiled),
        voices=voices,
        readers=readers,
        their_leaning=opinion.leaning.uid if opinion.leaning else "",
    )


def _counterpart(mine: Case, theirs: Case, compiled: Compiled) -> Case:
    """The second opinion about the owner's options, with the owner's answers where only the owner was asked."""
    questions = compiled.ruleset.questions_by_id

    def joined(own: Mapping[str, Answer], other: Mapping[str, Answer]) -> Mapping[str, Answer]:
        kept = {key: answer for key, answer in own.items() if not comparable(questions[key])}
        return kept | {key: answer for key, answer in other.items() if comparable(questions[key])}

    given = {option.id: option.answers for option in theirs.options}
    options = tuple(
        replace(option, answers=joined(option.answers, given.get(option.id, {}))) for option in mine.options
    )
    return Case(person=joined(mine.person, theirs.person), options=options)
