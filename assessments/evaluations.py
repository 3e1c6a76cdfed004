"""Stored answers and the pinned ruleset go in, an analysis comes out; equal input is computed once."""

import hashlib
import json
from collections import OrderedDict
from threading import Lock

from assessments.answers import case_of
from assessments.models import Assessment
from careerpaths.scoring.analysis import Analysis, analyse
from careerpaths.scoring.answers import Case, case_document
from careerpaths.scoring.compiled import Compiled

MOST_KEPT = 64  # analyses in memory; one is about 100 kB without its draws

_kept: OrderedDict[str, Analysis] = OrderedDict()
_lock = Lock()


def analysis_of(assessment: Assessment) -> Analysis:
    """What the assessment's own ruleset makes of its answers."""
    return analysed(assessment.ruleset.compiled, case_of(assessment))


def analysed(compiled: Compiled, case: Case) -> Analysis:
    """The analysis of a case, kept by content: the same ruleset and answers are computed once in a process."""
    key = content_key(compiled, case)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    analysis = analyse(compiled, case)
    with _lock:
        _kept[key] = analysis
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return analysis


def content_key(compiled: Compiled, case: Case) -> str:
    """SHA-256 over everything that the analysis depends on."""
    document = json.dumps(case_document(case), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{compiled.ruleset.digest}\n{document}".encode()).hexdigest()
