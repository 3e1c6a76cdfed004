"""The schema of the document as a form needs it: what kind of value each field holds, read from the classes themselves.

Nothing here names a field of the ruleset. A field added to a class of `careerpaths.scoring.ruleset` appears in
the forms automatically.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, Discriminator
from pydantic.fields import FieldInfo

from careerpaths.scoring.schema import Shape, Words

LeafKind = Literal["text", "id", "number", "whole", "yes_no", "date", "one_of", "some_of", "tokens", "lines"]


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One thing to enter: a text, a number, a choice, or a few words."""

    kind: LeafKind
    options: tuple[str, ...] = ()  # if the schema itself lists the choices
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list: rows can be added, removed and moved."""

    item: "Node"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A short tuple of fixed length, such as the point of a curve."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """A value for each of some keys."""

    value: "Node"
    keys: tuple[str, ...] = ()  # if the schema itself lists them


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition, built by choosing."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One field of a class."""

    node: "Node"
    required: bool = True
    default: Any = None  # as JSON data; None if there is none
    optional: bool = False  # may be left out completely
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """An object of one of the classes."""

    model: type[BaseModel]
    members: Mapping[str, Member] = field(hash=False)


Node = Leaf | Rows | Pair | Keyed | When | Record


@cache
def record_of(model: type[BaseModel]) -> Record:
    return Record(model=model, members={info.alias or name: _member(info) for name, info in model.model_fields.items()})


def _member(info: FieldInfo) -> Member:
    inner, optional = _without_none(info.annotation)
    default = None if info.is_required() else _plain(info.default)
    return Member(
        node=_node(inner, tuple(info.metadata)),
        required=info.is_required(),
        default=default,
        optional=optional,
        help=info.description or "",
    )


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The type, and whether it may be None."""
    if get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation):
        (inner,) = (part for part in get_args(annotation) if part is not NoneType)
        return inner, True
    return annotation, False


def _plain(default: Any) -> Any:
    if isinstance(default, BaseModel):
        return default.model_dump(mode="json", by_alias=True)
    return list(default) if isinstance(default, tuple) else default


def _node(annotation: Any, metadata: tuple[Any, ...] = ()) -> Node:
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        return _node(annotation, (*metadata, *more))
    metadata = tuple(_flat(metadata))
    if any(isinstance(mark, Discriminator) for mark in metadata):
        return When()
    if annotation is Any:  # an answer of a reference case; those have their own page, next to the checks
        return Leaf(kind="text")
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return _list(arguments)
    if origin is Literal:
        return Leaf(kind="one_of", options=arguments)
    if origin is not None:
        return _keyed(arguments)
    if issubclass(annotation, BaseModel):
        return record_of(annotation)
    return _leaf(annotation, metadata)


def _flat(metadata: tuple[Any, ...]) -> list[Any]:
    return [inner for mark in metadata for inner in (mark.metadata if isinstance(mark, FieldInfo) else (mark,))]


def _list(arguments: tuple[Any, ...]) -> Node:
    if arguments[-1] is not ...:
        return Pair(parts=tuple(_node(part) for part in arguments))
    item = _node(arguments[0])
    if isinstance(item, Leaf) and item.kind == "one_of":
        return Leaf(kind="some_of", options=item.options)
    if isinstance(item, Leaf) and item.kind == "id":
        return Leaf(kind="tokens")
    if arguments[0] in (str, Words):
        return Leaf(kind="lines")
    return Rows(item=item)


def _keyed(arguments: tuple[Any, ...]) -> Keyed:
    key = _node(arguments[0])
    return Keyed(value=_node(arguments[1]), keys=key.options if isinstance(key, Leaf) else ())


def _leaf(kind: type, metadata: tuple[Any, ...]) -> Leaf:
    if kind is str:
        return Leaf(kind="id" if any(isinstance(mark, Shape) and mark.is_id for mark in metadata) else "text")
    names: dict[type, LeafKind] = {bool: "yes_no", int: "whole", float: "number", date: "date"}
    low = next((float(mark.ge) for mark in metadata if isinstance(mark, Ge)), None)  # type: ignore[arg-type]
    high = next((float(mark.le) for mark in metadata if isinstance(mark, Le)), None)  # type: ignore[arg-type]
    return Leaf(kind=names[kind], low=low, high=high)
