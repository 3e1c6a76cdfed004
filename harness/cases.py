"""People and options for the tests of the engine, and short ways to score them.

`PERSON` and `FULL` answer everything, so that values are exact and can be worked out by hand. The numbers behind
the answers are next to them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.values.advice import plan_of, raise_flags
from careerpaths.scoring.values.evaluation import Evaluation, OptionResult, evaluate
from careerpaths.scoring.values.scores import Scores, score
from harness.documents import document

DRAWS = 300
JOBS = ("rc_industry", "rc_nonprofit", "rc_ra")

Answers = dict[str, Any]

PERSON: Answers = {
    "goal_role": "research_lead",
    "new_agendas_value": "much_needed",  # lambda is 1: no timelines are given
    "career_stage": "masters",
    "research_experience_years": 0,
    "execution_skill": "with_help",  # 0.40
    "track_record": "some",  # 0.40
    "independent_history": "mixed",  # 0.45
    "use_of_freedom": "mix",  # 0.65
    "self_learning_speed": "typical",  # 0.05
    "isolation_effect": "some",  # 0.85
    "mental_health_risk": "low",
    "future_pay_cut": "fine",
}

FULL: Answers = {
    "opt_mentor_hours": 2,  # 0.60
    "opt_mentor_research": "strong",  # 0.75
    "opt_mentor_mentoring": "good",  # 0.75
    "opt_other_mentors": "few",  # 0.75
    "opt_peers": "strong",  # 0.75
    "opt_idea_freedom": "direction",  # 0.80
    "opt_runway_years": 3,  # 0.80
    "opt_feedback_speed": "weeks",  # 0.30
    "opt_execution": "good",  # 0.70
    "opt_safety_mentor": "open",  # 0.45
    "opt_safety_peers": "few",  # 0.40
    "opt_supplements": "some",  # 0.60
    "opt_publish": "sometimes",  # 0.65
    "opt_structure": "some",  # 0.65
    "opt_company": "team",  # 1.00
    "opt_income": "enough",  # 0.75
}

OF_PATH: Mapping[str, Answers] = {
    "phd": {},
    **{path: {"opt_letter": "decent", "opt_then_phd": "no"} for path in JOBS},  # 0.50
    "independent": {"opt_letter": "decent", "opt_skills_match": "half"},  # 0.50, 0.50
}


@cache
def compiled() -> Compiled:
    """The shipped ruleset."""
    return compile_ruleset(parse(document()))


def ruleset() -> Ruleset:
    return compiled().ruleset


def edited(change: Callable[[dict[str, Any]], None]) -> Compiled:
    """The shipped ruleset after a change to its document."""
    changed = document()
    change(changed)
    return compile_ruleset(parse(changed))


@cache
def without(*rule_ids: str) -> Compiled:
    """The shipped ruleset with these rules switched off."""

    def switch_off(changed: dict[str, Any]) -> None:
        for rule in changed["rules"]:
            if rule["id"] in rule_ids:
                rule["enabled"] = False

    return edited(switch_off)


def option(path: str, id: str = "a", **answers: Any) -> dict[str, Any]:  # noqa: A002 - the word in the case format
    """An option about which only these answers are known."""
    return {"id": id, "path": path, "answers": answers}


def known(path: str, id: str = "a", **answers: Any) -> dict[str, Any]:  # noqa: A002 - as above
    """An option about which everything is known: `FULL`, with these answers replaced.

    An answer of None is left out.
    """
    return option(path, id, **(FULL | OF_PATH[path] | answers))


def case(options: Iterable[Mapping[str, Any]], person: Answers = PERSON) -> Case:
    return read_case(ruleset(), {"person": dict(person), "options": [dict(item) for item in options]})


def result(
    *options: Mapping[str, Any], person: Answers = PERSON, rules: Compiled | None = None, draws: int = DRAWS
) -> Evaluation:
    return evaluate(rules or compiled(), case(options, person), draws)


def only(
    item: Mapping[str, Any], person: Answers = PERSON, rules: Compiled | None = None, draws: int = DRAWS
) -> OptionResult:
    """The result of one option on its own."""
    return result(item, person=person, rules=rules, draws=draws).options[0]


def criterion(name: str, item: Mapping[str, Any], person: Answers = PERSON, rules: Compiled | None = None) -> float:
    """One criterion of one option on its own, from 0 to 1."""
    return only(item, person, rules).criteria[name].value


def scored(
    *options: Mapping[str, Any], person: Answers = PERSON, rules: Compiled | None = None, draws: int = DRAWS
) -> Scores:
    return score(rules or compiled(), [case(options, person)], draws)


def flags(*options: Mapping[str, Any], person: Answers = PERSON) -> set[str]:
    """Short ids, such as F01, of all flags raised for the person or for any option."""
    outcome = result(*options, person=person, draws=100)
    raised = set(outcome.person_flags).union(*(item.flags for item in outcome.options))
    return {flag.partition("_")[0] for flag in raised}


def plan(*options: Mapping[str, Any], person: Answers = PERSON) -> list[str]:
    """Ids of the plan items that apply to any of the options, if nothing is worth finding out."""
    scores = scored(*options, person=person, draws=100)
    raise_flags(scores.frame)
    return [item.id for item in plan_of(scores.frame, range(len(options)), open_questions=0)]
