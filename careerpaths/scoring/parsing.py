"""From plain data to a ruleset: the shape first, then every check.

`parse` is the door: it either returns a valid `Ruleset`, or raises `RulesetError` with a path and a
sentence for every fault.
"""

from typing import Any

from pydantic import ValidationError

from careerpaths.scoring.checks.consistency import faults_of
from careerpaths.scoring.faults import Fault, RulesetError, sentences
from careerpaths.scoring.ruleset import Ruleset

OLD_FORMAT = (
    "This ruleset has format 1, which does not say how the rules put answers together. Export the version from the "
    "admin, which has format 2, and make your changes there."
)


def parse(document: Any) -> Ruleset:
    """Turn plain data into a ruleset.

    Raises `RulesetError` that lists every fault with its path and one sentence.
    """
    if is_of_format_1(document):
        raise RulesetError([Fault(path="format", message=OLD_FORMAT)])
    try:
        ruleset = Ruleset.model_validate(document)
    except ValidationError as error:
        raise RulesetError(sentences(error, document)) from error
    if faults := faults_of(ruleset):
        raise RulesetError(faults)
    return ruleset


def is_of_format_1(document: Any) -> bool:
    """Whether a document does not yet say how the rules put answers together."""
    return isinstance(document, dict) and document.get("format", 1) == 1
