"""Every fault of a tree, each with its place and a sentence. References come first: where one leads nowhere, the other
checks would only stumble over it.
"""

from collections.abc import Callable, Iterable

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.tree.answered import Answered
from careerpaths.scoring.tree.document import Tree
from careerpaths.scoring.tree.program import Program
from careerpaths.scoring.tree.promises import Promises
from careerpaths.scoring.tree.references import References, Surroundings


def tree_faults(tree: Tree, around: Surroundings) -> list[Fault]:
    """Every fault of the first stage that has any; empty if the tree is sound."""
    program = Program(tree=tree)
    references, promises = References(program=program, around=around), Promises(program=program, around=around)
    answered = Answered(program=program, around=around)
    stages: tuple[tuple[Callable[[], Iterable[Fault]], ...], ...] = (
        (references.ids_are_unique, references.size_is_bounded),
        (references.references_exist, references.arguments_fit),
        (references.no_node_reads_itself,),
        (
            promises.shares_add_up,
            promises.constants_keep_their_range,
            promises.scales_are_in_order,
            promises.curves_never_fall,
            promises.goals_weigh,
            answered.unknown_answers_are_filled,
            answered.followers_are_about_options,
            answered.timeline_can_be_read,
        ),
        (
            promises.weights_are_never_drawn,
            promises.values_keep_their_bounds,
            promises.questions_move_one_way,
            promises.every_node_is_read,
        ),
    )
    for stage in stages:
        if faults := [fault for check in stage for fault in check()]:
            return faults
    return []
