"""What a version says and nothing hears: unused questions, passages that nothing cites, rules that never act.

A blind spot is no fault. It is shown beside the reference cases, so that an editor can look at it before publishing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from careerpaths.method.uses import uses_of_evidence
from careerpaths.scoring.answers import Case
from careerpaths.scoring.batch import flags_raised
from careerpaths.scoring.compiled import compile_ruleset
from careerpaths.scoring.condition_checks import every_condition
from careerpaths.scoring.conditions import AnswerIn, AnswerWithin
from careerpaths.scoring.evaluation import evaluate
from careerpaths.scoring.ruleset import Adjustment, LevelTable, Ruleset

DRAWS = 200  # enough to see whether something ever happens


@dataclass(frozen=True, kw_only=True, slots=True)
class BlindSpot:
    """One thing that has no effect, with its path and a sentence."""

    path: str
    sentence: str


def blind_spots(ruleset: Ruleset, examples: Sequence[Case], stored: Sequence[Case] = ()) -> list[BlindSpot]:
    """Everything that has no effect: in the ruleset itself, on made-up cases, and on what people stored."""
    return [
        *_questions(ruleset),
        *_evidence(ruleset),
        *_order(ruleset),
        *_silent_flags(ruleset, examples, stored),
        *_idle_adjustments(ruleset, examples),
    ]


def _questions(ruleset: Ruleset) -> Iterator[BlindSpot]:
    asked = {table.question for table in ruleset.tables} | {curve.question for curve in ruleset.curves}
    asked |= {item.answers for checklist in ruleset.checklists for item in checklist.items}
    for place in every_condition(ruleset):
        if isinstance(place.condition, AnswerIn | AnswerWithin):
            asked.add(place.condition.question)
    working = {rule.id for rule in ruleset.rules if rule.enabled} | {criterion.id for criterion in ruleset.criteria}
    for question in ruleset.questions:
        if question.tier != "setup" and question.id not in asked and not working & set(question.used_in):
            said = _("No rule, value, warning or step uses the answer to “%(question)s”.")
            yield BlindSpot(path=f"questions.{question.id}", sentence=said % {"question": question.short})


def _evidence(ruleset: Ruleset) -> Iterator[BlindSpot]:
    for passage, uses in uses_of_evidence(ruleset).items():
        if not uses:
            said = _("Nothing cites the passage %(passage)s.") % {"passage": passage}
            yield BlindSpot(path=f"evidence.{passage}", sentence=said)


def _order(ruleset: Ruleset) -> Iterator[BlindSpot]:
    for table in ruleset.tables:
        if table.role == "value" and not _is_monotone(ruleset, table):
            said = _("The values of “%(question)s” neither rise nor fall along its answers.")
            short = ruleset.questions_by_id[table.question].short
            yield BlindSpot(path=f"tables.{table.id}", sentence=said % {"question": short})


def _is_monotone(ruleset: Ruleset, table: LevelTable) -> bool:
    choices = ruleset.questions_by_id[table.question].choice_ids
    levels = [table.levels[choice] for choice in choices if choice in table.levels]
    steps = [after - before for before, after in pairwise(levels)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _silent_flags(ruleset: Ruleset, examples: Sequence[Case], stored: Sequence[Case]) -> Iterator[BlindSpot]:
    raised = flags_raised(compile_ruleset(ruleset), [*examples, *stored])
    for flag in ruleset.flags:
        if flag.id not in raised:
            words = {"flag": flag.title, "examples": len(examples), "stored": len(stored)}
            yield BlindSpot(path=f"flags.{flag.id}", sentence=_of_nobody(bool(stored)) % words)


def _of_nobody(some_are_stored: bool) -> str:
    if some_are_stored:
        return _(
            "The warning “%(flag)s” is raised on none of %(examples)d made-up cases and on none of the newest "
            "%(stored)d stored comparisons."
        )
    return _("The warning “%(flag)s” is raised on none of %(examples)d made-up cases.")


def _idle_adjustments(ruleset: Ruleset, examples: Sequence[Case]) -> Iterator[BlindSpot]:
    for change in ruleset.adjustments:
        if change.enabled and not _acts(ruleset, change, examples):
            said = _("The adjustment “%(name)s” changes none of %(n)d made-up cases.")
            yield BlindSpot(path=f"adjustments.{change.id}", sentence=said % {"name": change.name, "n": len(examples)})


def _acts(ruleset: Ruleset, change: Adjustment, cases: Sequence[Case]) -> bool:
    """Whether some value moves when this adjustment alone is taken away."""
    others = tuple(other for other in ruleset.adjustments if other.id != change.id)
    without = ruleset.model_copy(update={"adjustments": others})
    return _values(ruleset, cases) != _values(without, cases)


def _values(ruleset: Ruleset, cases: Sequence[Case]) -> list[list[float]]:
    compiled = compile_ruleset(ruleset)
    return [[option.value for option in evaluate(compiled, case, DRAWS).options] for case in cases]
