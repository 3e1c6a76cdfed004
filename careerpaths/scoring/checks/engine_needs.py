"""What the formulas look up by name. A ruleset may say more than this, but never less.

The tables below are the whole contract between the code of the rules and their data; a test keeps them in step
with the code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.numbers import CRITERIA, LevelTable
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import JOB_PATHS, PATHS, PathId, Quantity, Scope

_Range = tuple[float, float]
MOST_DEPENDENCE = 0.95
_UNIT: _Range = (0, 1)
YEARS: _Range = (0, 100)
SPAN: _Range = (0.1, 100)  # years that the engine divides by

ENGINE_CONSTANTS: Mapping[str, Mapping[str, _Range]] = {
    "criteria.people": {"mentor_share": _UNIT},
    "criteria.safety": {"safety_core_mentor": _UNIT},
    "criteria.communication": {"publish_share": _UNIT},
    "criteria.sustainability": {"sus_structure": _UNIT, "sus_company": _UNIT, "sus_income": _UNIT},
    "criteria.timing": {"timing_unknown": _UNIT},
    "rules.R01": {"lead_view_from": _UNIT, "contributor_view_below": _UNIT},
    "rules.R02": {"short_horizon_years": YEARS},
    "rules.R03": {"agenda_unknown": _UNIT},
    "rules.R07": {"surround_floor": _UNIT},
    "rules.R08": {"freedom_kink": _UNIT, "freedom_floor": _UNIT, "structure_sub": _UNIT},
    "rules.R09": {"runway_floor": _UNIT, "practice_floor": _UNIT},
    "rules.R11": {"supplement_max": _UNIT},
    "rules.R12": {"cap_own": _UNIT, "cap_people": _UNIT},
    "rules.R13": {
        "stage_within_2y": YEARS,
        "stage_later": YEARS,
        "stage_horizon": SPAN,
        "stage_time_penalty": _UNIT,
        "phd_after_base": _UNIT,
        "phd_after_publish": _UNIT,
        "phd_after_letter": _UNIT,
        "phd_after_track": _UNIT,
        "phd_after_cap": _UNIT,
    },
    "rules.R15": {"motivation_floor": _UNIT},
    "rules.R17": {"readiness_floor": _UNIT},
    "rules.R20": {"route_weight": _UNIT},
    "rules.R24": {"first_from": _UNIT, "leans_from": _UNIT},
    "timeline": {"credit_per_year": YEARS, "credit_max": YEARS, "horizon_years": SPAN},
}
"""Owner -> constant -> range in which the formulas work, whatever bounds an admin set."""

IN_ORDER = (
    ("rules.R01", "contributor_view_below", "lead_view_from"),
    ("rules.R13", "stage_within_2y", "stage_later"),
    ("rules.R13", "stage_later", "stage_horizon"),
    ("rules.R24", "leans_from", "first_from"),
)
"""Owner and two constants of which the first must not exceed the second."""

ENGINE_RULES = tuple(f"R{n:02}" for n in range(1, 25))
SWITCHABLE = frozenset({"R02", "R03", *(f"R{n:02}" for n in range(5, 18)), "R20"})

OPTION_VALUES = (
    "opt_mentor_research",
    "opt_mentor_mentoring",
    "opt_other_mentors",
    "opt_peers",
    "opt_idea_freedom",
    "opt_feedback_speed",
    "opt_skills_match",
    "opt_execution",
    "opt_safety_mentor",
    "opt_safety_peers",
    "opt_supplements",
    "opt_publish",
    "opt_letter",
    "opt_structure",
    "opt_company",
    "opt_income",
)
PERSON_VALUES = ("execution_skill", "track_record", "independent_history", "use_of_freedom")

ENGINE_TABLES: Mapping[str, tuple[str, str, _Range]] = {
    **{question: (question, "value", _UNIT) for question in (*OPTION_VALUES, *PERSON_VALUES)},
    "self_learning_speed": ("self_learning_speed", "share", _UNIT),
    "isolation_effect": ("isolation_effect", "factor", _UNIT),
    "future_pay_cut": ("future_pay_cut", "factor", _UNIT),
    "phd_chance_by_pay_cut": ("future_pay_cut", "factor", _UNIT),
    "mental_health_risk": ("mental_health_risk", "factor", (1, 5)),  # a stated risk never takes weight from support
    "goal_role": ("goal_role", "goal_weight", _UNIT),
    "new_agendas_value": ("new_agendas_value", "goal_weight", _UNIT),
    "route_default": ("opt_path", "value", _UNIT),
}
"""Table -> its question, its role and the range of its numbers."""

LOWER_IS_BETTER = frozenset({"isolation_effect", "mental_health_risk"})

ENGINE_CURVES: Mapping[str, str | None] = {
    "mentor_hours": "opt_mentor_hours",
    "runway_years": "opt_runway_years",
    "execution_level": None,
    "lead_years": None,
    "lead_weight_by_time": None,
}
"""Curve -> the question whose number it turns into a value, if there is one."""

NUMBERS: Mapping[str, tuple[Scope, str]] = {
    "tai_p5": ("person", "probability"),
    "tai_p10": ("person", "probability"),
    "tai_p20": ("person", "probability"),
    "research_experience_years": ("person", "number"),
    "savings_months": ("person", "number"),
    "opt_mentor_hours": ("option", "number"),
    "opt_runway_years": ("option", "number"),
    "opt_start_months": ("option", "number"),
}

CHOICES: Mapping[str, tuple[Scope, frozenset[str]]] = {
    "goal_role": ("person", frozenset({"research_lead", "research_contributor", "other_role", "unsure"})),
    "career_stage": ("person", frozenset({"industry_job"})),
    **{name: ("person", frozenset()) for name in (*PERSON_VALUES, "self_learning_speed", "isolation_effect")},
    **{name: ("person", frozenset()) for name in ("new_agendas_value", "mental_health_risk", "future_pay_cut")},
    **{name: ("option", frozenset()) for name in (*OPTION_VALUES, "opt_path", "opt_then_phd")},
}
"""Question -> its scope and the choices that the code names."""

EXACT_CHOICES: Mapping[str, tuple[str, ...]] = {
    "opt_path": PATHS,
    "opt_then_phd": ("no", "within_2y", "later"),
}
"""Questions whose choices the code counts through, in this order."""

SCORED_OPTION_QUESTIONS = (*OPTION_VALUES, "opt_mentor_hours", "opt_runway_years", "opt_then_phd", "opt_start_months")

ONLY_ON: Mapping[str, tuple[PathId, ...]] = {
    "opt_skills_match": ("independent",),
    "opt_letter": (*JOB_PATHS, "independent"),
    "opt_then_phd": JOB_PATHS,
}
"""Questions that the formulas read only for some kinds of option; they read the others for all."""


def questions_are_there(ruleset: Ruleset) -> Iterator[Fault]:
    for name, (scope, kind) in NUMBERS.items():
        yield from _question(ruleset, name, scope, kind)
    for name, (scope, choices) in CHOICES.items():
        yield from _question(ruleset, name, scope, "single_choice")
        question = ruleset.questions_by_id.get(name)
        for choice in sorted(choices.difference(question.choice_ids)) if question else ():
            yield Fault(path=f"questions.{name}.choices", message=f"The engine needs the choice {choice}. Add it.")
    for name, order in EXACT_CHOICES.items():
        question = ruleset.questions_by_id.get(name)
        if question and question.choice_ids != order:
            message = f"The engine needs these choices in this order: {', '.join(order)}."
            yield Fault(path=f"questions.{name}.choices", message=message)
    yield from _ranking(ruleset)


def _question(ruleset: Ruleset, name: str, scope: Scope, kind: str) -> Iterator[Fault]:
    question = ruleset.questions_by_id.get(name)
    if question is None:
        yield Fault(path="questions", message=f"The engine needs the question {name}. Add it.")
        return
    if question.scope != scope:
        yield Fault(path=f"questions.{name}.scope", message=f"The engine needs the scope {scope} here.")
    if question.type != kind:
        yield Fault(path=f"questions.{name}.type", message=f"The engine needs the type {kind} here.")
    if scope == "option" and {*(question.paths or PATHS)} != {*ONLY_ON.get(name, PATHS)}:
        message = f"The engine needs this question for {', '.join(ONLY_ON.get(name, PATHS))}, and for no other kind."
        yield Fault(path=f"questions.{name}.paths", message=message)


def _ranking(ruleset: Ruleset) -> Iterator[Fault]:
    """People who rank the criteria rank all but timing, which keeps its weight."""
    question, needed = ruleset.questions_by_id.get("criteria_ranking"), sorted({*CRITERIA} - {"timing"})
    if question is None or question.type != "ranking" or sorted(question.choice_ids) != needed:
        message = f"The engine needs a ranking with these choices: {', '.join(needed)}."
        yield Fault(path="questions.criteria_ranking", message=message)


def unknown_answers_are_covered(ruleset: Ruleset) -> Iterator[Fault]:
    """There is an assumption for every answer that the score uses."""
    for name in (*SCORED_OPTION_QUESTIONS, "research_experience_years"):
        question = ruleset.questions_by_id.get(name)
        if question and not _stand_in(question):
            needed = "a neutral value" if name in ("opt_start_months", "research_experience_years") else "a prior"
            yield Fault(path=f"questions.{name}", message=f"Nothing is assumed for an unknown answer. Add {needed}.")


def _stand_in(question: Question) -> bool:
    neutral = question.id in ("opt_start_months", "research_experience_years")
    return (question.neutral if neutral else question.prior) is not None


def tables_are_there(ruleset: Ruleset) -> Iterator[Fault]:
    for name, (question, role, (low, high)) in ENGINE_TABLES.items():
        table = ruleset.tables_by_id.get(name)
        if table is None:
            yield Fault(path="tables", message=f"The engine needs the table {name}. Add it.")
            continue
        if table.question != question:
            yield Fault(path=f"tables.{name}.question", message=f"The engine needs the question {question} here.")
        if table.role != role:
            yield Fault(path=f"tables.{name}.role", message=f"The engine needs the role {role} here.")
        ordering = "lower_is_better" if name in LOWER_IS_BETTER else "higher_is_better"
        if table.ordering != ordering:
            yield Fault(path=f"tables.{name}.ordering", message=f"The engine needs {ordering} here.")
        for level, number in table.levels.items():
            if not low <= number <= high and table.role == "factor":  # every other role lies within 0..1 anyway
                yield Fault(path=f"tables.{name}.levels.{level}", message=f"Use a number from {low:g} to {high:g}.")
    yield from _one_order(ruleset)


def _one_order(ruleset: Ruleset) -> Iterator[Fault]:
    """The two tables of the pay cut rise together, so that an answer is better or worse in both."""
    felt, chance = (ruleset.tables_by_id.get(name) for name in ("future_pay_cut", "phd_chance_by_pay_cut"))
    if not felt or not chance or felt.levels.keys() != chance.levels.keys():
        return
    for worse, better in pairwise(_from_worst(felt)):
        if chance.levels[better] < chance.levels[worse]:
            path = f"tables.{chance.id}.levels.{better}"
            yield Fault(path=path, message=f"{better} is better than {worse} in {felt.id}. Make it no lower here.")


def _from_worst(table: LevelTable) -> list[str]:
    return sorted(table.levels, key=lambda level: table.levels[level])


def curves_are_there(ruleset: Ruleset) -> Iterator[Fault]:
    for name, question in ENGINE_CURVES.items():
        curve = ruleset.curves_by_id.get(name)
        if curve is None:
            yield Fault(path="curves", message=f"The engine needs the curve {name}. Add it.")
        elif curve.question != question:
            message = (
                f"The engine needs the question {question} here."
                if question
                else "This curve takes no question. Remove it."
            )
            yield Fault(path=f"curves.{name}.question", message=message)


def rules_are_there(ruleset: Ruleset) -> Iterator[Fault]:
    for name in ENGINE_RULES:
        if name not in ruleset.rules_by_id:
            yield Fault(path="rules", message=f"The engine needs the rule {name}. Add it.")
    for rule in ruleset.rules:
        if rule.id not in ENGINE_RULES:
            yield Fault(
                path=f"rules.{rule.id}", message="The engine has no such rule. Remove it, or use an adjustment."
            )
        elif not rule.enabled and rule.id not in SWITCHABLE:
            yield Fault(path=f"rules.{rule.id}.enabled", message="This rule has no switch. Leave it on.")


def constants_are_there(ruleset: Ruleset) -> Iterator[Fault]:
    owners = constants_by_owner(ruleset)
    for owner, constants in owners.items():
        needed = ENGINE_CONSTANTS.get(owner, {})
        for name in sorted(needed.keys() - constants.keys()):
            yield Fault(path=f"{owner}.constants", message=f"The engine needs the constant {name}. Add it.")
        for name, quantity in constants.items():
            yield from _constant(f"{owner}.constants.{name}", quantity, needed.get(name))
    for owner, smaller, greater in IN_ORDER:
        given = owners.get(owner, {})
        if smaller in given and greater in given and given[smaller].value > given[greater].value:
            path = f"{owner}.constants.{smaller}.value"
            yield Fault(path=path, message=f"Use {given[greater].value:g} or less: it cannot exceed {greater}.")
    yield from _shares(owners.get("criteria.sustainability", {}))


def constants_by_owner(ruleset: Ruleset) -> dict[str, Mapping[str, Quantity]]:
    """The constants of the document under the path of what they belong to."""
    return {
        **{f"criteria.{criterion.id}": criterion.constants for criterion in ruleset.criteria},
        **{f"rules.{rule.id}": rule.constants for rule in ruleset.rules},
        "timeline": ruleset.timeline.constants,
    }


def _constant(path: str, quantity: Quantity, allowed: _Range | None) -> Iterator[Fault]:
    if allowed is None:
        yield Fault(path=path, message="The engine does not use this constant here. Remove it.")
    elif not allowed[0] <= quantity.value <= allowed[1]:
        yield Fault(path=f"{path}.value", message=f"The engine works with {allowed[0]:g} to {allowed[1]:g} here.")


def _shares(constants: Mapping[str, Quantity]) -> Iterator[Fault]:
    total = sum(quantity.value for quantity in constants.values())
    if abs(total - 1) > 1e-9:
        path = "criteria.sustainability.constants"
        yield Fault(path=path, message=f"The three shares sum to {total:g}. Make them sum to 1.")


def weights_can_be_drawn(ruleset: Ruleset) -> Iterator[Fault]:
    """Below 1 nearly all weight would fall on one criterion, draw by draw."""
    if ruleset.sampling.weight_concentration.value < 1:
        yield Fault(path="sampling.weight_concentration.value", message="Use 1 or more.")


def dependence_can_be_drawn(ruleset: Ruleset) -> Iterator[Fault]:
    """At 1 all answers about a place would be one answer, and the engine would divide by zero."""
    dependence = ruleset.sampling.dependence
    if not 0 <= dependence.strength.value <= MOST_DEPENDENCE:
        message = f"The engine works with 0 to {MOST_DEPENDENCE:g} here."
        yield Fault(path="sampling.dependence.strength.value", message=message)
    for n, name in enumerate(dependence.questions):
        question = ruleset.questions_by_id[name]
        if question.scope == "person" or question.prior is None:
            message = f"{name} is not about an option, or has no prior. Name a question that has both."
            yield Fault(path=f"sampling.dependence.questions[{n}]", message=message)


NEEDS: tuple[Callable[[Ruleset], Iterable[Fault]], ...] = (
    questions_are_there,
    unknown_answers_are_covered,
    tables_are_there,
    curves_are_there,
    rules_are_there,
    constants_are_there,
    weights_can_be_drawn,
    dependence_can_be_drawn,
)
