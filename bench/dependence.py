"""How results change if unknown answers about one place are correlated: good places have good mentors and peers."""

import copy
from collections.abc import Iterable, Iterator

from bench.cases import demo_cases, typical
from careerpaths import rulesets
from careerpaths.scoring.answers import Case, read_case
from careerpaths.scoring.compiled import Compiled, compile_ruleset
from careerpaths.scoring.findings.analysis import Glance, glance
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS

STRENGTHS = (0.0, 0.3, 0.6)
USUAL_DRAWS, TINY_DRAWS = 10_000, 200


def table(draws: int) -> Iterator[str]:
    """Two Markdown tables: the typical options, then what comes first in the demo cases."""
    rulesets_by_strength = [_with(strength) for strength in STRENGTHS]
    yield _line(("typical option", *(f"strength {strength:g}" for strength in STRENGTHS)))
    yield _line("---" for _ in range(len(STRENGTHS) + 1))
    looks = [_look_at_typical(compiled, draws) for compiled in rulesets_by_strength]
    for n, path in enumerate(PATHS):
        yield _line((path, *(_range(look, n) for look in looks)))
    yield ""
    yield _line(("demo case", *(f"strength {strength:g}" for strength in STRENGTHS)))
    yield _line("---" for _ in range(len(STRENGTHS) + 1))
    for demo in demo_cases():
        found = [glance(compiled, _case(compiled.ruleset, demo["case"]), draws) for compiled in rulesets_by_strength]
        yield _line((demo["title"], *map(_first, found)))


def _with(strength: float) -> Compiled:
    document = copy.deepcopy(rulesets.shipped())
    document["sampling"]["dependence"]["strength"]["value"] = strength
    return compile_ruleset(parse(document))


def _look_at_typical(compiled: Compiled, draws: int) -> Glance:
    return glance(compiled, typical(compiled.ruleset, len(PATHS)), draws)


def _case(ruleset: Ruleset, data: object) -> Case:
    return read_case(ruleset, data)


def _range(look: Glance, n: int) -> str:
    option = look.evaluation.options[n]
    return f"{option.value:.1f} ({option.low:.1f} to {option.high:.1f})"


def _first(look: Glance) -> str:
    option = look.evaluation.options[look.order[0]]
    return f"{option.name}, {look.first[option.id]} of 100"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
