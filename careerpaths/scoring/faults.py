"""What is wrong with a document, in words: a path and one sentence for each fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

MOST_TOLD = 20  # faults at once: who sends more has sent something else than was meant
LONGEST_PATH = 200  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong."""

    path: str  # where, such as `options[2].answers.opt_peers`; empty for the whole document
    message: str  # a sentence that says what is wrong and what to do

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def told(faults: Sequence[Fault]) -> list[Fault]:
    """The first faults, each with a path of readable length, and how many more there are."""
    first = [replace(fault, path=shortened(fault.path, LONGEST_PATH)) for fault in faults[:MOST_TOLD]]
    more = len(faults) - len(first)
    return [*first, Fault(path="", message=f"{more:,} more are not listed here.")] if more else first


def shortened(text: str, most: int = 60) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class DocumentError(ValueError):
    """A document that cannot be used. `faults` is never empty."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.told))

    @property
    def told(self) -> list[Fault]:
        """The faults as people and programs are told of them."""
        return told(self.faults)


class RulesetError(DocumentError):
    """An invalid ruleset."""


class CaseError(DocumentError):
    """A case - a person's answers and options - that cannot be read."""


def path_of(location: Iterable[str | int], document: Any = None) -> str:
    """`("options", 2, "path")` as `options[2].path`.

    In a `document` whose list items have ids, an item is called by its id: `questions.opt_peers.prior`.
    """
    named: list[str | int] = []
    for step in location:
        if isinstance(step, str) and step.startswith(("<", "[")):  # pydantic's marks for unions and keys: no places
            continue
        document = _inside(document, step)
        named.append(step_of(document, step) if isinstance(step, int) else step)
    return written_path(named)


def written_path(steps: Iterable[str | int]) -> str:
    """`("questions", "opt_peers", "choices", 2)` as `questions.opt_peers.choices[2]`."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def step_of(item: Any, n: int) -> str | int:
    """How an item of a list is called: by its id, if it has one that fits in a path, or else by its number."""
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) and name.isidentifier() else n


def _inside(document: Any, step: str | int) -> Any:
    try:
        return document[step]
    except (LookupError, TypeError):
        return None


def sentences(error: ValidationError, document: Any = None) -> list[Fault]:
    """The faults that pydantic found, in our words and with the path of each."""
    return [
        Fault(path=path_of(detail["loc"], document), message=_sentence(detail))
        for detail in error.errors(include_url=False, include_input=False)
    ]


WORDS = {
    "missing": "This is missing.",
    "extra_forbidden": "This key is not known here. Check its spelling or remove it.",
    "dict_type": "A mapping of keys to values is needed here.",
    "model_type": "A mapping of keys to values is needed here.",
    "list_type": "A list is needed here.",
    "tuple_type": "A list is needed here.",
    "string_type": "A text is needed here.",
    "float_type": "A number is needed here.",
    "float_parsing": "A number is needed here.",
    "int_type": "A whole number is needed here.",
    "int_parsing": "A whole number is needed here.",
    "int_from_float": "A whole number is needed here.",
    "int_parsing_size": "The number is too large.",
    "bool_type": "Use true or false.",
    "bool_parsing": "Use true or false.",
    "finite_number": "A finite number is needed here.",
    **dict.fromkeys(
        ["date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"],
        "Write the date as YYYY-MM-DD.",
    ),
    **dict.fromkeys(
        ["datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"],
        "Write the time as YYYY-MM-DDTHH:MM:SSZ.",
    ),
}

_TEMPLATES = {
    "greater_than_equal": "The number must be {ge:g} or more.",
    "less_than_equal": "The number must be {le:g} or less.",
    "literal_error": "Use one of {expected}.",
    "string_too_long": "The text is too long: at most {max_length} characters.",
    "string_too_short": "The text is empty.",
    "too_short": "At least {min_length} is needed here.",
    "too_long": "At most {max_length} are possible here.",
    "string_pattern_mismatch": "The text must match {pattern}.",
}

NO_SOURCE = "Name the evidence that the number rests on, such as E57, or write assumption."


def _sentence(detail: ErrorDetails) -> str:
    if "source" in detail["loc"]:
        return NO_SOURCE
    return sentence_of(detail["type"], detail["msg"], detail.get("ctx", {}))


def sentence_of(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """What pydantic found, in our words."""
    if kind in WORDS:
        return WORDS[kind]
    if kind in _TEMPLATES:
        return _TEMPLATES[kind].format(**context)
    return message if message.endswith(".") else f"{message}."
