"""Counts over many cases: the outcomes under both rulesets, added up so that no case is stored."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.batch import Outcomes
from careerpaths.scoring.schema import ALMOST, PATHS

NOT_RANKED, TOO_CLOSE, LEANS, COMES_FIRST = range(4)
MOST_POINTS = 100
MOST_PLACES = 7  # with eight options, from last to first

Counts = npt.NDArray[np.int64]


def _counts(*shape: int) -> Counts:
    return np.zeros(shape, dtype=np.int64)


@dataclass(kw_only=True)
class Tally:
    """Numbers of people. Paths are in the order of PATHS."""

    people: int = 0
    ranked_before: int = 0  # only under the live rules
    ranked_after: int = 0  # only under the other rules
    kept: Counts = field(default_factory=lambda: _counts(len(PATHS)))  # first option stays first, by its path
    changed: Counts = field(default_factory=lambda: _counts(len(PATHS), len(PATHS)))  # from, to
    closeness: Counts = field(default_factory=lambda: _counts(4, 4))  # from, to
    with_path: Counts = field(default_factory=lambda: _counts(len(PATHS)))  # people with such an option, ranked
    rise: Counts = field(default_factory=lambda: _counts(len(PATHS), MOST_POINTS + 1))  # by greatest rise, in points
    fall: Counts = field(default_factory=lambda: _counts(len(PATHS), MOST_POINTS + 1))
    up: Counts = field(default_factory=lambda: _counts(len(PATHS), MOST_PLACES + 1))  # by greatest move, in ranks
    down: Counts = field(default_factory=lambda: _counts(len(PATHS), MOST_PLACES + 1))
    options: Counts = field(default_factory=lambda: _counts(len(PATHS)))  # options, not people
    points: Array = field(default_factory=lambda: np.zeros(len(PATHS)))  # sum of the changes in their values

    def add(self, live: Compiled, before: Outcomes, draft: Compiled, after: Outcomes) -> None:
        """Count the same cases under both rulesets."""
        self.people += len(before.first)
        self._add_first(before, after)
        self._add_closeness(closeness_codes(live, before), closeness_codes(draft, after))
        self._add_shifts(before, after, before.ranked & after.ranked)

    def _add_first(self, before: Outcomes, after: Outcomes) -> None:
        was, now = before.first >= 0, after.first >= 0
        self.ranked_before += int((was & ~now).sum())
        self.ranked_after += int((now & ~was).sum())
        one, other = before.first[was & now], after.first[was & now]
        stays = after.rank[one] == 1  # even if another option now ties with it
        self.kept += np.bincount(before.path[one[stays]], minlength=len(PATHS))
        np.add.at(self.changed, (before.path[one[~stays]], after.path[other[~stays]]), 1)

    def _add_closeness(self, before: npt.NDArray[np.intp], after: npt.NDArray[np.intp]) -> None:
        np.add.at(self.closeness, (before, after), 1)

    def _add_shifts(self, before: Outcomes, after: Outcomes, rows: Mask) -> None:
        path, shift = before.path[rows], (after.values - before.values)[rows]
        places = before.rank[rows].astype(np.int64) - after.rank[rows]  # positive: nearer to the first
        self.options += np.bincount(path, minlength=len(PATHS))
        self.points += np.bincount(path, shift, minlength=len(PATHS))
        person = before.case_of_row[rows] * len(PATHS) + path
        self.with_path += np.bincount(np.unique(person) % len(PATHS), minlength=len(PATHS))
        whole = np.floor(np.abs(shift) + ALMOST).astype(np.int64)
        for counts, amount in (
            (self.rise, np.where(shift > 0, whole, 0)),
            (self.fall, np.where(shift < 0, whole, 0)),
            (self.up, np.maximum(places, 0)),
            (self.down, np.maximum(-places, 0)),
        ):
            _count_greatest(counts, person, amount)


def _count_greatest(counts: Counts, person: npt.NDArray[np.int64], amount: npt.NDArray[np.int64]) -> None:
    """Add each person and path once, at the greatest amount among their options."""
    order = np.lexsort((amount, person))
    last = np.diff(person[order], append=-1) != 0
    np.add.at(counts, (person[order][last] % len(PATHS), amount[order][last]), 1)


def closeness_codes(compiled: Compiled, found: Outcomes) -> npt.NDArray[np.intp]:
    """What the lead of each first option is called (R24)."""
    leans, first = compiled.numbers["leans_from"], compiled.numbers["first_from"]
    codes = 1 + (found.chance >= leans).astype(np.intp) + (found.chance >= first)
    return np.where(np.isnan(found.chance), NOT_RANKED, codes)
