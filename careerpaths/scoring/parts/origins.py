"""Where the rules come from, and the kinds of option that they compare."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from careerpaths.scoring.schema import Address, EvidenceId, Frozen, Label, PathId, Slug, Text, Words


class Evidence(Frozen):
    """One claim of the post or of a comment on it, in our words."""

    id: EvidenceId
    section: Label
    by: Label
    kind: Literal["threshold", "weight", "direction", "condition", "caveat", "advice", "question", "dissent"]
    strength: Literal["strong", "moderate", "weak"]
    paths: Mapping[Slug, Literal["+", "-", "0", "?"]]
    claim: Text
    numbers: tuple[Words, ...] = ()


class About(Frozen):
    """Whose opinion the rules follow, when they were reviewed, and what they leave out."""

    source_title: Label
    source_author: Label
    source_url: Address
    whose_opinion: Text
    written_by: Text
    last_reviewed: date
    next_review: date
    update_policy: Text
    funding: Text
    not_modelled: tuple[Text, ...] = Field(min_length=1)


class PathKind(Frozen):
    """A kind of option, described in equal detail for and against."""

    id: PathId
    label: Label
    short: Label
    summary: Text
    strengths: tuple[Text, ...]
    drawbacks: tuple[Text, ...]
    typical_week: Text
    evidence: tuple[EvidenceId, ...]
