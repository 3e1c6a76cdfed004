"""People as they come: some say much, some little, some change their mind. The same seed gives the same people.

They depend on the ids of questions, choices and kinds of option alone, not on the order in which a ruleset lists them.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset

SEED = 20261128
COUNT = 2_000
MOST_OPTIONS = 5
KNOWN = (0.0, 0.15, 0.5, 0.85, 1.0)  # how much of what is asked somebody answers
NOT_SURE = 0.15  # of the rest
NO_GOAL = 0.1


def people(ruleset: Ruleset, count: int = COUNT) -> Iterator[dict[str, Any]]:
    """So many cases in the case format."""
    chance = random.Random(SEED)
    questions = sorted(ruleset.questions, key=lambda question: question.id)
    kinds = sorted(kind.id for kind in ruleset.paths)
    for _ in range(count):
        yield _case(chance, questions, kinds)


def _case(chance: random.Random, questions: list[Question], kinds: Sequence[str]) -> dict[str, Any]:
    known = chance.choice(KNOWN)
    person = _answers(chance, [q for q in questions if q.scope == "person"], known)
    if chance.random() < NO_GOAL:
        person.pop("goal_role", None)
    chances = sorted(value for key, value in person.items() if key.startswith("tai_") and isinstance(value, int))
    for key in ("tai_p5", "tai_p10", "tai_p20"):
        if isinstance(person.get(key), int):
            person[key] = chances.pop(0)
    options = [_option(chance, questions, n, chance.choice(kinds)) for n in range(chance.randint(1, MOST_OPTIONS))]
    return {"person": person, "options": options}


def _option(chance: random.Random, questions: list[Question], place: int, kind: str) -> dict[str, Any]:
    asked = [q for q in questions if q.scope == "option" and q.id != "opt_path" and (not q.paths or kind in q.paths)]
    answers = _answers(chance, asked, chance.choice(KNOWN))
    if answers.get("opt_dealbreaker") == "yes" and chance.random() < 0.7:
        del answers["opt_dealbreaker"]
    return {"id": f"o{place}", "path": kind, "answers": answers}


def _answers(chance: random.Random, questions: list[Question], known: float) -> dict[str, Any]:
    given = {question.id: _answer(chance, question, known) for question in questions}
    return {key: value for key, value in given.items() if value is not None}


def _answer(chance: random.Random, question: Question, known: float) -> Any:
    drawn, unsure, value = chance.random(), chance.random(), _value(chance, question)
    if drawn < known:
        return value
    return "not_sure" if question.not_sure and unsure < NOT_SURE else None


def _value(chance: random.Random, question: Question) -> Any:
    ids = sorted(question.choice_ids)
    if question.type == "ranking":
        return chance.sample(ids, len(ids))
    if ids:
        return chance.choice(ids)
    return chance.randint(int(question.min or 0), int(question.max or 0))
