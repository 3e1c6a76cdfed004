"""Many cases at once, with few draws: only which option comes first and how confident that is.

The formulas are those of one case. What differs is that an unknown answer gets few draws, spread evenly over its
levels, and that options are identified by position, so that the draws of an answer that is not sure are the same in
every case. Values are exact where everything is answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array, Mask, row_means
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.robustness import headline_weights
from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.tree.run import Weights
from careerpaths.scoring.values.advice import raise_flags
from careerpaths.scoring.values.filling import Draws
from careerpaths.scoring.values.frame import Frame
from careerpaths.scoring.values.scores import Drawn, drawn_values, excluded_rows

BATCH_DRAWS = 64
"""With them nine of ten values are within 0.6 points of those from 10,000 draws, and nine of ten shares within eight of
a hundred (tests/scoring/findings/test_batch.py). Two rulesets that are compared have the same draws, so less of that is
left in their difference. Enough to count many people."""
FLOATS_AT_ONCE = 150000  # values held together: enough to share the fixed effort, few enough for small memory

_Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcomes:
    """What came out for some cases. Option rows of all cases are stacked in order."""

    case_of_row: _Rows  # (rows,)
    path: npt.NDArray[np.int8]  # (rows,) position in PATHS
    values: Array  # (rows,) expected values
    ranked: Mask  # (rows,) neither excluded nor of a person with another goal
    rank: npt.NDArray[np.int8]  # (rows,) 1 is first, equal options share a rank; 0 where nothing is ranked
    first: _Rows  # (cases,) row of the first option, -1 where nothing is ranked
    chance: Array  # (cases,) share of the draws in which the first option is first; NaN with fewer than two


def outcomes(compiled: Compiled, cases: Sequence[Case], draws: int = BATCH_DRAWS, *, even: bool = True) -> Outcomes:
    """Score all cases, some at a time. With `even` off the draws are those of `evaluate`."""
    filler = Draws(compiled.ruleset.sampling.stream, draws, even)
    return _joined([_outcomes(compiled, some, filler) for some in _in_parts(cases, max(1, FLOATS_AT_ONCE // draws))])


def flags_raised(compiled: Compiled, cases: Sequence[Case]) -> frozenset[str]:
    """The ids of the flags that at least one of these cases raises."""
    frame = drawn_values(compiled, cases, Draws(compiled.ruleset.sampling.stream, 1)).frame
    raise_flags(frame)
    return frozenset(flag for flag, held in frame.flags.items() if held.any())


def _in_parts(cases: Sequence[Case], rows_at_once: int) -> Iterator[Sequence[Case]]:
    """The cases in order, in parts of so many option rows; one part at least."""
    start = rows = 0
    for n, case in enumerate(cases):
        if rows + len(case.options) > rows_at_once and n > start:
            yield cases[start:n]
            start, rows = n, 0
        rows += len(case.options)
    yield cases[start:]


def _outcomes(compiled: Compiled, cases: Sequence[Case], draws: Draws) -> Outcomes:
    drawn = drawn_values(compiled, cases, draws)
    frame, means = drawn.frame, row_means(drawn.draws)
    ranked = ~excluded_rows(frame) & ~frame.holds_choice("goal_role", "other_role")[frame.case_of_row]
    rows = np.flatnonzero(ranked)
    rank, first = _order(frame, means, rows)
    return Outcomes(
        case_of_row=frame.case_of_row,
        path=frame.path,
        values=means,
        ranked=ranked,
        rank=rank,
        first=first,
        chance=_chances(drawn, rows, rank, draws.size),
    )


def _order(frame: Frame, means: Array, rows: _Rows) -> tuple[npt.NDArray[np.int8], _Rows]:
    """The rank of every row, and the first row of every case; among equal ones the first in the list."""
    rank, first = np.zeros(frame.rows, dtype=np.int8), np.full(frame.cases, -1)
    cases = frame.case_of_row[rows]
    values, better = means[rows], np.zeros(len(rows), dtype=np.int8)
    for distance in range(1, int(np.bincount(cases).max()) if len(cases) else 1):  # between two rows of one case
        same, ahead = cases[distance:] == cases[:-distance], values[distance:] - values[:-distance]
        better[:-distance] += same & (ahead > ALMOST)
        better[distance:] += same & (ahead < -ALMOST)
    rank[rows] = 1 + better
    leading = rows[better == 0][::-1]  # backwards, so that the first of equal ones is written last
    first[frame.case_of_row[leading]] = leading
    return rank, first


def _chances(drawn: Drawn, rows: _Rows, rank: npt.NDArray[np.int8], draws: int) -> Array:
    """How often the first option is first when unknowns and weights vary together, (cases,)."""
    frame = drawn.frame
    chance = np.full(frame.cases, np.nan)
    if not len(rows):
        return chance
    values = drawn.values_with(_drawn_weights(drawn, draws))[rows]
    starts = np.flatnonzero(np.diff(frame.case_of_row[rows], prepend=-1))
    case = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(rows)))
    best = np.maximum.reduceat(values, starts)
    leads = values >= best[case] - ALMOST
    shares = (leads / np.add.reduceat(leads.astype(np.int8), starts)[case]).mean(axis=1)
    among_first = np.where(rank[rows] == 1, shares, 0.0)
    several = np.diff(starts, append=len(rows)) > 1
    chance[frame.case_of_row[rows[starts]]] = np.where(several, np.maximum.reduceat(among_first, starts), np.nan)
    return chance


def _drawn_weights(drawn: Drawn, draws: int) -> Weights:
    """Weights drawn around those of each person, the same for all whose central weights are the same."""
    given = drawn.valued.own.given
    by_goal = {}
    for goal, own in given.by_goal.items():
        kinds, kind_of_row = np.unique(own[:, 0], axis=0, return_inverse=True)
        sets = [headline_weights(drawn.frame.compiled, goal, weights, draws) for weights in kinds]
        by_goal[goal] = _of_rows(sets, kind_of_row)
    return replace(given, by_goal=by_goal)


def _of_rows(drawn: Sequence[Array], kind_of_row: _Rows) -> Array:
    """From (1, draws, criteria) of each kind to (rows, draws, criteria), each criterion contiguous; one stays one."""
    if len(drawn) == 1:
        return drawn[0]
    by_criterion = np.stack([np.moveaxis(weights[0], -1, 0) for weights in drawn], axis=1)
    return np.moveaxis(by_criterion[:, kind_of_row], 0, -1)


def _joined(parts: Sequence[Outcomes]) -> Outcomes:
    """The outcomes of some lots of cases as those of one."""
    cases = np.cumsum([0, *(len(part.first) for part in parts[:-1])])
    rows = np.cumsum([0, *(len(part.path) for part in parts[:-1])])
    return Outcomes(
        case_of_row=np.concatenate([part.case_of_row + n for part, n in zip(parts, cases, strict=True)]),
        path=np.concatenate([part.path for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        ranked=np.concatenate([part.ranked for part in parts]),
        rank=np.concatenate([part.rank for part in parts]),
        first=np.concatenate(
            [np.where(part.first < 0, -1, part.first + n) for part, n in zip(parts, rows, strict=True)]
        ),
        chance=np.concatenate([part.chance for part in parts]),
    )
