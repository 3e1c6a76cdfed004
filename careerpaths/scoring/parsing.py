"""From plain data to a ruleset: the shape first, then every check.

`parse` is the door: it either returns a valid `Ruleset`, or raises `RulesetError` with a path and a
sentence for every fault.
"""

from typing import Any

from pydantic import ValidationError

from careerpaths.scoring.checks.consistency import faults_of
from careerpaths.scoring.faults import RulesetError, sentences
from careerpaths.scoring.ruleset import Ruleset


def parse(document: Any) -> Ruleset:
    """Turn plain data into a ruleset.

    Raises `RulesetError` that lists every fault with its path and one sentence.
    """
    try:
        ruleset = Ruleset.model_validate(document)
    except ValidationError as error:
        raise RulesetError(sentences(error, document)) from error
    if faults := faults_of(ruleset):
        raise RulesetError(faults)
    return ruleset
