"""The evidence register: each passage in our words, how firmly it is said, and what is based on it."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from careerpaths.method.uses import Uses, uses_of_evidence
from careerpaths.scoring.parts.origins import Evidence
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A passage of the post, and everything that is based on it."""

    evidence: Evidence
    strength: str
    kind: str
    uses: tuple[Uses, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PassageGroup:
    """The passages of one section of the post."""

    section: str
    passages: tuple[Passage, ...]


def register_of(ruleset: Ruleset) -> tuple[PassageGroup, ...]:
    """Every passage, under its heading in the post."""
    uses = uses_of_evidence(ruleset)
    return tuple(
        PassageGroup(
            section=section.replace(" > ", " › "), passages=tuple(_passage(item, uses[item.id]) for item in items)
        )
        for section, items in groupby(ruleset.evidence, key=lambda item: item.section)
    )


def _passage(item: Evidence, uses: tuple[Uses, ...]) -> Passage:
    kinds = {
        "threshold": gettext("a threshold"),
        "weight": gettext("how much something counts"),
        "direction": gettext("a direction"),
        "condition": gettext("a condition"),
        "caveat": gettext("a caveat"),
        "advice": gettext("advice"),
        "question": gettext("a question to ask"),
        "dissent": gettext("disagreement"),
    }
    strengths = {
        "strong": gettext("said firmly"),
        "moderate": gettext("said with some caution"),
        "weak": gettext("said in passing"),
    }
    return Passage(evidence=item, strength=strengths[item.strength], kind=kinds[item.kind], uses=uses)
