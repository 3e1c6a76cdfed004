"""Stored answers and the pinned ruleset go in, an analysis or its page comes out; equal input is computed once."""

import hashlib
import json

from assessments.answers import case_of
from assessments.models import Assessment
from assessments.results import ResultPage
from careerpaths.kept import Kept
from careerpaths.scoring.analysis import Analysis, analyse
from careerpaths.scoring.answers import Case, case_document
from careerpaths.scoring.compiled import Compiled

MOST_KEPT = 128  # results in the memory of a process; one is about 400 kB with its page and its text

analyses: Kept[Analysis] = Kept(MOST_KEPT)
pages: Kept[ResultPage] = Kept(MOST_KEPT)


def page_of(assessment: Assessment, leaning: str = "") -> ResultPage:
    """What a result page says about the assessment under its own ruleset."""
    return page_about(assessment.compiled, case_of(assessment), leaning)


def page_about(compiled: Compiled, case: Case, leaning: str = "") -> ResultPage:
    """What a result page says about a case. `leaning` is the id of an option, or nothing.

    Kept by content: the same ruleset and answers are analysed once in a process, whoever looks.
    """
    key = content_key(compiled, case)

    def page() -> ResultPage:
        return ResultPage(analyses.get(key, lambda: analyse(compiled, case)), leaning)

    return pages.get(f"{key} {leaning}", page)


def content_key(compiled: Compiled, case: Case) -> str:
    """SHA-256 over everything that the analysis depends on."""
    document = json.dumps(case_document(case), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{compiled.ruleset.digest}\n{document}".encode()).hexdigest()
