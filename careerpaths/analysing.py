"""Analyses for people who are waiting: one at a time per process, so that cheap requests are answered meanwhile."""

from threading import Semaphore

from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Analysis, Glance, analyse, glance

ONE_AT_A_TIME = Semaphore(
    1
)  # several would share one processor, so each of them, and everything else, would finish later


def analysed(compiled: Compiled, case: Case, *, confidence: bool = False) -> Analysis:
    """The analysis, once earlier ones are done."""
    with ONE_AT_A_TIME:
        return analyse(compiled, case, confidence=confidence)


def glanced_at(compiled: Compiled, case: Case) -> Glance:
    """Only the comparison, in the same way."""
    with ONE_AT_A_TIME:
        return glance(compiled, case)
