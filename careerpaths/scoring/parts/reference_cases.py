"""Cases whose outcome is agreed."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from careerpaths.scoring.schema import Finite, Frozen, Label, Named, PathId, Slug, Text


class ReferenceOption(Frozen):
    """One option of a reference case, in the case format."""

    id: Slug
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    path: PathId
    answers: Mapping[Slug, Any] = {}


class Expectation(Frozen):
    """One thing that must come out of a reference case. Which fields count depends on the kind."""

    kind: Literal["first", "above", "value", "raised", "not_raised", "closeness"]
    option: Named = Field(default="", description="id of the option; empty: the person, for a warning")
    other: Named = Field(default="", description="for `above`: the option that comes out lower")
    at_least: Finite | None = Field(default=None, ge=0, le=100, description="for `value`: points")
    at_most: Finite | None = Field(default=None, ge=0, le=100, description="for `value`: points")
    flag: Named = Field(default="", description="for `raised` and `not_raised`")
    closeness: Literal["comes_out_first", "leans", "too_close", "not_ranked", ""] = ""


class ReferenceCase(Frozen):
    """A case whose outcome is agreed. A version that brings out something else is not published."""

    id: Slug
    name: Label
    why: Text = Field(description="why it must come out so")
    person: Mapping[Slug, Any] = {}
    options: tuple[ReferenceOption, ...] = Field(min_length=1, max_length=8)
    expected: tuple[Expectation, ...] = Field(min_length=1)

    def document(self) -> dict[str, Any]:
        """The case in the case format."""
        options = [{"id": o.id, "name": o.name, "path": o.path, "answers": dict(o.answers)} for o in self.options]
        return {"person": dict(self.person), "options": options}
