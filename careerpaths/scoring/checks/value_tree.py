"""Whether what stands between the answers and the value can be computed and keeps the promises of every tree."""

from collections.abc import Iterable

from careerpaths.scoring.compiled import worst_first
from careerpaths.scoring.faults import Fault
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.tree.checks import tree_faults
from careerpaths.scoring.tree.references import Surroundings


def tree_is_sound(ruleset: Ruleset) -> Iterable[Fault]:
    return tree_faults(ruleset.tree, surroundings(ruleset))


def surroundings(ruleset: Ruleset) -> Surroundings:
    """What the tree of a ruleset refers to outside itself."""
    tables = ruleset.tables_by_id
    ordered = [q for q in ruleset.questions if q.choices and (q.worst_to_best or q.id in tables)]
    return Surroundings(
        questions=ruleset.questions_by_id,
        kinds=PATHS,
        criteria=tuple(ruleset.criteria_by_id),
        rules=tuple(ruleset.rules_by_id),
        order={question.id: [question.choice_ids[n] for n in worst_first(question, tables)] for question in ordered},
    )
