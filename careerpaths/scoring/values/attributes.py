"""From answers to values: each attribute on 0..1 for every option row and every draw.

A known answer is one number per row. An unknown one is a row of numbers: draws from its prior, or its worst
and its best level. Arrays are (rows, 1) where every row knows the answer and (rows, n) otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.compiled import Array, Compiled, Levels, Mask
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Attributes:
    """Values of one set of rows. What a path does not have is 0 and no formula reads it."""

    mentor_time: Array
    mentor_research: Array
    mentor_mentoring: Array
    other_mentors: Array
    peers: Array
    freedom: Array
    runway: Array
    feedback: Array
    skills_match: Array
    growth: Array
    safety_mentor: Array
    safety_peers: Array
    supplements: Array
    publish: Array
    letter: Array
    structure: Array
    company: Array
    income: Array
    stage: Array  # 0 no PhD afterwards, 1 within two years, 2 later
    skill: Array  # from here on: of the person
    track: Array
    history: Array
    use_of_freedom: Array
    self_learning: Array
    isolation: Array
    pay_cut: Array  # factor on the income of a PhD for someone from industry
    phd_odds: Array  # factor on the odds of a PhD after a job
    route: Array  # the author's default for the kind of option (R20)
    is_phd: Mask
    is_independent: Mask


OPTION_TABLES = {
    "mentor_research": "opt_mentor_research",
    "mentor_mentoring": "opt_mentor_mentoring",
    "other_mentors": "opt_other_mentors",
    "peers": "opt_peers",
    "freedom": "opt_idea_freedom",
    "feedback": "opt_feedback_speed",
    "skills_match": "opt_skills_match",
    "growth": "opt_execution",
    "safety_mentor": "opt_safety_mentor",
    "safety_peers": "opt_safety_peers",
    "supplements": "opt_supplements",
    "publish": "opt_publish",
    "letter": "opt_letter",
    "structure": "opt_structure",
    "company": "opt_company",
    "income": "opt_income",
}
"""Attribute -> question whose table of the same id gives its value."""

OPTION_LINES = {"mentor_time": ("opt_mentor_hours", "mentor_hours"), "runway": ("opt_runway_years", "runway_years")}
"""Attribute -> (question, curve)."""

PERSON_TABLES = {
    "skill": ("execution_skill", "execution_skill"),
    "track": ("track_record", "track_record"),
    "history": ("independent_history", "independent_history"),
    "use_of_freedom": ("use_of_freedom", "use_of_freedom"),
    "self_learning": ("self_learning_speed", "self_learning_speed"),
    "isolation": ("isolation_effect", "isolation_effect"),
    "pay_cut": ("future_pay_cut", "future_pay_cut"),
    "phd_odds": ("future_pay_cut", "phd_chance_by_pay_cut"),
}
"""Attribute -> (question, table)."""

QUESTION_OF = {
    **OPTION_TABLES,
    **{name: question for name, (question, _) in OPTION_LINES.items()},
    "stage": "opt_then_phd",
}
"""Attribute of an option -> the question that it comes from."""


def attributes_of(frame: Frame, filler: Filler) -> Attributes:
    """Every attribute of every row of the frame."""
    values = {
        name: option_values(frame, question, _mapping(frame.compiled, name), filler)
        for name, question in QUESTION_OF.items()
    }
    values |= {name: person_values(frame, name, filler)[frame.case_of_row] for name in PERSON_TABLES}
    industry = frame.holds_choice("career_stage", "industry_job")[frame.case_of_row]
    is_phd = frame.on_path("phd")
    values["pay_cut"] = np.where((is_phd & industry)[:, None], values["pay_cut"], 1.0)
    return Attributes(
        **values,
        route=frame.compiled.tables["route_default"][frame.path][:, None],
        is_phd=is_phd[:, None],
        is_independent=frame.on_path("independent")[:, None],
    )


def person_values(frame: Frame, name: str, filler: Filler) -> Array:
    """A person's attribute for each case, (cases, 1) or (cases, n)."""
    question, table = PERSON_TABLES[name]
    lookup = frame.compiled.tables[table]
    column = frame.columns[question]
    known = _known(column.value, column.given, lambda raw: lookup[raw.astype(np.intp)])
    if not column.unknown.any():
        return known
    levels = frame.compiled.priors[question, PERSON]
    drawn = lookup[levels.values.astype(np.intp)][filler.of_person(levels, question)]
    return np.where(column.unknown[:, None], drawn, known)


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


def _mapping(compiled: Compiled, name: str) -> Mapping:
    """How the raw answer - choice position or number - becomes the attribute's value."""
    if name in OPTION_LINES:
        return compiled.lines[OPTION_LINES[name][1]]
    if name == "stage":
        return lambda raw: raw  # positions of no, within two years, later are the stages themselves
    lookup = compiled.tables[OPTION_TABLES[name]]
    return lambda raw: lookup[raw.astype(np.intp)]


def generic_phd(frame: Frame, filler: Filler) -> dict[str, Array]:
    """The option attributes of a PhD that nobody has described yet, each (1, n): draws shared by all rows."""
    values = {}
    for name, question in QUESTION_OF.items():
        levels = frame.compiled.priors.get((question, "phd"))
        mapped = np.zeros(1) if levels is None else _mapping(frame.compiled, name)(levels.values)
        chosen = (
            np.zeros(1, dtype=np.intp) if levels is None else filler.of_path(frame.compiled, levels, question, "phd")
        )
        values[name] = mapped[chosen][None, :]
    return values


def phd_after(frame: Frame, x: Attributes, skill: Array, filler: Filler) -> Attributes:
    """The PhD that would follow each row's job: a generic one, begun with the skill reached on the job (R13)."""
    phd = np.ones((1, 1), dtype=bool)
    route = frame.compiled.tables["route_default"][[[PATHS.index("phd")]]]
    return replace(x, **generic_phd(frame, filler), skill=skill, route=route, is_phd=phd, is_independent=~phd)
