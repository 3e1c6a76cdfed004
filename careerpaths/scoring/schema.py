"""The building blocks that every part of a ruleset document shares."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

ALMOST = 1e-9
"""Numbers closer than this are equal: sums of the same decimal fractions may differ in their last bits."""

ASSUMPTION = "assumption"
"""The word that a number carries when no passage of the post supports it."""


@dataclass(frozen=True)
class Shape:
    """A pattern that a text keeps, and what to say when it does not."""

    pattern: str
    sentence: str
    is_id: bool = True  # otherwise something that people read, such as an address

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern)
        return core_schema.custom_error_schema(text, custom_error_type="shape", custom_error_message=self.sentence)


Slug = Annotated[
    str,
    Shape(
        r"^[a-z][a-z0-9_]{0,59}$", "Use small letters, digits and underscores, a letter first, 60 characters at most."
    ),
]
"""An id that programs use: lower case, digits and underscores."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""A sentence or a short paragraph for readers."""

Label = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""A name, a title or a unit: one line."""

Words = Annotated[str, StringConstraints(max_length=2000)]
"""Text that may be left out."""

Named = Annotated[str, StringConstraints(max_length=80)]
"""The id of something elsewhere in the document, or nothing."""

Address = Annotated[
    str,
    Shape(
        r"^https?://[A-Za-z0-9\[][^\s/?#@\\]{0,250}([/?#]\S{0,1500})?$",
        "Write a web address that begins with https://, such as https://doi.org/10.1000/182.",
        is_id=False,
    ),
]
"""Where readers find a source. Nothing else may become a link: `javascript:` would run in the reader's browser."""

EvidenceId = Annotated[str, Shape(r"^E[0-9]{2,4}$", "Write an evidence id such as E57.")]

SourceItem = Annotated[str, Shape(r"^(E[0-9]{2,4}|assumption)$", "Write an evidence id such as E57, or assumption.")]

Source = Annotated[tuple[SourceItem, ...], Field(min_length=1)]
"""Where a number comes from: evidence ids, or the word `assumption`, or both. Never empty."""

UnitInterval = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Probability = UnitInterval

Finite = Annotated[float, Field(allow_inf_nan=False)]

PathId = Literal["phd", "rc_industry", "rc_nonprofit", "rc_ra", "independent"]
PATHS: tuple[PathId, ...] = ("phd", "rc_industry", "rc_nonprofit", "rc_ra", "independent")
JOB_PATHS: tuple[PathId, ...] = ("rc_industry", "rc_nonprofit", "rc_ra")

Scope = Literal["person", "option"]
Basis = Literal["post", "comments", "ours"]


class Frozen(BaseModel):
    """A value object: unknown keys are refused and nothing changes after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Quantity(Frozen):
    """A number with what is needed to judge it: unit, bounds and source."""

    value: Finite
    unit: Label
    low: Finite = Field(default=0.0, description="least value that an admin may set")
    high: Finite = Field(default=1.0, description="greatest value that an admin may set")
    source: Source
    note: Words = ""
