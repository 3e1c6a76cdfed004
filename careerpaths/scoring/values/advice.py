"""Warnings and plan items that hold for a case. They appear next to the scores and never change them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from careerpaths.scoring.arrays import Array, Mask
from careerpaths.scoring.parts.advice import Flag, FlagLevel, PlanItem
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import PATHS, Scope
from careerpaths.scoring.values.frame import Frame
from careerpaths.scoring.values.timeline import MONTHS_A_YEAR


def raise_flags(frame: Frame) -> None:
    """Work out the facts and every flag of the frame; `frame.flags` then has a mask for each flag id."""
    asked, answered = core_answers(frame)
    frame.facts["core_asked"], frame.facts["core_answered"] = asked, answered
    frame.facts["core_answered_share"] = answered / np.maximum(asked, 1)
    frame.facts["savings_cover_runway"] = _savings_cover_runway(frame)
    flags = frame.compiled.ruleset.flags_by_id
    for flag_id in frame.compiled.raising_order:
        flag = flags[flag_id]
        frame.flags[flag_id] = frame.holds(flag.when, flag.scope)


def flags_of(frame: Frame, scope: Scope, position: int) -> tuple[str, ...]:
    """Ids of the flags raised for one person or one option row."""
    flags = frame.compiled.ruleset.flags
    return tuple(flag.id for flag in flags if flag.scope == scope and frame.flags[flag.id][position])


def core_answers(frame: Frame) -> tuple[Array, Array]:
    """How many core questions each option has, and how many of them have a definite answer, (rows,)."""
    asked, answered = np.zeros(frame.rows), np.zeros(frame.rows)
    for question in _core_questions(frame):
        column = frame.columns[question.id]
        on_list = frame.holds(question.show_if, "option") & (column.unknown | column.given)
        asked += on_list
        answered += on_list & column.given
    return asked, answered


def _core_questions(frame: Frame) -> list[Question]:
    return [q for q in frame.compiled.ruleset.questions if q.scope == "option" and q.tier == "core"]


def _savings_cover_runway(frame: Frame) -> Array:
    """1 where savings would last as long as the secure money does, (rows,)."""
    savings = frame.columns["savings_months"].value[frame.case_of_row]
    runway = frame.columns["opt_runway_years"].value * MONTHS_A_YEAR
    with np.errstate(invalid="ignore"):  # NaN where either is unknown: then it is not covered
        return (savings >= runway).astype(np.float64)


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """A raised flag as it reads for this person or option."""

    flag: Flag
    level: FlagLevel
    text: str
    action: str


def warning_of(frame: Frame, flag: Flag, position: int) -> Advice:
    """The wording of a raised flag: its own, or that of the first variant that holds."""
    for variant in flag.variants:
        if frame.holds(variant.when, flag.scope)[position]:
            return Advice(
                flag=flag,
                level=variant.level or flag.level,
                text=variant.text or flag.text,
                action=variant.action or flag.action,
            )
    return Advice(flag=flag, level=flag.level, text=flag.text, action=flag.action)


def plan_of(frame: Frame, rows: Iterable[int], open_questions: int) -> tuple[PlanItem, ...]:
    """Plan items that hold for any of these option rows of one case, in the order of the ruleset.

    `open_questions` is the number of answers that are worth finding out.
    """
    wanted = list(rows)
    frame.facts["open_questions"] = np.array([float(open_questions)])
    held = (item for item in frame.compiled.ruleset.plan if _item_rows(frame, item)[wanted].any())
    return tuple(held)


def _item_rows(frame: Frame, item: PlanItem) -> Mask:
    on_path = frame.on_path(*(item.paths or PATHS))
    return on_path & frame.holds(item.when, "option")
