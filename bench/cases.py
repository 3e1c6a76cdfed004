"""Cases to measure with: the public example, completely unknown options, and any number of fully answered people."""

import random
from pathlib import Path
from typing import Any

from careerpaths import rulesets
from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS
from harness import SEED

DEMO_CASES = Path(__file__).parent.parent / "assessments" / "demo_cases.yaml"
NO_PHD_AFTER = {"opt_then_phd": "no"}  # a PhD after a job always needs draws, however much is answered


def shipped() -> Compiled:
    return compile_ruleset(parse(rulesets.shipped()))


def demo_cases() -> list[dict[str, Any]]:
    """The site's demo cases, read without Django."""
    cases: list[dict[str, Any]] = rulesets.read(DEMO_CASES)["cases"]
    return cases


def typical(ruleset: Ruleset, options: int) -> Case:
    """A future lead and this many options of which only the kind is known."""
    kinds = [{"id": f"o{n}", "path": PATHS[n % len(PATHS)]} for n in range(options)]
    return read_case(ruleset, {"person": {"goal_role": "research_lead"}, "options": kinds})


def half_known(ruleset: Ruleset, options: int) -> Case:
    """A person who has answered every second question about each option, as on a first visit."""
    chance = random.Random(SEED)  # noqa: S311 - cases to measure, no secrets
    return read_case(ruleset, _document(ruleset, chance, options, every=2))


def nearly_answered(ruleset: Ruleset, options: int) -> Case:
    """A person who is unsure of one thing and may do a PhD after a job: the most variation possible."""
    chance = random.Random(SEED)  # noqa: S311 - as above
    document = _document(ruleset, chance, options)
    del document["person"]["execution_skill"]
    for option in document["options"]:
        if "opt_then_phd" in option["answers"]:
            option["answers"]["opt_then_phd"] = "within_2y"
    return read_case(ruleset, document)


def fully_answered(compiled: Compiled, count: int, options: int = 1) -> list[Case]:
    """People who have answered everything, so that each value is an exact number."""
    chance = random.Random(SEED)  # noqa: S311 - as above
    return [read_case(compiled.ruleset, _document(compiled.ruleset, chance, options)) for _ in range(count)]


def _document(ruleset: Ruleset, chance: random.Random, options: int, every: int = 1) -> dict[str, Any]:
    first = chance.randrange(len(PATHS))
    return {
        "person": {q.id: _answer(chance, q) for q in ruleset.questions if q.scope == "person"}
        | {"goal_role": "research_lead"}
        | dict(zip(("tai_p5", "tai_p10", "tai_p20"), sorted(chance.sample(range(101), 3)), strict=True)),
        "options": [_option(ruleset, chance, n, PATHS[(first + n) % len(PATHS)], every) for n in range(options)],
    }


def _option(ruleset: Ruleset, chance: random.Random, place: int, path: str, every: int) -> dict[str, Any]:
    asked = [
        q
        for q in ruleset.questions
        if q.scope == "option" and q.id not in ("opt_path", "opt_dealbreaker") and (not q.paths or path in q.paths)
    ]
    answers = {q.id: _answer(chance, q) for q in asked[::every]}
    if "opt_then_phd" in answers:
        answers |= NO_PHD_AFTER
    return {"id": f"o{place}", "path": path, "answers": answers}


def _answer(chance: random.Random, question: Question) -> Any:
    if question.type == "ranking":
        return chance.sample(question.choice_ids, len(question.choice_ids))
    if question.choices:
        return chance.choice(question.choice_ids)
    return chance.randint(int(question.min or 0), int(question.max or 0))
