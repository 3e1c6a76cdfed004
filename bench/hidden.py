"""Whether the time a page takes reveals an answer hidden from its reader. One process, as an attacker would want."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.impact import set_up_site

Times = npt.NDArray[np.float64]
SHUFFLES = 9_999
SEED = 20261128


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    comparisons: int  # that differ only in the hidden answer
    views: int  # of each, for both the first and the second view
    warm_up: int = 1  # views that do not count
    shuffles: int = SHUFFLES


USUAL = Sizes(comparisons=20, views=30)
TINY = Sizes(comparisons=2, views=1, warm_up=0, shuffles=99)


def lines(sizes: Sizes) -> Iterator[str]:
    """For each hideable question and each kind of reader, how likely such times would be by chance."""
    with TemporaryDirectory(prefix="careerpaths-bench-") as folder:
        (Path(folder) / "static").mkdir()
        set_up_site(Path(folder))
        yield from table(sizes)


def table(sizes: Sizes) -> Iterator[str]:
    """The same in an empty database that is already set up."""
    from bench.hidden_stage import Stage, sensitive_questions  # noqa: PLC0415 - models can be imported only now

    yield f"{sizes.comparisons} comparisons that differ in one hidden answer, {sizes.views} views each"
    yield f"{'question':<22}{'seen by':<18}{'view':<9}{'median ms':>10}{'p':>9}"
    for question in sensitive_questions():
        stage = Stage(question, sizes.comparisons)
        for (reader, view), times in measured(stage, sizes).items():
            p = chance(times, stage.answers, sizes.shuffles)
            yield f"{question.id:<22}{reader:<18}{view:<9}{1000 * float(np.median(times)):>10.1f}{p:>9.3f}"


def measured(stage: Any, sizes: Sizes) -> dict[tuple[str, str], Times]:
    """Processor seconds by reader and view, as (views, comparisons). Every round starts with an empty cache."""
    order = random.Random(SEED)  # noqa: S311 - for the order of measurements, not a secret
    times: dict[tuple[str, str], list[list[float]]] = {}
    for round_ in range(-sizes.warm_up, sizes.views):
        stage.begin_round()
        for reader, visits in stage.readers.items():
            for view in ("first", "second"):
                seconds = _seconds(visits, order)
                if round_ >= 0:
                    times.setdefault((reader, view), []).append(seconds)
    return {key: np.array(rows) for key, rows in times.items()}


def _seconds(visits: Sequence[Callable[[], None]], order: random.Random) -> list[float]:
    seconds = [0.0] * len(visits)
    for n in order.sample(range(len(visits)), len(visits)):
        start = process_time()
        visits[n]()
        seconds[n] = process_time() - start
    return seconds


def chance(times: Times, answers: Sequence[str], shuffles: int = SHUFFLES) -> float:
    """How often shuffled answers separate the comparisons as far as the true ones do: a permutation test on ranks.

    Times are ranked in each round. The mean ranks of the comparisons are shuffled, not single views, because views of
    the same comparison are not independent of each other.
    """
    ranks = times.argsort(axis=1).argsort(axis=1).mean(axis=0)
    groups = np.unique(np.array(answers), return_inverse=True)[1]
    random_ = np.random.default_rng(SEED)
    observed = _parted(ranks, groups)
    as_far = sum(_parted(ranks, random_.permutation(groups)) >= observed - 1e-9 for _ in range(shuffles))
    return (1 + as_far) / (1 + shuffles)


def _parted(ranks: Times, groups: npt.NDArray[np.intp]) -> float:
    """How far apart the groups are: the squares of their mean ranks, weighted by their size."""
    sizes = np.bincount(groups)
    return float((np.bincount(groups, weights=ranks - ranks.mean()) ** 2 / sizes).sum())
