"""The closed set of conditions, as data.

A condition says when a question is asked, a warning is shown, a plan item is offered or an adjustment
applies. There is no expression language: what is not listed here cannot be said. No condition negates, so
more information never takes a held condition back in surprising ways, and "could it hold?" is easy to answer.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from careerpaths.scoring.schema import Finite, Frozen, Named, PathId, Slug

STATES = ("answered", "not_sure", "unanswered")
"""States that a condition can list besides the choices of a question."""

FactId = Literal["chance_too_late", "core_answered_share", "open_questions", "savings_cover_runway"]
"""Figures that the engine derives: see `careerpaths.scoring.values.advice`."""

PERSON_FACTS = frozenset({"chance_too_late", "open_questions"})
"""Figures of a person; the others are figures of an option."""


class AnswerIn(Frozen):
    """The answer is one of these choices or states."""

    question: Slug
    choices: tuple[str, ...] = Field(alias="in", min_length=1)


class AnswerWithin(Frozen):
    """A number was given and it keeps these bounds."""

    question: Slug
    below: Finite | None = None
    at_most: Finite | None = None
    at_least: Finite | None = None


class PathIn(Frozen):
    """The option is of one of these kinds."""

    path: tuple[PathId, ...] = Field(min_length=1)


class AnyOptionPath(Frozen):
    """Some option of the person is of one of these kinds."""

    any_option_path: tuple[PathId, ...] = Field(min_length=1)


class AnyOptionAnswer(Frozen):
    """Some option of the person has one of these answers."""

    any_option: AnswerIn


class FlagHolds(Frozen):
    """Another warning is shown: for the option, or for the person."""

    flag: Named


class FactWithin(Frozen):
    """A figure that the engine derives keeps these bounds."""

    fact: FactId
    below: Finite | None = None
    at_least: Finite | None = None


class DetailsOpened(Frozen):
    """The person asked for the detailed questions."""

    details: Literal[True]


class Always(Frozen):
    """Holds for everybody."""

    always: Literal[True]


class AllOf(Frozen):
    """Every one of these holds."""

    all: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Frozen):
    """At least one of these holds."""

    any: tuple["Condition", ...] = Field(min_length=1)


class AtLeastOf(Frozen):
    """At least so many of these hold."""

    count: int = Field(ge=1)
    of: tuple["Condition", ...] = Field(min_length=1)


KINDS = ("always", "all", "any", "of", "path", "any_option_path", "any_option", "flag", "fact", "details")
"""The key that tells each kind of condition apart, where no question does."""


def _kind(value: Any) -> str | None:
    """The tag of a condition's kind. Its brackets keep it out of the paths of faults."""
    keys = value.keys() if isinstance(value, dict) else getattr(type(value), "model_fields", {}).keys()
    if "question" in keys:
        return "<in>" if {"in", "choices"} & set(keys) else "<within>"
    return next((f"<{kind}>" for kind in KINDS if kind in keys), None)


Condition = Annotated[
    Annotated[AnswerIn, Tag("<in>")]
    | Annotated[AnswerWithin, Tag("<within>")]
    | Annotated[PathIn, Tag("<path>")]
    | Annotated[AnyOptionPath, Tag("<any_option_path>")]
    | Annotated[AnyOptionAnswer, Tag("<any_option>")]
    | Annotated[FlagHolds, Tag("<flag>")]
    | Annotated[FactWithin, Tag("<fact>")]
    | Annotated[DetailsOpened, Tag("<details>")]
    | Annotated[Always, Tag("<always>")]
    | Annotated[AllOf, Tag("<all>")]
    | Annotated[AnyOf, Tag("<any>")]
    | Annotated[AtLeastOf, Tag("<of>")],
    Discriminator(
        _kind,
        custom_error_type="condition_kind",
        custom_error_message="This is not a condition: use question with in, below, at_most or at_least, or one of "
        + ", ".join(KINDS)
        + ".",
    ),
]

for _model in (AllOf, AnyOf, AtLeastOf):
    _model.model_rebuild()


def parts_of_condition(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside this one; empty for a leaf."""
    match condition:
        case AllOf():
            return condition.all
        case AnyOf():
            return condition.any
        case AtLeastOf():
            return condition.of
        case AnyOptionAnswer():
            return (condition.any_option,)
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """This condition and every one inside it."""
    yield condition
    for part in parts_of_condition(condition):
        yield from walk(part)


def questions_in(condition: Condition) -> set[str]:
    """Ids of the questions whose answers the condition reads."""
    return {leaf.question for leaf in walk(condition) if isinstance(leaf, AnswerIn | AnswerWithin)}
