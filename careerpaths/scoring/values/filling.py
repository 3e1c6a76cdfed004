"""Answers with the gaps filled: unknown ones are drawn from their priors, or are at their worst or best.

A known answer is one number per row. An unknown one is a row of numbers: draws from its prior, or its worst
and its best level. Arrays are (rows, 1) where every row knows the answer and (rows, n) otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.compiled import Compiled, Levels
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.frame import NOT_SURE, Frame
from careerpaths.scoring.values.sampling import PERSON, Indices, drawn, drawn_evenly, normals
from careerpaths.scoring.values.site_factor import SiteFactor, level_indices_at, site_factor_of

Mapping = Callable[[Array], Array]


class Filler(Protocol):
    """What is assumed for unknown answers."""

    @property
    def size(self) -> int:
        """How many columns."""

    def of_person(self, levels: Levels, question: str) -> Indices:
        """One level of a person's answer, worst first, for each column."""

    def of_option(self, frame: Frame, levels: Levels, question: str, row: int) -> Indices:
        """One level of the answer of an option row, worst first, for each column."""

    def of_path(self, compiled: Compiled, levels: Levels, question: str, path: str) -> Indices:
        """The same for an option of which nothing is known but its kind."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Random levels from the priors.

    An answer that was not asked shares its draws with all options of the path; one that is not sure has separate draws
    (decision model 3.8).
    """

    stream: str
    size: int
    even: bool = False  # spread evenly over the levels: for few draws

    def of_person(self, levels: Levels, question: str) -> Indices:
        return self._drawn(levels, question, PERSON)

    def of_option(self, frame: Frame, levels: Levels, question: str, row: int) -> Indices:
        key = stream_key(frame, question, row)
        if frame.compiled.dependence > 0 and question in frame.compiled.site_questions:
            return self._at_site(frame.compiled, levels, question, key, site_factor_of(frame, row))
        return self._drawn(levels, question, key)

    def of_path(self, compiled: Compiled, levels: Levels, question: str, path: str) -> Indices:
        key = f"path:{path}"
        if compiled.dependence > 0 and question in compiled.site_questions:
            return self._at_site(compiled, levels, question, key, SiteFactor(mean=0.0, deviation=1.0))
        return self._drawn(levels, question, key)

    def _drawn(self, levels: Levels, question: str, key: str) -> Indices:
        draw = drawn_evenly if self.even else drawn
        return draw(levels, self.stream, question, key, self.size)

    def _at_site(self, compiled: Compiled, levels: Levels, question: str, key: str, site: SiteFactor) -> Indices:
        z = site.draws(self.stream, key, self.size)
        return level_indices_at(levels, z, compiled.dependence, normals(self.stream, question, key, self.size))


@dataclass(frozen=True, slots=True)
class Extremes:
    """Two columns: everything unknown at its worst, then at its best admissible level."""

    size: int = 2

    def of_person(self, levels: Levels, question: str) -> Indices:
        return _ends(levels)

    def of_option(self, frame: Frame, levels: Levels, question: str, row: int) -> Indices:
        return _ends(levels)

    def of_path(self, compiled: Compiled, levels: Levels, question: str, path: str) -> Indices:
        return _ends(levels)


def _ends(levels: Levels) -> Indices:
    return np.array([0, len(levels.values) - 1], dtype=np.int8)


def stream_key(frame: Frame, question: str, row: int) -> str:
    """Names the draws of an unknown answer: its path's where it was not asked, its option's where it is not sure."""
    if frame.columns[question].state[row] == NOT_SURE:
        return f"option:{frame.option_seeds[row]}"
    return f"path:{PATHS[frame.path[row]]}"


def option_values(frame: Frame, question: str, mapping: Mapping, filler: Filler) -> Array:
    column = frame.columns[question]
    known = _known(column.value, column.given, mapping)
    if not column.unknown.any():
        return known
    rows = np.flatnonzero(column.unknown)
    one_of_each, kind_of_row = _kinds(frame, question, rows)
    kinds: list[Array] = []  # the draws that occur, each (n,)
    for row in one_of_each:
        levels = frame.compiled.priors[question, PATHS[frame.path[row]]]
        kinds.append(mapping(levels.values)[filler.of_option(frame, levels, question, row)])
    values = np.empty((frame.rows, filler.size))
    values[:] = known
    values[rows] = kinds[0] if len(kinds) == 1 else np.stack(kinds)[kind_of_row]
    return values


def _kinds(frame: Frame, question: str, rows: npt.NDArray[np.intp]) -> tuple[list[int], npt.NDArray[np.intp]]:
    """One row of each kind of draws, and which kind each of these rows has.

    Rows of one path share their draws where they were not asked. Where they are not sure, those of one id do.
    """
    if _rows_differ(frame, question):
        return rows.tolist(), np.arange(len(rows))
    not_sure = frame.columns[question].state[rows] == NOT_SURE
    draws = np.where(not_sure, frame.draws_of_row[rows], frame.path[rows])
    _, first, kind_of_row = np.unique(draws, return_index=True, return_inverse=True)
    return rows[first].tolist(), kind_of_row


def _rows_differ(frame: Frame, question: str) -> bool:
    """Whether what is known about each site moves the draws of this answer."""
    return frame.compiled.dependence > 0 and question in frame.compiled.site_questions


def _known(raw: Array, given: Mask, mapping: Mapping) -> Array:
    values = np.zeros((len(raw), 1))
    values[given, 0] = mapping(raw[given])
    return values
