"""What every option would be worth if one answer were different: the basis of the sensitivity analysis.

For an answer that was given, each other level is scored again. For an unknown one the draws are grouped by
level, which costs no new run. All means use common draws, so differences are clean (decision model 4.1).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from careerpaths.scoring.answers import TIMELINE_QUESTIONS, Answer, Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled, Levels, worst_first
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import ALMOST, PATHS, Scope
from careerpaths.scoring.values.filling import Draws
from careerpaths.scoring.values.sampling import PERSON, Indices
from careerpaths.scoring.values.scores import FEWER_DRAWS, Scores, expected_values

NOT_VARIED = frozenset({"goal_role"})
"""The goal is a separate switch. Sensitive answers are never varied either."""
OTHER_LEVELS: Mapping[str, tuple[float, ...]] = {
    "research_experience_years": (0, 1, 2, 4),  # years; beyond four the credit grows no more
    "opt_start_months": (36, 24, 12, 6, 0),  # months
    **dict.fromkeys(TIMELINE_QUESTIONS, (90, 75, 50, 25, 10, 0)),  # percent
}
"""Levels to try for numbers without their own curve, worst first."""

Value = str | float


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One answer of a case: of the person, or of the option at a position."""

    question: str
    option: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    """One possible answer and what it does."""

    answer: Value
    values: Array  # (m,) expected value of every option
    probability: float  # of this level where the answer is unknown; 0 where it was given


@dataclass(frozen=True, kw_only=True)
class Variation:
    """One cell with its levels, worst first. The level that was given is among them."""

    cell: Cell
    given: Value | None  # None: the answer is unknown
    levels: tuple[_Level, ...]
    if_unknown: Array | None  # (m,) values as if a given answer were not known

    @cached_property
    def position(self) -> int | None:
        """Position of the given answer among the levels."""
        return next((n for n, level in enumerate(self.levels) if level.answer == self.given), None)

    @cached_property
    def values(self) -> Array:
        """(levels, m)"""
        return np.stack([level.values for level in self.levels])


def leaders(scores: Scores) -> tuple[int, ...]:
    """Positions of the ranked options, best first; equal ones in the order of their seeds."""
    rows = [n for n in range(scores.frame.rows) if not scores.excluded[n]]
    return tuple(sorted(rows, key=lambda n: (-scores.mean[n], scores.frame.option_seeds[n])))


def winner(values: Array, order: tuple[int, ...]) -> int:
    """The best of the ranked options at these values, (m,); the present first keeps its place in a tie."""
    best = order[0]
    for n in order[1:]:
        if values[n] > values[best] + ALMOST:
            best = n
    return best


def place_among(scores: Scores, cell: Cell) -> tuple[int, str]:
    """Orders cells where nothing else does: by question, then by the option's seed, never by the order of entry."""
    questions = list(scores.compiled.ruleset.questions_by_id)
    return questions.index(cell.question), "" if cell.option is None else scores.frame.option_seeds[cell.option]


def variations(scores: Scores, case: Case) -> tuple[Variation, ...]:
    """Every answer of the case that can move a value, varied one at a time."""
    cells = list(_cells(scores, case))
    given = [cell for cell in cells if given_answer(scores, case, cell) is not None]
    unknown = [cell for cell in cells if is_unknown(scores, cell)]
    return (*_given(scores, case, given), *(_unknown(scores, cell) for cell in unknown))


def questions_that_count(compiled: Compiled, scope: Scope) -> list[str]:
    """Ids of the questions of a scope that move values and may be varied, in the order of the ruleset."""
    timeline, program = compiled.program.tree.timeline, compiled.program
    read = {str(scale.question) for scale in program.answered.values()}
    read |= {timeline.start, timeline.experience, *(question for question, _ in timeline.chances)}
    questions = (question for question in compiled.ruleset.questions if question.scope == scope and question.id in read)
    return [question.id for question in questions if not question.sensitive and question.id not in NOT_VARIED]


def _cells(scores: Scores, case: Case) -> Iterator[Cell]:
    for question in questions_that_count(scores.compiled, "person"):
        yield Cell(question=question, option=None)
    for n in range(len(case.options)):
        yield from (Cell(question=one, option=n) for one in questions_that_count(scores.compiled, "option"))


def given_answer(scores: Scores, case: Case, cell: Cell) -> Value | None:
    """The answer that was given and counts."""
    answers = case.person if cell.option is None else case.options[cell.option].answers
    answer = answers.get(cell.question)
    counts = scores.frame.columns[cell.question].given[cell.option or 0]
    return answer if counts and isinstance(answer, str | float) else None


def is_unknown(scores: Scores, cell: Cell) -> bool:
    """Whether this answer is drawn."""
    unknown = scores.frame.columns[cell.question].unknown[cell.option or 0]
    return bool(unknown) and levels_of(scores, cell) is not None


def levels_of(scores: Scores, cell: Cell) -> Levels | None:
    """The prior of a cell; None where its question has none."""
    return scores.compiled.priors.get((cell.question, _prior_key(scores, cell)))


def _prior_key(scores: Scores, cell: Cell) -> str:
    return PERSON if cell.option is None else PATHS[scores.frame.path[cell.option]]


def drawn_levels(scores: Scores, cell: Cell, levels: Levels) -> Indices:
    """Which level each draw of the evaluation used for this cell, (draws,)."""
    filler = Draws(scores.compiled.ruleset.sampling.stream, scores.size)
    if cell.option is None:
        return filler.of_person(levels, cell.question)
    return filler.of_option(scores.frame, levels, cell.question, cell.option)


def _unknown(scores: Scores, cell: Cell) -> Variation:
    """Means of the draws, grouped by the level of this cell."""
    levels = levels_of(scores, cell)
    if levels is None:
        raise ValueError(f"{cell.question} has no prior for this option.")
    drawn = drawn_levels(scores, cell, levels)
    counts = np.bincount(drawn, minlength=len(levels.values))
    question = scores.compiled.ruleset.questions_by_id[cell.question]
    return Variation(
        cell=cell,
        given=None,
        levels=tuple(
            _Level(
                answer=_answer_of(question, raw),
                values=_grouped(scores, cell, drawn, n, int(count)),
                probability=float(count / scores.size),
            )
            for n, (raw, count) in enumerate(zip(levels.values, counts, strict=True))
            if count
        ),
        if_unknown=None,
    )


def _grouped(scores: Scores, cell: Cell, drawn: Indices, level: int, count: int) -> Array:
    """Expected values where the cell is at this level: only its own option moves, or all for the person's."""
    values = scores.mean.copy()
    rows = range(scores.frame.rows) if cell.option is None else (cell.option,)
    if scores.draws.shape[1] == 1:
        return values
    at_level = drawn == level
    for row in rows:
        values[row] = scores.draws[row] @ at_level / count
    return values


def _answer_of(question: Question, raw: float) -> Value:
    return question.choice_ids[int(raw)] if question.choices else float(raw)


def _given(scores: Scores, case: Case, cells: Sequence[Cell]) -> Iterator[Variation]:
    """Each given answer at its other levels and as if unknown, all scored in one batch."""
    wanted: list[tuple[Cell, Answer | None]] = []
    for cell in cells:
        wanted += [(cell, answer) for answer in trial_answers(scores.compiled, case, cell)]
        wanted.append((cell, None))
    results = iter(values_with(scores, case, wanted))
    for cell in cells:
        answers = trial_answers(scores.compiled, case, cell)
        levels = tuple(_Level(answer=answer, values=next(results), probability=0.0) for answer in answers)
        yield Variation(cell=cell, given=given_answer(scores, case, cell), levels=levels, if_unknown=next(results))


def trial_answers(compiled: Compiled, case: Case, cell: Cell) -> list[Value]:
    """The levels to try for a given answer, worst first, the given one among them."""
    question = compiled.ruleset.questions_by_id[cell.question]
    if question.choices:
        return [question.choice_ids[position] for position in worst_first(question, compiled.ruleset.tables_by_id)]
    given = (case.person if cell.option is None else case.options[cell.option].answers)[cell.question]
    bends = [scale.points for scale in compiled.program.answered.values() if scale.question == cell.question]
    tries = tuple(x for x, _ in bends[0]) if bends else OTHER_LEVELS[cell.question]
    falling = tries[0] > tries[-1]
    allowed = {value for value in tries if _in_order(case, cell.question, value)}
    return sorted({float(value) for value in (*allowed, given) if isinstance(value, int | float)}, reverse=falling)


def _in_order(case: Case, question: str, value: float) -> bool:
    """Whether the timeline would still not fall."""
    if question not in TIMELINE_QUESTIONS:
        return True
    stated = {**case.person, question: float(value)}
    line = [stated[key] for key in TIMELINE_QUESTIONS if isinstance(stated.get(key), float)]
    return line == sorted(line)  # type: ignore[type-var]  # the filter above leaves numbers only


ROWS_AT_ONCE = 128  # option rows scored together: enough to share the overhead, few enough to stay in the cache


def values_with(scores: Scores, case: Case, wanted: Sequence[tuple[Cell, Answer | None]]) -> list[Array]:
    """Expected values of every option, (m,), if a cell had this answer (None: were unknown), for each pair.

    Differences from the present value come from fewer, common draws and are added to the full mean.
    """
    return [values for group in _groups(case, wanted) for values in _values_of(scores, case, group)]


def _groups(case: Case, wanted: Sequence[tuple[Cell, Answer | None]]) -> Iterator[Sequence[tuple[Cell, Answer | None]]]:
    """The pairs in groups of so many rows as are scored at once."""
    group: list[tuple[Cell, Answer | None]] = []
    rows = 0
    for pair in wanted:
        group.append(pair)
        rows += len(case.options) if pair[0].option is None else 1
        if rows >= ROWS_AT_ONCE:
            yield group
            group, rows = [], 0
    yield group


def _values_of(scores: Scores, case: Case, group: Sequence[tuple[Cell, Answer | None]]) -> Iterator[Array]:
    cases = [_with(case, cell, answer) for cell, answer in group]
    means = expected_values(scores.compiled, cases, min(scores.size, FEWER_DRAWS)) if cases else np.empty(0)
    row = 0
    for (cell, _), varied in zip(group, cases, strict=True):
        after = means[row : row + len(varied.options)]
        row += len(varied.options)
        values = scores.mean.copy()
        rows = slice(None) if cell.option is None else slice(cell.option, cell.option + 1)
        values[rows] += after - scores.mean_of_fewer[rows]
        yield values


def _with(case: Case, cell: Cell, answer: Answer | None) -> Case:
    """The case with one other answer; of the options only the one that it concerns."""
    if cell.option is None:
        return replace(case, person=_set(case.person, cell.question, answer))
    option = case.options[cell.option]
    return replace(case, options=(replace(option, answers=_set(option.answers, cell.question, answer)),))


def _set(answers: Mapping[str, Answer], question: str, answer: Answer | None) -> Mapping[str, Answer]:
    rest = {key: value for key, value in answers.items() if key != question}
    return rest if answer is None else {**rest, question: answer}
