"""Answers and their ruleset go in, an analysis or its page comes out; the same is computed once for the same readers.

The cache is separate for each circle of readers: the owner of a comparison, those who have one link, one advisor. A
shared cache would answer faster if it had seen the same answers before. By trying each answer in turn, somebody could
tell from the time what another person said.
"""

from assessments.models import Assessment
from assessments.questionnaire.answers import memory_key, stored_case
from assessments.results.comparison import Order
from assessments.results.page import ResultPage
from careerpaths.analysing import analysed, glanced_at
from careerpaths.cache import Cache
from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Analysis

MOST_KEPT = 128  # results in the memory of a process; each takes about 400 kB with its page and its text
EVERYBODY = "everybody"  # for what is public, such as the example

analyses: Cache[Analysis] = Cache(MOST_KEPT)
pages: Cache[ResultPage] = Cache(MOST_KEPT)
orders: Cache[Order] = Cache(MOST_KEPT)


def page_of(assessment: Assessment, leaning: str = "") -> ResultPage:
    """What a result page tells the owner of the assessment, under its own ruleset."""
    return page_about(assessment.compiled, stored_case(assessment), leaning, readers=assessment.uid)


def page_about(compiled: Compiled, case: Case, leaning: str = "", *, readers: str) -> ResultPage:
    """What a result page says about a case. `leaning` is the id of an option, or nothing.

    `readers` is the address of what lets them see it: an assessment, a link or a consent; or `EVERYBODY`.
    """
    key = memory_key(compiled, case, readers)

    def page() -> ResultPage:
        return ResultPage(analyses.get(key, lambda: analysed(compiled, case)), leaning)

    return pages.get(f"{key} {leaning}", page)


def order_of(assessment: Assessment) -> Order:
    """The order of the owner's options, under the assessment's own ruleset."""
    return order_about(assessment.compiled, stored_case(assessment), readers=assessment.uid)


def order_about(compiled: Compiled, case: Case, *, readers: str) -> Order:
    """The order of a case's options, for a page that says no more. It takes a third of the time of `page_about`."""
    return orders.get(memory_key(compiled, case, readers), lambda: Order(glanced_at(compiled, case)))
