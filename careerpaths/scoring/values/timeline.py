"""Years to transformative AI against years to become a lead (decision model section 5).

A person states up to three probabilities. Between them the chance grows evenly; beyond the last one the hazard
of the last stretch goes on. No curve is fitted: the person gets back exactly what was said. All functions take
many persons at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.compiled import Array, Compiled

KNOTS = np.array([0.0, 5.0, 10.0, 20.0])  # years, of the three questions
WIDTHS = np.diff(KNOTS)


@dataclass(frozen=True, kw_only=True)
class Timelines:
    """The chance that transformative AI is still ahead, for n persons."""

    stated: Array  # (n,) 1 where the person gave any probability, else 0
    survival: Array  # (n, 4) at KNOTS; meaningless beyond `last`
    last: Array  # (n,) the last stated year
    hazard: Array  # (n,) per year beyond `last`

    def chance_later_than(self, years: Array) -> Array:
        """P(transformative AI comes later than `years`); shape of `years`, (n, ...)."""
        t, last, hazard = self._aligned(years)
        inside = np.ones_like(t)
        for k, width in enumerate(WIDTHS):
            drop = _column(self.survival[:, k] - self.survival[:, k + 1], t)
            inside -= drop * np.clip((t - KNOTS[k]) / width, 0, 1)
        beyond = self._at_last(t) * np.exp(-hazard * np.maximum(t - last, 0))
        return np.where(t <= last, inside, beyond)

    def years_between(self, start: Array, end: float) -> Array:
        """Expected years from `start` to `end` that lie before transformative AI: the integral of survival."""
        return np.maximum(self._integral(np.full_like(start, end)) - self._integral(np.minimum(start, end)), 0)

    def _integral(self, t: Array) -> Array:
        """Integral of survival from 0 to t: trapezoids between the knots, closed form beyond the last."""
        total = np.zeros_like(t)
        t, last, hazard = self._aligned(t)
        for k, width in enumerate(WIDTHS):
            u = np.clip(np.minimum(t, last) - KNOTS[k], 0, width)
            left, right = _column(self.survival[:, k], t), _column(self.survival[:, k + 1], t)
            total += left * u + (right - left) * u * u / (2 * width)
        beyond = np.maximum(t - last, 0)
        steady = hazard > 1e-12
        rate = np.where(steady, hazard, 1.0)
        tail = np.where(steady, -np.expm1(-rate * beyond) / rate, beyond)
        return total + self._at_last(t) * tail

    def _at_last(self, t: Array) -> Array:
        positions = np.searchsorted(KNOTS, self.last)
        return _column(self.survival[np.arange(len(self.last)), positions], t)

    def _aligned(self, t: Array) -> tuple[Array, Array, Array]:
        return t, _column(self.last, t), _column(self.hazard, t)


def _column(values: Array, like: Array) -> Array:
    return values.reshape(values.shape + (1,) * (like.ndim - 1))


def timelines(p5: Array, p10: Array, p20: Array) -> Timelines:
    """From stated probabilities in percent, shape (n,), NaN where nothing was said.

    Falling probabilities, which no form accepts, are read as flat.
    """
    said = ~np.isnan(np.stack([np.zeros_like(p5), p5, p10, p20], axis=1))
    chances = np.fmax.accumulate(np.stack([np.zeros_like(p5), p5, p10, p20], axis=1), axis=1).clip(0, 100) / 100
    before = _last_said(said[:, :-1])
    after_gap = np.where(said[:, 3], 3, 2)
    _fill(chances, said, 1, np.where(said[:, 2], 2, after_gap))
    _fill(chances, said | (np.arange(4) == 1), 2, np.full(len(p5), 3))
    last = _last_said(said)
    previous = np.where(last == 3, before, np.where(last == 2, _last_said(said[:, :-2]), 0))
    survival = 1 - chances
    return Timelines(
        stated=(last > 0).astype(np.float64),
        survival=survival,
        last=KNOTS[last],
        hazard=_hazard(_at(survival, previous), _at(survival, last), KNOTS[last] - KNOTS[previous]),
    )


def _last_said(said: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Position of the last stated knot; the first, year 0, always is."""
    first_from_end: npt.NDArray[np.intp] = np.argmax(said[:, ::-1], axis=1)
    last: npt.NDArray[np.intp] = said.shape[1] - 1 - first_from_end
    return last


def _at(values: Array, positions: npt.NDArray[np.intp]) -> Array:
    return values[np.arange(len(positions)), positions]


def _fill(chances: Array, said: npt.NDArray[np.bool_], k: int, following: npt.NDArray[np.intp]) -> None:
    """Put a chance that was not stated on the line between its neighbours, if one follows."""
    wanted = ~said[:, k] & said[np.arange(len(following)), following]
    share = (KNOTS[k] - KNOTS[k - 1]) / (KNOTS[following] - KNOTS[k - 1])
    on_line = chances[:, k - 1] + (_at(chances, following) - chances[:, k - 1]) * share
    chances[wanted, k] = on_line[wanted]


def _hazard(before: Array, after: Array, years: Array) -> Array:
    """Constant hazard of the last stretch; 0 where nothing was said or survival is already nil."""
    usable = (years > 0) & (after > 0)
    return np.where(
        usable, np.log(np.where(usable, before / np.where(usable, after, 1), 1)) / np.where(usable, years, 1), 0
    )


def experience_credit(compiled: Compiled, research_years: Array) -> Array:
    """Years that earlier research saves on the way to leading (E23 E72 E113)."""
    c = compiled.constants
    return np.minimum(c.credit_per_year * research_years, c.credit_max)


@dataclass(frozen=True, kw_only=True)
class LeadYears:
    """What is left to work as a lead, for each option and each way of reaching it."""

    expected: Array  # years, shape of the delays
    at_least_one: Array  # P(at least one year as a lead)
    value: Array  # the criterion timing, 0..1


def lead_years(compiled: Compiled, times: Timelines, ready_after: Array) -> LeadYears:
    """Average over the years that it takes to become a lead.

    `ready_after` (n, ...) in years is what delays add to that time (negative: experience saves time).
    """
    c = compiled.constants
    years, probabilities = compiled.lead_years
    start = np.maximum(ready_after[..., None] + years, 0)
    left = times.years_between(start, c.horizon_years)
    value = compiled.lines["lead_years"](left)
    stated = _column(times.stated, ready_after)
    return LeadYears(
        expected=left @ probabilities,
        at_least_one=times.chance_later_than(start + 1) @ probabilities,
        value=np.where(stated > 0, value @ probabilities, c.timing_unknown),
    )
