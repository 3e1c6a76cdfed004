"""Years to transformative AI against years to become a lead (decision model section 5).

A person states up to three probabilities. Between them the chance grows evenly; beyond the last one the hazard
of the last stretch goes on. No curve is fitted: the person gets back exactly what was said. All functions take
many persons at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.arrays import Array

MONTHS_A_YEAR = 12
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

    def of_rows(self, rows: npt.NDArray[np.intp]) -> "Timelines":
        """That of the person of each row."""
        return Timelines(
            stated=self.stated[rows], survival=self.survival[rows], last=self.last[rows], hazard=self.hazard[rows]
        )

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


@dataclass(frozen=True, kw_only=True)
class LeadYears:
    """What is left to work as a lead, for n options after each of some delays."""

    left: Array  # (n, delays, k) years, for each of k ways of getting there
    chances: Array  # (k,) of these ways
    at_least_one: Array  # (n, delays) P(at least one year)

    @classmethod
    def of(cls, times: Timelines, ready_after: Array, years: Array, chances: Array, horizon: float) -> "LeadYears":
        """`ready_after` (n, delays) in years is what is added to the years to get there (negative: saved)."""
        start = np.maximum(ready_after[..., None] + years, 0)
        return cls(
            left=times.years_between(start, horizon),
            chances=chances,
            at_least_one=times.chance_later_than(start + 1) @ chances,
        )

    @property
    def expected(self) -> Array:
        """Years, (n, delays)."""
        expected: Array = self.left @ self.chances
        return expected

    def mean_of(self, curve: tuple[Array, Array]) -> Array:
        """The mean of a curve of the years left, (n, delays)."""
        mean: Array = np.interp(self.left, *curve) @ self.chances
        return mean
