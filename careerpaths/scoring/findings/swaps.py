"""What single answers by somebody else would do to a case: one swapped at a time, the rest unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass

from careerpaths.scoring.answers import Answer, Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.variations import Cell, leaders, place_among, values_with, winner
from careerpaths.scoring.values.scores import Scores, score


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """One answer taken from somebody else."""

    cell: Cell
    answer: Answer
    moves: tuple[float, ...]  # points by which the value of each option would change
    first: int | None  # position of the option that would be first; None where all are out of the ranking
    changes_first: bool
    size: float  # points by which the value moves that moves most; of the ranked options, where there are any


def swaps(compiled: Compiled, case: Case, wanted: Sequence[tuple[Cell, Answer]]) -> tuple[Swap, ...]:
    """Each answer put into the case for itself, those that do most first.

    Order: what puts another option first, then how far it moves a value, then the order of the questions.
    An option that is out of the ranking stays out of it.
    """
    if not case.options:
        return ()
    scores = score(compiled, [case])
    found = [
        _swap(scores, cell, answer, values)
        for (cell, answer), values in zip(wanted, values_with(scores, case, wanted), strict=True)
    ]
    return tuple(sorted(found, key=lambda swap: (not swap.changes_first, -swap.size, place_among(scores, swap.cell))))


def _swap(scores: Scores, cell: Cell, answer: Answer, values: Array) -> Swap:
    moves = values - scores.mean
    order = leaders(scores)
    first = winner(values, order) if order else None
    return Swap(
        cell=cell,
        answer=answer,
        moves=tuple(float(move) for move in moves),
        first=first,
        changes_first=bool(order) and first != order[0],
        size=float(max(abs(moves[n]) for n in order or range(len(moves)))),
    )
