"""From attributes to the criteria of the value tree (decision model 3.4), with each rule's switch."""

from dataclasses import dataclass, fields

import numpy as np

from careerpaths.scoring.compiled import Array, Compiled
from careerpaths.scoring.values import rules
from careerpaths.scoring.values.attributes import Attributes


@dataclass(frozen=True, kw_only=True, slots=True)
class Criteria:
    """Values on 0..1 of some rows, each (rows, 1) or (rows, n)."""

    people: Array
    own_ideas: Array
    level: Array  # of execution; leads gain from it through the curve `execution`
    execution: Array
    safety: Array
    communication: Array
    sustainability: Array
    timing: Array
    usable_freedom: Array  # what R12 reads
    multiplier: Array  # on growth: R15, R17
    route: Array  # 1 where the author's default applies (R20), else 0

    def lead(self) -> tuple[Array, ...]:
        """The seven criteria as they count for leading, in the order of CRITERIA."""
        return (*self._shared(self.execution), self.timing)

    def contributor(self) -> tuple[Array, ...]:
        """The seven criteria as they count for contributing: execution enters as the level reached."""
        return (*self._shared(self.level), self.timing)

    def first(self, draws: int) -> "Criteria":
        """The same with no more than so many of the draws."""
        return Criteria(**{field.name: getattr(self, field.name)[:, :draws] for field in fields(Criteria)})

    def _shared(self, execution: Array) -> tuple[Array, ...]:
        return (self.people, self.own_ideas, execution, self.safety, self.communication, self.sustainability)


def criteria_of(compiled: Compiled, x: Attributes, timing: Array) -> Criteria:
    """Compose the criteria. A rule that is switched off leaves what it acts on as it is."""
    c, on = compiled.constants, compiled.on
    people = _people(compiled, x)
    freedom = _usable_freedom(compiled, x)
    level = rules.execution_level(x.skill, x.growth)
    company = rules.company_felt(x.company, x.isolation) if "R15" in on else x.company
    income = x.income * x.pay_cut if "R14" in on else x.income
    interest = rules.interest_of_mentor(x.safety_mentor, x.mentor_research)
    supplements = x.supplements if "R11" in on else np.zeros((1, 1))
    return Criteria(
        people=people,
        own_ideas=rules.own_ideas(c, freedom, x.runway, people) if "R09" in on else freedom,
        level=level,
        execution=compiled.lines["execution_level"](level) if "R10" in on else level,
        safety=rules.safety_relevance(c, interest, x.safety_peers, supplements),
        communication=rules.communication(c, x.publish, x.letter, x.is_phd),
        sustainability=rules.sustainability(c, x.structure, company, income),
        timing=timing,
        usable_freedom=freedom,
        multiplier=_multiplier(compiled, x, company),
        route=x.route,
    )


def _people(compiled: Compiled, x: Attributes) -> Array:
    c, on = compiled.constants, compiled.on
    feedback = x.feedback if "R05" in on else np.zeros((1, 1))
    self_learning = x.self_learning if "R06" in on else np.zeros((1, 1))
    mentor = rules.mentor_effect(x.mentor_time, x.mentor_research, x.mentor_mentoring)
    guided = rules.guidance(mentor, feedback, self_learning)
    people = rules.learning_from_others(c, guided, x.other_mentors, x.peers)
    if "R07" in on:
        people = np.minimum(people, rules.surroundings_cap(c, x.mentor_research, x.peers, feedback, self_learning))
    return people


def _usable_freedom(compiled: Compiled, x: Attributes) -> Array:
    if "R08" not in compiled.on:
        return x.freedom
    direction = rules.self_direction(compiled.constants, x.history, x.use_of_freedom, x.structure)
    return rules.usable_freedom(compiled.constants, x.freedom, direction)


def _multiplier(compiled: Compiled, x: Attributes, company: Array) -> Array:
    c, on = compiled.constants, compiled.on
    multiplier = rules.motivation(c, company) if "R15" in on else np.ones((1, 1))
    if "R17" in on:
        ready = rules.readiness(c, x.skills_match, x.track, x.history)
        multiplier = np.where(x.is_independent, multiplier * ready, multiplier)
    return multiplier
