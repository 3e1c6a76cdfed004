"""What the fields of a ruleset cannot see one by one: references, sums, order, and what the engine needs."""

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.ruleset import Ruleset


def faults_of(ruleset: Ruleset) -> list[Fault]:
    """Every fault of a well-formed ruleset, each with its path and one sentence; empty when it can be meant."""
    return weights(ruleset)


def weights(ruleset: Ruleset) -> list[Fault]:
    """The weights of each goal share out the whole."""
    faults = []
    for goal in ("lead", "contributor"):
        total = sum(getattr(criterion.weights, goal) for criterion in ruleset.criteria)
        if abs(total - 1) > 1e-9:
            faults.append(Fault(path="criteria", message=f"The {goal} weights sum to {total:g}. Make them sum to 1."))
    return faults
