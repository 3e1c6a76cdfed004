"""The options of some cases, as a tree sees them: their answers through scales, their kinds, their timelines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.conditions import AllOf, AnswerIn, AnswerWithin, AnyOf, AtLeastOf, Condition
from careerpaths.scoring.tree.document import FollowedBy, Scale
from careerpaths.scoring.tree.program import Program, Registers
from careerpaths.scoring.values.filling import Filler, Mapping, option_values
from careerpaths.scoring.values.frame import SAID_UNKNOWN, Frame, within
from careerpaths.scoring.values.sampling import PERSON
from careerpaths.scoring.values.timeline import MONTHS_A_YEAR, LeadYears, Timelines, timelines


@dataclass(frozen=True, kw_only=True)
class Options:
    """Rows of options with the gaps in their answers filled. `valued_as` is their kind, or the one that follows.

    What one person's options share has one row.
    """

    program: Program
    frame: Frame
    filler: Filler
    valued_as: str = ""
    begins_after: Array | None = None  # (rows, 1 or draws): years of what comes before
    delay: Array | None = None  # (rows, 1 or draws): years by which that delays it

    front: "Options | None" = None  # the options in front, for which these follow

    def followed_by(self, follower: FollowedBy, years_before: Array) -> "Options":
        """Typical options of the kind that follows."""
        delay = self.program.numbers[follower.delay] * years_before
        return replace(self, valued_as=follower.kind, begins_after=years_before, delay=delay, front=self)

    # -- answers --------------------------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> Registers:
        """Every scale of an answer, (rows, 1) or (rows, draws)."""
        return {key: self.leaf(scale) for key, scale in self.program.answered.items()}

    def leaf(self, scale: Scale) -> Array:
        """The values of one scale."""
        question = str(scale.question)
        stands_in = None if scale.unknown is None else self.program.amount(scale.unknown)
        return self._filled(question, self._mapping(scale, question), stands_in)

    def _mapping(self, scale: Scale, question: str) -> Mapping:
        """From the position of a choice, or a number, to the scale's value."""
        if scale.points:
            xs, ys = self.program.curves[scale.id]
            return lambda raw: np.interp(raw, xs, ys)
        choices = self.frame.compiled.ruleset.questions_by_id[question].choice_ids
        levels = np.array([self.program.amount(scale.levels.get(choice, 0.0)) for choice in choices])
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
        return timelines(*(self.frame.number(question) for question, _ in self.program.tree.timeline.chances))

    @cached_property
    def credit(self) -> Array:
        """Years that each person's experience saves, (cases,)."""
        t, n = self.program.tree.timeline, self.program.numbers
        return np.minimum(n[t.credit] * self.frame.number(t.experience), n[t.most_credit])

    def chance_ahead(self, years: float) -> Array:
        """The chance that so many years are left for each person, less those that experience saves, (cases,)."""
        left = self.times.chance_later_than(np.maximum(years - self.credit, 0)[:, None])[:, 0]
        return np.where(self.times.stated > 0, left, 1.0)

    def still_ahead(self, years: float) -> Array:
        ahead: Array = self.chance_ahead(years)[self.frame.case_of_row][:, None]
        return ahead

    def years_left(self, curve: tuple[Array, Array], unknown: float) -> Array:
        stated = (self.times.stated > 0)[self.frame.case_of_row][:, None]
        value = self.lead_years.mean_of(curve)
        return self.at_delay(np.where(stated, value, unknown))

    @cached_property
    def lead_years(self) -> LeadYears:
        """The years that are left for each option after each delay that occurs."""
        t, n, rows = self.program.tree.timeline, self.program.numbers, self.frame.case_of_row
        ready = self.frame.number(t.start) / MONTHS_A_YEAR - self.credit[rows]
        years, chances = np.array(t.years).T
        return LeadYears.of(self.times.of_rows(rows), ready[:, None] + self._delays, years, chances, n[t.horizon])

    @property
    def goes_on(self) -> Mask:
        """Where these follow another option, (rows, 1 or draws)."""
        return np.zeros((1, 1), dtype=bool) if self.begins_after is None else np.greater(self.begins_after, 0)

    def at_delay(self, of_delay: Array) -> Array:
        """From a figure for each delay that occurs to that of each option's own, (rows, 1 or draws)."""
        if self.delay is None:
            return of_delay
        places = np.searchsorted(self._delays, np.broadcast_to(self.delay, (self.frame.rows, self.delay.shape[1])))
        return np.take_along_axis(of_delay, places, axis=1)

    @cached_property
    def _delays(self) -> Array:
        """In order."""
        return np.zeros(1) if self.delay is None else np.unique(self.delay)
