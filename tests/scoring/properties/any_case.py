"""Any case that the rules admit, and what comes of it."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.compiled import Compiled, worst_first
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.evaluation import Evaluation, evaluate
from harness.cases import Answers, compiled, ruleset

DRAWS = 200
TINY = 1e-9  # what sums of the same numbers in another order may differ by
QUESTIONS = ruleset().questions_by_id
examples = settings(deadline=None, max_examples=20, derandomize=True)
Document = dict[str, Any]
"""A case in the case format."""
NUMBERS: dict[str, list[float]] = {
    "research_experience_years": [0, 0.5, 1, 3, 15],
    "savings_months": [0, 6, 120],
    "opt_chance": [0, 30, 100],
    "opt_start_months": [0, 3, 18, 36],
}
"""Answers to try where no prior says which numbers occur."""
TIMELINES = ("tai_p5", "tai_p10", "tai_p20")


def admissible(question: Question, path: str) -> list[str | float]:
    """Definite answers that this path, or the person, can give: those of the prior, or all where there is none."""
    levels = compiled().priors.get((question.id, path)) if question.prior else None
    if question.choices:
        ids = question.choice_ids
        return [ids[int(n)] for n in levels.values] if levels is not None else list(ids)
    if levels is None:
        return list(NUMBERS[question.id])
    between = (levels.values[1:] + levels.values[:-1]) / 2
    return sorted(float(value) for value in (*levels.values, *between))


def states(question: Question) -> list[str | None]:
    """Ways of giving no definite answer."""
    words = [("not_sure", question.not_sure), ("prefer_not_to_say", question.prefer_not_to_say)]
    return [None, *(word for word, offered in words if offered)]


def questions_of(path: str) -> list[Question]:
    """What an option of this kind can be asked, apart from what takes it out of the ranking."""
    setup = {"opt_path", "opt_dealbreaker"}
    return [q for q in ruleset().questions if q.scope == "option" and q.has_path(path) and q.id not in setup]


PERSON_QUESTIONS = [
    q for q in ruleset().questions if q.scope == "person" and q.tier != "optional" and q.id not in TIMELINES
]


def answer(question: Question, path: str = "person", *, definite: bool = False) -> st.SearchStrategy[Any]:
    choices: list[Any] = admissible(question, path)
    return st.sampled_from(choices if definite else [*choices, *states(question)])


@st.composite
def stated_timelines(draw: st.DrawFn) -> Answers:
    """Any subset of the three probabilities, never falling."""
    numbers = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    kept = draw(
        st.sampled_from([(1, 1, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)])
    )
    return {key: number for key, number, keep in zip(TIMELINES, numbers, kept, strict=True) if keep}


@st.composite
def people(draw: st.DrawFn, /, *, definite: bool = False, **fixed: Any) -> Answers:
    given = {q.id: draw(answer(q, definite=definite)) for q in PERSON_QUESTIONS if q.id not in fixed}
    return given | draw(stated_timelines()) | fixed


@st.composite
def options(
    draw: st.DrawFn,
    /,
    key: str = "a",
    *,
    definite: bool = False,
    **fixed: Any,
) -> Document:
    path: str = draw(st.sampled_from(PATHS))
    asked = questions_of(path)
    given = {q.id: draw(answer(q, path, definite=definite)) for q in asked if q.id not in fixed}
    own = {key: value for key, value in fixed.items() if ruleset().questions_by_id[key].has_path(path)}
    return {"id": key, "path": path, "answers": given | own}


@st.composite
def cases(draw: st.DrawFn, /, least: int = 1, most: int = 4, *, definite: bool = False, **fixed: Any) -> Document:
    """A person with some options called a, b, c and so on; `fixed` answers are the person's."""
    count = draw(st.integers(least, most))
    return {
        "person": draw(people(definite=definite, **fixed)),
        "options": [draw(options(key, definite=definite)) for key in "abcd"[:count]],
    }


def outcome(document: Document, rules: Compiled | None = None) -> Evaluation:
    return evaluate(rules or compiled(), read_case(ruleset(), document), DRAWS)


def levels(question: str, path: str) -> list[str]:
    """Choices that the path admits, from worst to best."""
    possible = admissible(QUESTIONS[question], path)
    order = [QUESTIONS[question].choice_ids[n] for n in worst_first(QUESTIONS[question], ruleset().tables_by_id)]
    return [choice for choice in order if choice in possible]
