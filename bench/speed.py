"""Speed and memory of the engine, as absolute figures and against one NumPy pass in the same run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bench.cases import fully_answered, half_known, nearly_answered, shipped, typical
from bench.measuring import Row, measure
from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import analyse, glance
from careerpaths.scoring.values import sampling
from careerpaths.scoring.values.evaluation import evaluate
from careerpaths.scoring.values.scores import score


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """How much is measured."""

    draws: int  # ways of filling the gaps
    growing_draws: tuple[int, ...]
    options: tuple[int, ...]  # how many are compared
    batch: int  # fully answered people
    again: int  # further evaluations, to see whether memory grows
    repeats: int  # to take the median of


USUAL = Sizes(
    draws=10_000,
    growing_draws=(1_000, 2_000, 5_000, 10_000, 20_000),
    options=(1, 2, 3, 4, 5, 6, 7, 8),
    batch=10_000,
    again=200,
    repeats=7,
)
TINY = Sizes(draws=100, growing_draws=(100, 200), options=(1, 2), batch=20, again=3, repeats=1)


def rows(sizes: Sizes) -> Iterator[Row]:
    """Every line of the table, measured one after the other: small jobs first, because peak memory only grows."""
    compiled = shipped()
    yield from _growth_with_draws(compiled, sizes)
    yield from _evaluations(compiled, sizes)
    yield from _analyses(compiled, sizes)
    yield from _batches(compiled, sizes)


def _growth_with_draws(compiled: Compiled, sizes: Sizes) -> Iterator[Row]:
    case = half_known(compiled.ruleset, 3)
    for draws in sizes.growing_draws:
        job = partial(evaluate, compiled, case, draws)
        yield measure(f"evaluate 3 half-known options, {draws:,} draws", job, floats=3 * draws, repeats=sizes.repeats)


def _evaluations(compiled: Compiled, sizes: Sizes) -> Iterator[Row]:
    draws, repeats = sizes.draws, sizes.repeats
    half, unknown = half_known(compiled.ruleset, 3), typical(compiled.ruleset, 3)
    jobs: list[tuple[str, Callable[[], object], int]] = [
        (f"the same {sizes.again} times more, {draws:,} draws", partial(evaluate, compiled, half, draws), sizes.again),
        (f"the same with new random numbers, {draws:,} draws", partial(_afresh, compiled, half, draws), repeats),
        (f"evaluate 3 typical options, {draws:,} draws", partial(evaluate, compiled, unknown, draws), repeats),
        (f"glance at 3 half-known options, {draws:,} draws", partial(glance, compiled, half, draws), repeats),
    ]
    for work, job, times in jobs:
        yield measure(work, job, floats=3 * draws, repeats=times)


def _analyses(compiled: Compiled, sizes: Sizes) -> Iterator[Row]:
    for options in sizes.options:
        case = half_known(compiled.ruleset, options)
        job = partial(analyse, compiled, case, sizes.draws)
        yield measure(
            f"analyse {options} half-known option{'s' * (options > 1)}, {sizes.draws:,} draws",
            job,
            floats=options * sizes.draws,
            repeats=min(sizes.repeats, 3),
        )
    most = sizes.options[-1]
    yield measure(
        f"analyse {most} nearly answered options, {sizes.draws:,} draws",
        partial(analyse, compiled, nearly_answered(compiled.ruleset, most), sizes.draws),
        floats=most * sizes.draws,
        repeats=min(sizes.repeats, 3),
    )


def _batches(compiled: Compiled, sizes: Sizes) -> Iterator[Row]:
    for options in (1, 3):
        cases = fully_answered(compiled, sizes.batch, options)
        work = f"score {sizes.batch:,} fully answered cases of {options} option{'s' * (options > 1)}"
        yield measure(
            work, partial(score, compiled, cases), floats=options * sizes.batch, repeats=min(sizes.repeats, 3)
        )


def _afresh(compiled: Compiled, case: Case, draws: int) -> object:
    sampling.uniforms.cache_clear()
    return evaluate(compiled, case, draws)


def table(measured: Iterator[Row]) -> Iterator[str]:
    """The lines as soon as they are measured, so that a long run can be followed."""
    yield f"{'what':<58}{'median ms':>12}{'NumPy passes':>14}{'MB more':>10}"
    for row in measured:
        yield f"{row.work:<58}{1000 * row.seconds:>12.2f}{row.ratio:>14,.0f}{row.megabytes:>10.1f}"
