"""Why an option comes out where it does: what each answer adds or takes away.

An answer's effect is the value with it minus the value as if it were unknown, so each option is compared with
the typical option of its kind. Effects of single answers need not add up, because rules combine them; the
parts of `Scores.parts` do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from careerpaths.scoring.scores import Scores
from careerpaths.scoring.variations import Value, Variation

WORTH_SAYING = 0.5  # points; smaller effects are noise to a reader

Kind = Literal["answer", "limits", "route", "adjustments"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One thing that speaks for an option (points above 0) or against it."""

    kind: Kind
    points: float
    question: str = ""
    answer: Value = ""
    of_person: bool = False  # an answer about the person, which counts for this option
    evidence: tuple[str, ...] = ()


def reasons(scores: Scores, varied: Iterable[Variation]) -> tuple[tuple[Reason, ...], ...]:
    """The reasons of each option, the strongest first."""
    given = [variation for variation in varied if variation.if_unknown is not None]
    return tuple(_of_option(scores, given, option) for option in range(scores.frame.rows))


def _of_option(scores: Scores, given: Iterable[Variation], option: int) -> tuple[Reason, ...]:
    found = [
        *(_of_answer(scores, v, option) for v in given if v.cell.option in (None, option)),
        *_of_rules(scores, option),
    ]
    said = [reason for reason in found if abs(reason.points) >= WORTH_SAYING]
    return tuple(sorted(said, key=lambda reason: -abs(reason.points)))


def _of_answer(scores: Scores, variation: Variation, option: int) -> Reason:
    question = scores.compiled.ruleset.questions_by_id[variation.cell.question]
    before = scores.mean[option] if variation.if_unknown is None else variation.if_unknown[option]
    return Reason(
        kind="answer",
        points=float(scores.mean[option] - before),
        question=question.id,
        answer=variation.given if variation.given is not None else "",
        of_person=variation.cell.option is None,
        evidence=question.evidence,
    )


RULES_OF: tuple[tuple[Kind, int, tuple[str, ...]], ...] = (
    ("limits", -3, ("R12", "R15", "R17")),
    ("route", -2, ("R20",)),
    ("adjustments", -1, ()),
)
"""Reasons that no single answer gives: their place among the parts, and the rules behind them."""


def _of_rules(scores: Scores, option: int) -> Iterable[Reason]:
    rules = scores.compiled.ruleset.rules_by_id
    for kind, position, ids in RULES_OF:
        cited = dict.fromkeys(item for rule in ids for item in rules[rule].evidence)
        yield Reason(kind=kind, points=float(scores.parts[position, option]), evidence=tuple(cited))
