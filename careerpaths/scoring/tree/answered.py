"""Whether every answer that a tree reads can be filled where it is unknown, and whether its timeline can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import Scope
from careerpaths.scoring.tree.document import Scale
from careerpaths.scoring.tree.program import Program
from careerpaths.scoring.tree.references import Surroundings

YEARS_ASKED = [5, 10, 20]
"""Between these the chances of a timeline grow evenly (decision model section 5)."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The answers of a tree, under examination. Its references are sound."""

    program: Program
    around: Surroundings

    def unknown_answers_are_filled(self) -> Iterator[Fault]:
        for scale in (scale for key, scale in self.program.answered.items() if key in self.program.read):
            question = self.around.questions.get(str(scale.question))
            if question is None:
                continue  # reported with the scales
            if question.scope == "option" and scale.unknown is not None:
                message = "An unknown answer about an option is drawn. Remove this."
                yield Fault(path=f"scales.{scale.id}.unknown", message=message)
            elif not self._is_filled(scale, question):
                message = "Nothing is assumed for an unknown answer. Add a prior."
                yield Fault(path=f"questions.{question.id}", message=message)

    def _is_filled(self, scale: Scale, question: Question) -> bool:
        if question.prior is not None or scale.unknown is not None:
            return True
        own = self.program.scales.get(question.id)
        return question.scope == "person" and bool(own and own.levels)  # every choice is as likely

    def followers_are_about_options(self) -> Iterator[Fault]:
        for follower in self.program.tree.followed_by:
            if self.around.questions[follower.question].scope != "option":
                message = "Each option says what follows. Use an answer about an option."
                yield Fault(path=f"followed_by.{follower.id}.question", message=message)

    def timeline_can_be_read(self) -> Iterator[Fault]:
        timeline = self.program.tree.timeline
        if [years for _, years in timeline.chances] != YEARS_ASKED:
            message = "Name one question for the chance within 5, 10 and 20 years each."
            yield Fault(path="timeline.chances", message=message)
        for question, _ in timeline.chances:
            yield from self._number("chances", question, "person")
        yield from self._number("start", timeline.start, "option")
        yield from self._number("experience", timeline.experience, "person")

    def _number(self, place: str, key: str, scope: Scope) -> Iterator[Fault]:
        question = self.around.questions[key]
        if question.scope != scope or question.choices or question.type == "ranking":
            owner = "the person" if scope == "person" else "an option"
            yield Fault(path=f"timeline.{place}", message=f"{key} is no number about {owner}. Name another question.")
        elif place != "chances" and question.neutral is None:
            message = f"Nothing is assumed where {key} is unknown. Add a neutral value."
            yield Fault(path=f"timeline.{place}", message=message)
