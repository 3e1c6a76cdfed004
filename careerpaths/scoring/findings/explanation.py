"""Why an option comes out where it does: what each answer adds or takes away.

An answer's effect is the value with it minus the value as if it were unknown, so each option is compared with
the typical option of its kind. An adjustment's effect is the value with it minus the value without it. Effects of
single answers and adjustments need not add up, because rules combine them; the parts of `Scores.parts` do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.findings.variations import Value, Variation
from careerpaths.scoring.parts.numbers import Adjustment
from careerpaths.scoring.values.scores import Scores, expected_values

WORTH_SAYING = 0.5  # points; smaller effects are noise to a reader

Kind = Literal["answer", "held_back", "route", "adjustment"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One thing that speaks for an option (points above 0) or against it."""

    kind: Kind
    points: float
    question: str = ""
    answer: Value = ""
    adjustment: str = ""  # id of a rule that an editor added
    node: str = ""  # of the tree, which holds the option back
    of_person: bool = False  # an answer about the person, which counts for this option
    evidence: tuple[str, ...] = ()


def reasons(scores: Scores, varied: Iterable[Variation], case: Case) -> tuple[tuple[Reason, ...], ...]:
    """The reasons of each option, the strongest first."""
    given = [variation for variation in varied if variation.if_unknown is not None]
    changed = list(_adjusted(scores, case))
    return tuple(_of_option(scores, given, changed, option) for option in range(scores.frame.rows))


def _of_option(
    scores: Scores, given: Iterable[Variation], changed: Iterable[tuple[Adjustment, Array]], option: int
) -> tuple[Reason, ...]:
    found = [
        *(_of_answer(scores, v, option) for v in given if v.cell.option in (None, option)),
        *(_of_adjustment(adjustment, float(effect[option])) for adjustment, effect in changed),
        *_of_tree(scores, option),
    ]
    said = [reason for reason in found if abs(reason.points) >= WORTH_SAYING]
    return tuple(sorted(said, key=lambda reason: -abs(reason.points)))


def _adjusted(scores: Scores, case: Case) -> Iterator[tuple[Adjustment, Array]]:
    """Each adjustment that holds somewhere, with what it adds to the value of each option, (rows,)."""
    ruleset = scores.compiled.ruleset
    for adjustment in ruleset.adjustments:
        if adjustment.enabled and scores.frame.holds(adjustment.when, "option").any():
            others = tuple(other for other in ruleset.adjustments if other.id != adjustment.id)
            without = replace(scores.compiled, ruleset=ruleset.model_copy(update={"adjustments": others}))
            yield adjustment, scores.mean - expected_values(without, [case], scores.size)


def _of_adjustment(adjustment: Adjustment, points: float) -> Reason:
    return Reason(kind="adjustment", points=points, adjustment=adjustment.id, evidence=adjustment.source)


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


def _of_tree(scores: Scores, option: int) -> Iterator[Reason]:
    """Reasons that no single answer gives: what holds the option back, and the author's default."""
    for key, points in scores.held_back.items():
        node = scores.compiled.program.nodes[key]
        yield Reason(kind="held_back", points=float(points[option]), node=key, evidence=_cited(scores, node.rule))
    root = scores.compiled.program.nodes[scores.compiled.program.tree.value]
    yield Reason(kind="route", points=float(scores.parts["route"][option]), evidence=_cited(scores, root.rule))


def _cited(scores: Scores, rule: str) -> tuple[str, ...]:
    return scores.compiled.ruleset.rules_by_id[rule].evidence if rule else ()
