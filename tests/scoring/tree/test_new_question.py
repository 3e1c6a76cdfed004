"""A question that an editor adds counts like every other, without a line of Python."""

from copy import deepcopy
from typing import Any

from careerpaths.scoring.answers import read_case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import analyse
from careerpaths.scoring.findings.variations import Cell
from careerpaths.scoring.values.evaluation import evaluate
from harness.cases import DRAWS, case, edited, option

ANSWERS: tuple[dict[str, str], ...] = ({"opt_library": "weak"}, {}, {"opt_library": "outstanding"})
LIBRARY = Cell(question="opt_library", option=0)


def with_library() -> Compiled:
    """How good the library is counts like the wider circle."""

    def add(document: dict[str, Any]) -> None:
        for part in ("questions", "tables"):
            new = deepcopy(next(item for item in document[part] if item["id"] == "opt_peers"))
            document[part].append(
                {**new, "id": "opt_library"} | ({"question": "opt_library"} if part == "tables" else {})
            )
        next(node for node in document["nodes"] if node["id"] == "wider_circle")["of"].append("opt_library")

    return edited(add)


def value_with(rules: Compiled, **answers: str) -> float:
    """The value of a PhD of which only this is known."""
    document = {"options": [{"id": "a", "path": "phd", "answers": answers}]}
    return evaluate(rules, read_case(rules.ruleset, document), DRAWS).options[0].value


def test_a_new_question_moves_the_value_and_is_drawn_where_it_is_unknown() -> None:
    rules = with_library()
    weak, unknown, best = (value_with(rules, **given) for given in ANSWERS)
    assert weak < unknown < best


def test_a_new_question_is_among_what_to_find_out_and_what_moves_the_lead() -> None:
    found = analyse(with_library(), case([option("phd", "a"), option("rc_nonprofit", "b")]), DRAWS)
    assert LIBRARY in [finding.cell for finding in found.findings]
    assert LIBRARY in [bar.cell for bar in found.tornado]
