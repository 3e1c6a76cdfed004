"""The options of some cases, as a tree sees them: their answers through scales, their kinds, their timelines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from careerpaths.scoring.compiled import Array, Mask
from careerpaths.scoring.conditions import AllOf, AnswerIn, AnswerWithin, AnyOf, AtLeastOf, Condition
from careerpaths.scoring.tree.document import FollowedBy, Scale
from careerpaths.scoring.tree.program import Program, Registers
from careerpaths.scoring.values.advice import MONTHS_A_YEAR
from careerpaths.scoring.values.attributes import Filler, Mapping, option_values
from careerpaths.scoring.values.frame import SAID_UNKNOWN, Frame, within
from careerpaths.scoring.values.sampling import PERSON
from careerpaths.scoring.values.timeline import Timelines, timelines


@dataclass(frozen=True, kw_only=True)
class Options:
    """Rows of options with the gaps in their answers filled. `valued_as` is their kind, or the one that follows.

    What one person's options share has one row.
    """

    program: Program
    frame: Frame
    filler: Filler
    valued_as: str = ""
    years_before: Array | None = None  # (rows, 1 or draws): of what comes before it

    front: "Options | None" = None  # the options in front, for which these follow

    def followed_by(self, follower: FollowedBy, years_before: Array) -> "Options":
        """Typical options of the kind that follows."""
        return replace(self, valued_as=follower.kind, years_before=years_before, front=self)

    # -- answers --------------------------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> Registers:
        """Every scale of an answer, (rows, 1) or (rows, draws)."""
        return {scale.id: self.leaf(scale, scale.question) for scale in self.program.tree.scales if scale.question}

    def leaf(self, scale: Scale, question: str) -> Array:
        """The values of one scale."""
        stands_in = None if scale.unknown is None else self.program.amount(scale.unknown)
        return self._filled(question, self._mapping(scale, question), stands_in)

    def _mapping(self, scale: Scale, question: str) -> Mapping:
        """From the position of a choice, or a number, to the scale's value."""
        if scale.points:
            xs, ys = self.program.curves[scale.id]
            return lambda raw: np.interp(raw, xs, ys)
        choices = self.frame.compiled.ruleset.questions_by_id[question].choice_ids
        levels = np.array([self.program.amount(scale.levels[choice]) for choice in choices])
        return lambda raw: levels[raw.astype(np.intp)]

    def _filled(self, question: str, mapping: Mapping, stands_in: float | None = None) -> Array:
        """An answer as the mapping reads it; one that is unknown is drawn, unless something stands in for it."""
        if self.frame.scope_of(question) == "person":
            values = self._of_person(question, mapping, stands_in)
            return values if len(values) == 1 else values[self.frame.case_of_row]
        if self.valued_as:
            return self._typical(question, mapping)
        return option_values(self.frame, question, mapping, self.filler)

    def _of_person(self, question: str, mapping: Mapping, stands_in: float | None) -> Array:
        """For each case, (cases, 1) or (cases, draws)."""
        column = self.frame.columns[question]
        values = np.full((len(column.value), 1), stands_in or 0.0)
        values[column.given, 0] = mapping(column.value[column.given])
        levels = self.frame.compiled.priors.get((question, PERSON))
        if stands_in is not None or levels is None or not column.unknown.any():
            return values
        drawn = mapping(levels.values)[self.filler.of_person(levels, question)]
        return np.where(column.unknown[:, None], drawn, values)

    def _typical(self, question: str, mapping: Mapping) -> Array:
        """Of an option that nobody has described yet, (1, draws): draws that all rows share."""
        levels = self.frame.compiled.priors.get((question, self.valued_as))
        if levels is None:
            return np.zeros((1, 1))
        chosen = self.filler.of_path(self.frame.compiled, levels, question, self.valued_as)
        return mapping(levels.values)[chosen][None, :]

    # -- kinds and conditions -------------------------------------------------------------------------------------

    def is_kind(self, kinds: Sequence[str]) -> Mask:
        if self.valued_as:
            return np.array([[self.valued_as in kinds]])
        return self.frame.on_path(*kinds)[:, None]

    def holds(self, condition: Condition) -> Mask:
        """Of the options in front. An unknown answer is drawn like any other."""
        if self.front is not None:
            return self.front.holds(condition)
        match condition:
            case AllOf():
                return reduce(np.logical_and, map(self.holds, condition.all))
            case AnyOf():
                return reduce(np.logical_or, map(self.holds, condition.any))
            case AtLeastOf():
                return reduce(np.add, (self.holds(part).astype(np.int8) for part in condition.of)) >= condition.count
            case AnswerIn() if not set(condition.choices) & SAID_UNKNOWN.keys():
                choices = self.frame.compiled.ruleset.questions_by_id[condition.question].choice_ids
                wanted = [choices.index(choice) for choice in condition.choices]
                return self._filled(condition.question, lambda raw: np.isin(raw, wanted).astype(np.float64)) > 0
            case AnswerWithin():
                return self._filled(condition.question, lambda raw: within(condition, raw).astype(np.float64)) > 0
            case _:
                return self.frame.holds(condition, "option")[:, None]

    # -- time -----------------------------------------------------------------------------------------------------

    @cached_property
    def times(self) -> Timelines:
        """What each person said about transformative AI."""
        p5, p10, p20 = (self.frame.number(question) for question, _ in self.program.tree.timeline.chances)
        return timelines(p5, p10, p20)

    @cached_property
    def credit(self) -> Array:
        """Years that each person's experience saves, (cases,)."""
        t, n = self.program.tree.timeline, self.program.numbers
        return np.minimum(n[t.credit] * self.frame.number(t.experience), n[t.most_credit])

    @cached_property
    def stated(self) -> Mask:
        """Whether each option's person gave any timeline, (rows, 1)."""
        return (self.times.stated > 0)[self.frame.case_of_row][:, None]

    def still_ahead(self, years: float) -> Array:
        left = self.times.chance_later_than(np.maximum(years - self.credit, 0)[:, None])
        ahead: Array = np.where(self.stated, left[self.frame.case_of_row], 1.0)
        return ahead

    def years_left(self, curve: tuple[Array, Array], unknown: float) -> Array:
        t, n, rows = self.program.tree.timeline, self.program.numbers, self.frame.case_of_row
        ready = self.frame.number(t.start)[:, None] / MONTHS_A_YEAR - self.credit[rows][:, None]
        at = self._each_delay
        own = Timelines(
            stated=self.times.stated[rows],
            survival=self.times.survival[rows],
            last=self.times.last[rows],
            hazard=self.times.hazard[rows],
        )
        years, probabilities = np.array(t.years).T
        start = np.maximum((ready + at)[..., None] + years, 0)
        value = np.interp(own.years_between(start, n[t.horizon]), *curve) @ probabilities
        of_delay = np.where(self.stated, value, unknown)
        if self.years_before is None:
            return of_delay
        return np.take_along_axis(of_delay, np.searchsorted(at, self._delay), axis=1)

    @cached_property
    def _delay(self) -> Array:
        """Years by which what came before delays an option, (rows, 1 or draws)."""
        if self.years_before is None:
            return np.zeros((1, 1))
        (follower,) = (f for f in self.program.tree.followed_by if f.kind == self.valued_as)
        delay: Array = self.program.numbers[follower.delay] * self.years_before
        return delay

    @cached_property
    def _each_delay(self) -> Array:
        """The delays that occur, in order."""
        return np.unique(self._delay)
