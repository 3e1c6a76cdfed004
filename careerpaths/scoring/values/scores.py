"""The arithmetic: values, intervals and parts of every option of any number of cases.

`score` keeps the draws for the analysis; `expected_values` keeps only the means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Array, Compiled, Mask
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.values import rules
from careerpaths.scoring.values.adjustments import adjust_criteria, adjust_value
from careerpaths.scoring.values.aggregation import Prospect, Weights, total_of
from careerpaths.scoring.values.attributes import Attributes, Draws, Extremes, Filler, attributes_of, phd_after
from careerpaths.scoring.values.criteria import criteria_of
from careerpaths.scoring.values.frame import Frame, frame_of
from careerpaths.scoring.values.timeline import LeadYears, Timelines, experience_credit, lead_years, timelines

SUSTAINABILITY = CRITERIA.index("sustainability")
FEWER_DRAWS = 500  # enough for a difference under common draws; the headline uses the full number


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The values of all option rows of some cases, with their draws."""

    compiled: Compiled
    frame: Frame
    size: int  # how many ways of filling the unknown answers were tried
    attributes: Attributes
    prospect: Prospect
    weights: Weights  # of each row
    lead_weight: Array  # (cases,) lambda
    years: LeadYears  # (rows, 3): no PhD after, within two years, later
    stage: Array  # (rows, 1 or n) which of the three
    phd_odds: Array  # (rows, 1 or n) chance of a PhD after the job
    draws: Array  # (rows, n) values; n is 1 where no row has an unknown answer
    parts: Array  # (10, rows) mean points by part, in the order of PARTS
    lowest: Array  # (rows,) everything unknown at its worst
    highest: Array  # (rows,) and at its best
    chance_too_late: Array  # (cases,) P(no time left to lead); 0 where no timeline was given
    times: Timelines  # of each case
    credit: Array  # (cases,) years that earlier research saves

    @cached_property
    def mean(self) -> Array:
        """Expected value of each row, (rows,)."""
        return row_means(self.draws)

    @cached_property
    def mean_of_fewer(self) -> Array:
        """What `expected_values` says of the same rows with `FEWER_DRAWS`: fewer draws are the first of many."""
        return row_means(adjust_value(self.frame, self.prospect.first(FEWER_DRAWS).value(self.compiled, self.weights)))

    @cached_property
    def excluded(self) -> Mask:
        """Rows with a deal-breaker (V01)."""
        return excluded_rows(self.frame)

    def value_under(self, lead_weight: float) -> Array:
        """Expected values if the goal were all leading (1) or all contributing (0), (rows,)."""
        given = self.weights
        weights = Weights(
            lead=given.lead,
            contributor=given.contributor,
            lead_weight=np.full_like(given.lead_weight, lead_weight),
            route=given.route,
        )
        value = self.prospect.value(self.compiled, weights)
        return row_means(adjust_value(self.frame, value))


def excluded_rows(frame: Frame) -> Mask:
    """Rows with a deal-breaker (V01)."""
    held = [frame.holds(veto.when, "option") for veto in frame.compiled.ruleset.vetoes]
    return np.logical_or.reduce(held) if held else np.zeros(frame.rows, dtype=bool)


def row_means(values: Array) -> Array:
    """Mean of each row; a row whose draws are all the same keeps its number bit for bit."""
    if values.shape[1] == 1:
        return values[:, 0].copy()
    means = values.mean(axis=1)
    same = values.min(axis=1) == values.max(axis=1)
    return np.where(same, values[:, 0], means)


def score(compiled: Compiled, cases: Sequence[Case], draws: int | None = None) -> Scores:
    """Score every option of every case.

    `draws` is how many ways of filling the unknown answers are tried (default: the ruleset's number).
    """
    ready = _prepare(compiled, cases)
    frame, years, weights = ready.frame, ready.years, ready.weights
    sampling = compiled.ruleset.sampling
    size = draws or sampling.draws
    random = _fill(frame, years, Draws(sampling.stream, size))
    extreme = _fill(frame, years, Extremes())
    values, parts = _values(frame, random.prospect, weights)
    ends, _ = _values(frame, extreme.prospect, weights)
    return Scores(
        compiled=compiled,
        frame=frame,
        size=size,
        attributes=random.attributes,
        prospect=random.prospect,
        weights=weights,
        lead_weight=ready.person.lead_weight,
        years=years,
        stage=random.attributes.stage,
        phd_odds=random.odds,
        draws=values,
        parts=parts,
        lowest=ends.min(axis=1),
        highest=ends.max(axis=1),
        chance_too_late=ready.person.chance_too_late,
        times=ready.times,
        credit=ready.credit,
    )


def expected_values(compiled: Compiled, cases: Sequence[Case], draws: int) -> Array:
    """The expected value of every option row, (rows,), and nothing else: for comparing many cases quickly."""
    return row_means(drawn_values(compiled, cases, Draws(compiled.ruleset.sampling.stream, draws)).draws)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """The values of all option rows with what it takes to weigh them again: `Scores` without its parts and ends."""

    frame: Frame
    prospect: Prospect
    weights: Weights  # of each row
    draws: Array  # (rows, n) values; n is 1 where no row has an unknown answer

    def values_with(self, weights: Weights) -> Array:
        """The values if these were the weights, (rows, n)."""
        return adjust_value(self.frame, self.prospect.value(self.frame.compiled, weights))


def drawn_values(compiled: Compiled, cases: Sequence[Case], draws: Draws) -> Drawn:
    """The values of every option row with these draws."""
    ready = _prepare(compiled, cases)
    prospect = _fill(ready.frame, ready.years, draws).prospect
    values = adjust_value(ready.frame, prospect.value(compiled, ready.weights))
    return Drawn(frame=ready.frame, prospect=prospect, weights=ready.weights, draws=values)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ready:
    """Cases as columns, with all that does not depend on draws."""

    frame: Frame
    times: Timelines
    credit: Array
    person: "_PersonTerms"
    weights: Weights
    years: LeadYears


def _prepare(compiled: Compiled, cases: Sequence[Case]) -> _Ready:
    frame = frame_of(compiled, cases)
    times, credit = _times(frame), experience_credit(compiled, frame.number("research_experience_years"))
    person = _person_terms(frame, times, credit)
    frame.facts["chance_too_late"] = person.chance_too_late
    return _Ready(
        frame=frame,
        times=times,
        credit=credit,
        person=person,
        weights=person.weights(compiled, frame.case_of_row),
        years=_lead_years(frame, times, credit),
    )


def _times(frame: Frame) -> Timelines:
    p5, p10, p20 = (frame.number(question) for question in ("tai_p5", "tai_p10", "tai_p20"))
    return timelines(p5, p10, p20)


@dataclass(frozen=True, kw_only=True, slots=True)
class _PersonTerms:
    """What is the same for all options of a person, one line per case."""

    lead_weight: Array  # (cases,)
    burden: Array  # (cases,) factor on the weight of sustainability
    chance_too_late: Array  # (cases,)

    def weights(self, compiled: Compiled, rows: npt.NDArray[np.intp]) -> Weights:
        lead = rules.shifted_weights(compiled.lead_weights, self.burden, SUSTAINABILITY)
        contributor = rules.shifted_weights(compiled.contributor_weights, self.burden, SUSTAINABILITY)
        return Weights(
            lead=lead[rows][:, None, :],
            contributor=contributor[rows][:, None, :],
            lead_weight=self.lead_weight[rows][:, None],
            route=compiled.constants.route_weight if "R20" in compiled.on else 0.0,
        )


def _person_terms(frame: Frame, times: Timelines, credit: Array) -> _PersonTerms:
    compiled, c = frame.compiled, frame.compiled.constants
    stated, ones = times.stated > 0, np.ones(frame.cases)
    time_left = times.chance_later_than(np.maximum(c.short_horizon_years - credit, 0)[:, None])[:, 0]
    by_time = np.where(stated, compiled.lines["lead_weight_by_time"](time_left), 1.0)
    agenda = _by_choice(frame, "new_agendas_value", unknown=c.agenda_unknown)
    lead_weight = rules.lead_weight(
        _by_choice(frame, "goal_role", unknown=_unsure_goal(compiled)),
        agenda if "R03" in compiled.on else ones,
        by_time if "R02" in compiled.on else ones,
    )
    return _PersonTerms(
        lead_weight=lead_weight,
        burden=_by_choice(frame, "mental_health_risk", unknown=1.0) if "R16" in compiled.on else ones,
        chance_too_late=np.where(stated, 1 - time_left, 0.0),
    )


def _unsure_goal(compiled: Compiled) -> float:
    """People who have not given a goal count as unsure."""
    return compiled.ruleset.tables_by_id["goal_role"].levels["unsure"]


def _by_choice(frame: Frame, question: str, unknown: float) -> Array:
    column, table = frame.columns[question], frame.compiled.tables[question]
    positions = np.where(column.given, column.value, 0).astype(np.intp)
    return np.where(column.given, table[positions], unknown)


def _lead_years(frame: Frame, times: Timelines, credit: Array) -> LeadYears:
    """Years left as a lead for each row, without and with a PhD after the job (R13), (rows, 3)."""
    c = frame.compiled.constants
    rows = frame.case_of_row
    delay = frame.number("opt_start_months") / 12 - credit[rows]
    on_job = c.stage_time_penalty * stage_years(frame.compiled)
    own = Timelines(
        stated=times.stated[rows], survival=times.survival[rows], last=times.last[rows], hazard=times.hazard[rows]
    )
    return lead_years(frame.compiled, own, delay[:, None] + on_job)


def stage_years(compiled: Compiled) -> Array:
    """Years on the job before a PhD: none, within two years, later (R13)."""
    c = compiled.constants
    return np.array([0.0, c.stage_within_2y, c.stage_later])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Filled:
    """All answers, the unknown ones filled in, and what follows from them."""

    attributes: Attributes
    prospect: Prospect
    odds: Array


def _fill(frame: Frame, years: LeadYears, filler: Filler) -> _Filled:
    compiled = frame.compiled
    x = attributes_of(frame, filler)
    option = adjust_criteria(frame, criteria_of(compiled, x, years.value[:, :1]))
    odds = rules.chance_of_phd_after(
        compiled.constants, x.publish, x.letter, x.track, x.phd_odds if "R14" in compiled.on else np.ones((1, 1))
    )
    if "R13" not in compiled.on or not (x.stage > 0).any():
        return _Filled(attributes=x, prospect=Prospect(option=option), odds=odds)
    stage = x.stage.astype(np.intp)
    timing = np.take_along_axis(years.value, stage, axis=1)
    after = criteria_of(compiled, phd_after(frame, x, option.level, filler), timing)
    share = rules.share_of_phd(compiled.constants, stage_years(compiled)[stage], odds)
    return _Filled(attributes=x, prospect=Prospect(option=option, phd_after=after, phd_share=share), odds=odds)


def _values(frame: Frame, prospect: Prospect, weights: Weights) -> tuple[Array, Array]:
    """Values (rows, n) and mean points by part (10, rows)."""
    parts = prospect.parts(frame.compiled, weights)
    before = total_of(parts)
    values = adjust_value(frame, before)
    means = np.stack([row_means(part) for part in (*parts, values - before)])
    return values, means
