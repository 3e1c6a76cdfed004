"""What is wrong with a document, said in words: a path and one sentence for each fault."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong."""

    path: str  # where, such as `options[2].answers.opt_peers`; empty for the whole document
    message: str  # a sentence that says what is wrong and what to do

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class DocumentError(ValueError):
    """A document that cannot be used. `faults` is never empty."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RulesetError(DocumentError):
    """A ruleset that cannot be meant."""


class CaseError(DocumentError):
    """A case - a person's answers and options - that cannot be read."""


def path_of(location: Iterable[str | int]) -> str:
    """`("options", 2, "path")` as `options[2].path`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def sentences(error: ValidationError) -> list[Fault]:
    """The faults that pydantic found, in our words and with the path of each."""
    return [
        Fault(path=path_of(detail["loc"]), message=_sentence(detail["type"], detail["msg"], detail.get("ctx", {})))
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
    "bool_type": "Use true or false.",
    "bool_parsing": "Use true or false.",
    "finite_number": "A finite number is needed here.",
    "date_from_datetime_parsing": "Write the date as YYYY-MM-DD.",
}

TEMPLATES = {
    "greater_than_equal": "The number must be {ge} or more.",
    "less_than_equal": "The number must be {le} or less.",
    "literal_error": "Use one of {expected}.",
    "string_too_long": "The text is too long: at most {max_length} characters.",
    "string_too_short": "The text is empty.",
    "too_short": "At least {min_length} is needed here.",
    "too_long": "At most {max_length} are possible here.",
    "string_pattern_mismatch": "The text must match {pattern}.",
}


def _sentence(kind: str, message: str, context: dict[str, object]) -> str:
    if kind in WORDS:
        return WORDS[kind]
    if kind in TEMPLATES:
        return TEMPLATES[kind].format(**context)
    return message if message.endswith(".") else f"{message}."
