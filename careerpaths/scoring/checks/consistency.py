"""Checks across fields: references, sums, order, and what the engine needs.

Each check is a small generator of faults. References come first: where one leads nowhere, the other checks would
only stumble over it. A path names an item of a list by its id: `questions.opt_peers.prior.choices.phd`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from careerpaths.cache import Cache
from careerpaths.scoring.checks.conditions import (
    CONDITION_CHECKS,
    conditions_can_hold,
    conditions_fit_together,
    every_condition,
)
from careerpaths.scoring.checks.engine_needs import NEEDS, constants_by_owner
from careerpaths.scoring.checks.questions import QUESTION_CHECKS, sum_is_one
from careerpaths.scoring.checks.reference_cases import REFERENCE_CHECKS
from careerpaths.scoring.checks.value_tree import tree_is_sound
from careerpaths.scoring.conditions import AnswerIn, AnswerWithin, FlagHolds
from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import ALMOST, ASSUMPTION, PATHS, Quantity

OTHER_USES = frozenset({"plan", "priors", "weights", "reflection"})
"""What a question can be used in besides rules, flags, vetoes and criteria."""

FIRST_REVIEW = date(2000, 1, 1)
LONGEST_PAUSE = timedelta(days=3653)
LONGEST_CAREER = 100  # years
_MOST = 1_000_000

_Check = Callable[[Ruleset], Iterable[Fault]]


_found: Cache[list[Fault]] = Cache(16)  # a draft is saved, looked at, checked and published with the same content


def faults_of(ruleset: Ruleset) -> list[Fault]:
    """Every fault of a well-formed ruleset, each with its path and one sentence; empty if it is valid."""
    return list(_found.get(ruleset.digest, lambda: _look_for_faults(ruleset)))


def _look_for_faults(ruleset: Ruleset) -> list[Fault]:
    stages: tuple[tuple[_Check, ...], ...] = (
        REFERENCES,
        (*QUESTION_CHECKS, *CONDITION_CHECKS, *_NUMBERS, *NEEDS),
        (tree_is_sound,),
        (conditions_can_hold,),
        (conditions_fit_together, *REFERENCE_CHECKS),
    )
    for checks in stages:
        faults = [fault for check in checks for fault in check(ruleset)]
        if faults:
            return faults
    return []


# --- references: ids are there once, and whatever is referred to exists --------------------------------------


def ids_are_unique(ruleset: Ruleset) -> Iterator[Fault]:
    lists = ("evidence", "paths", "sections", "questions", "criteria", "tables", "curves", "rules")
    for name in (*lists, "adjustments", "flags", "vetoes", "phases", "plan", "checklists", "reference_cases"):
        yield from _repeated(name, [item.id for item in getattr(ruleset, name)])
    for question in ruleset.questions:
        yield from _repeated(f"questions.{question.id}.choices", question.choice_ids)


def _repeated(path: str, ids: Iterable[str]) -> Iterator[Fault]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield Fault(
                path=f"{path}.{name}", message=f"The id {name} appears here {count} times. Give each item its own."
            )


def lists_are_complete(ruleset: Ruleset) -> Iterator[Fault]:
    """The five kinds of option and the seven criteria are fixed; their order is free."""
    for name, needed in (("paths", PATHS), ("criteria", CRITERIA)):
        present = {item.id for item in getattr(ruleset, name)}
        for missing in (item for item in needed if item not in present):
            yield Fault(path=name, message=f"{missing} is missing. Add it.")


def evidence_exists(ruleset: Ruleset) -> Iterator[Fault]:
    known = {ASSUMPTION, *ruleset.evidence_by_id}
    for path, cited in _citations(ruleset.document()):
        if cited not in known:
            yield Fault(path=path, message=f"There is no evidence {cited}. Add it to the register or cite another.")


def _citations(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every evidence id in the plain document, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            inner = f"{path}.{key}" if path else key
            if key in ("evidence", "source") and value and isinstance(value[0], str):
                yield from ((f"{inner}[{n}]", cited) for n, cited in enumerate(value))
            else:
                yield from _citations(value, inner)
    elif isinstance(data, list):
        for n, item in enumerate(data):
            named = isinstance(item, dict) and "id" in item
            yield from _citations(item, f"{path}.{item['id']}" if named else f"{path}[{n}]")


def references_exist(ruleset: Ruleset) -> Iterator[Fault]:
    sections, phases, uses = {s.id for s in ruleset.sections}, {p.id for p in ruleset.phases}, _uses(ruleset)
    for question in ruleset.questions:
        yield from _unknown(f"questions.{question.id}.section", "section", question.section, sections)
        for n, use in enumerate(question.used_in):
            yield from _unknown(f"questions.{question.id}.used_in[{n}]", "use", use, uses)
    for item in ruleset.plan:
        yield from _unknown(f"plan.{item.id}.phase", "phase", item.phase, phases)
    for path, question_id in _named_questions(ruleset):
        yield from _unknown(path, "question", question_id, ruleset.questions_by_id)
    for path, flag_id in _named_flags(ruleset):
        yield from _unknown(path, "flag", flag_id, ruleset.flags_by_id)


def _uses(ruleset: Ruleset) -> set[str]:
    flags = {flag.id.partition("_")[0] for flag in ruleset.flags}
    return {*ruleset.rules_by_id, *flags, *CRITERIA, *OTHER_USES, *(veto.id for veto in ruleset.vetoes)}


def _named_questions(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    yield from ((f"tables.{table.id}.question", table.question) for table in ruleset.tables)
    yield from ((f"curves.{curve.id}.question", curve.question) for curve in ruleset.curves if curve.question)
    for n, name in enumerate(ruleset.sampling.dependence.questions):
        yield f"sampling.dependence.questions[{n}]", name
    for checklist in ruleset.checklists:
        for n, item in enumerate(checklist.items):
            yield f"checklists.{checklist.id}.items[{n}].answers", item.answers
    for place in every_condition(ruleset):
        if isinstance(place.condition, AnswerIn | AnswerWithin):
            yield f"{place.path}.question", place.condition.question


def _named_flags(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    for place in every_condition(ruleset):
        if isinstance(place.condition, FlagHolds):
            yield f"{place.path}.flag", place.condition.flag


def _unknown(path: str, kind: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    if name not in known:
        yield Fault(path=path, message=f"There is no {kind} {name}. Check its spelling or add it.")


REFERENCES: tuple[_Check, ...] = (ids_are_unique, lists_are_complete, evidence_exists, references_exist)


# --- weights, tables, curves, constants --------------------------------------------------------------------------


def weights_sum_to_one(ruleset: Ruleset) -> Iterator[Fault]:
    for goal in ("lead", "contributor"):
        total = sum(getattr(criterion.weights, goal) for criterion in ruleset.criteria)
        if abs(total - 1) > ALMOST:
            yield Fault(path="criteria", message=f"The {goal} weights sum to {total:g}. Make them sum to 1.")


def tables_cover_choices(ruleset: Ruleset) -> Iterator[Fault]:
    for table in ruleset.tables:
        path = f"tables.{table.id}.levels"
        choices = ruleset.questions_by_id[table.question].choice_ids
        for choice in choices:
            if choice not in table.levels:
                yield Fault(path=path, message=f"The choice {choice} has no number. Add one.")
        for level, number in table.levels.items():
            if level not in choices:
                yield Fault(
                    path=f"{path}.{level}", message=f"{table.question} has no choice {level}. Remove it or rename it."
                )
            elif table.role != "factor" and number > 1:
                yield Fault(path=f"{path}.{level}", message="Use a number from 0 to 1.")


def curves_never_fall(ruleset: Ruleset) -> Iterator[Fault]:
    for curve in ruleset.curves:
        for n, ((x, y), (next_x, next_y)) in enumerate(pairwise(curve.points), start=1):
            path = f"curves.{curve.id}.points[{n}]"
            if next_x <= x:
                yield Fault(
                    path=path, message=f"{next_x:g} does not come after {x:g}. Sort the points by their first number."
                )
            if next_y < y:
                yield Fault(path=path, message=f"The curve falls from {y:g} to {next_y:g}. Make it level or rising.")


def constants_keep_their_bounds(ruleset: Ruleset) -> Iterator[Fault]:
    for path, quantity in _quantities(ruleset):
        if quantity.low > quantity.high:
            yield Fault(path=f"{path}.low", message="The lower bound is above the upper one. Swap them.")
        elif not quantity.low <= quantity.value <= quantity.high:
            message = f"Use a number from {quantity.low:g} to {quantity.high:g}, or change the bounds."
            yield Fault(path=f"{path}.value", message=message)


def _quantities(ruleset: Ruleset) -> Iterator[tuple[str, Quantity]]:
    for owner, constants in constants_by_owner(ruleset).items():
        yield from ((f"{owner}.constants.{name}", quantity) for name, quantity in constants.items())
    yield "sampling.weight_concentration", ruleset.sampling.weight_concentration
    yield "sampling.dependence.strength", ruleset.sampling.dependence.strength


def numbers_are_plausible(ruleset: Ruleset) -> Iterator[Fault]:
    """No number of a method is in the millions; one that is must be a typo, and would overflow somewhere."""
    for path, number in _all_numbers(ruleset.document()):
        if abs(number) > _MOST:
            yield Fault(path=path, message=f"{number:g} is out of all proportion. Use at most {_MOST:,}.")


def _all_numbers(data: Any, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _all_numbers(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for n, item in enumerate(data):
            named = isinstance(item, dict) and "id" in item
            yield from _all_numbers(item, f"{path}.{item['id']}" if named else f"{path}[{n}]")
    elif isinstance(data, int | float):
        yield path, data


def timeline_is_a_distribution(ruleset: Ruleset) -> Iterator[Fault]:
    path, pairs = "timeline.lead_years", ruleset.timeline.lead_years
    yield from sum_is_one(path, [probability for _, probability in pairs])
    for n, (years, _) in enumerate(pairs):
        if not 0 <= years <= LONGEST_CAREER:
            yield Fault(path=f"{path}[{n}]", message=f"Use a number of years from 0 to {LONGEST_CAREER}.")
    if len({years for years, _ in pairs}) < len(pairs):
        yield Fault(path=path, message="A number of years is there twice. Give each its own probability once.")


# --- what readers are told --------------------------------------------------------------------------------------


def reviews_are_in_order(ruleset: Ruleset) -> Iterator[Fault]:
    last, following = ruleset.about.last_reviewed, ruleset.about.next_review
    if last < FIRST_REVIEW:
        yield Fault(path="about.last_reviewed", message=f"Use a day from {FIRST_REVIEW} on.")
    elif not last < following <= last + LONGEST_PAUSE:
        message = f"The next review must come after the last one, {last}, and within ten years of it."
        yield Fault(path="about.next_review", message=message)


def kinds_tell_apart(ruleset: Ruleset) -> Iterator[Fault]:
    """Two kinds of option, criteria or sections of the same name would look like one."""
    for name, words in (("paths", "label"), ("criteria", "label"), ("sections", "title")):
        for label, count in Counter(getattr(item, words) for item in getattr(ruleset, name)).items():
            if count > 1:
                yield Fault(path=name, message=f"{count} of these are called {label}. Give each a different name.")


def variants_vary(ruleset: Ruleset) -> Iterator[Fault]:
    for flag in ruleset.flags:
        for n, variant in enumerate(flag.variants):
            if not (variant.level or variant.text.strip() or variant.action.strip()):
                path = f"flags.{flag.id}.variants[{n}]"
                yield Fault(path=path, message="This changes nothing. Give another level, text or action.")


# --- adjustments -------------------------------------------------------------------------------------------------


def adjustments_stay_on_the_scale(ruleset: Ruleset) -> Iterator[Fault]:
    for adjustment in ruleset.adjustments:
        low, high = amounts_of(adjustment.action, adjustment.target)
        if not low <= adjustment.amount <= high:
            path = f"adjustments.{adjustment.id}.amount"
            yield Fault(path=path, message=f"To {adjustment.action}, use a number from {low:g} to {high:g}.")


def amounts_of(action: str, target: str) -> tuple[float, float]:
    """The least and the greatest amount of an adjustment."""
    scale = 100.0 if target == "value" else 1.0
    match action:
        case "multiply":
            return 0, 100
        case "cap":
            return 0, scale
        case _:
            return -scale, scale


_NUMBERS: tuple[_Check, ...] = (
    weights_sum_to_one,
    tables_cover_choices,
    curves_never_fall,
    constants_keep_their_bounds,
    numbers_are_plausible,
    timeline_is_a_distribution,
    reviews_are_in_order,
    kinds_tell_apart,
    variants_vary,
    adjustments_stay_on_the_scale,
)
