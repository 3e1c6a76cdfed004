"""Whether a tree keeps what the engine promises: shares and weights sum to 1, values stay from 0 to 1, a better answer
helps wherever it counts, and nothing that an editor can change is without effect.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.tree.bounds import EITHER, Bounds
from careerpaths.scoring.tree.document import Goal, Scale
from careerpaths.scoring.tree.nodes import (
    THE_REST,
    MeanNode,
    StillAheadNode,
    SumNode,
    TogetherNode,
    WeighedNode,
)
from careerpaths.scoring.tree.program import Program
from careerpaths.scoring.tree.references import Surroundings

HURTS = frozenset({-1})


@dataclass(frozen=True, kw_only=True)
class Promises:
    """What a tree promises, under examination. Its references are sound."""

    program: Program
    around: Surroundings

    @cached_property
    def bounds(self) -> Bounds:
        return Bounds(program=self.program, order=self.around.order)

    def shares_add_up(self) -> Iterator[Fault]:
        for node in self.program.tree.nodes:
            if isinstance(node, MeanNode | TogetherNode) and node.shares:
                path, given = f"nodes.{node.id}.shares", [s for s in node.shares if s != THE_REST]
                total = sum(self.program.numbers[share] for share in given)
                rests = len(node.shares) - len(given)
                if len(node.shares) != len(node.of):
                    yield Fault(path=path, message="Give one share for each argument, or none for equal shares.")
                elif rests > 1 or (rests and total > 1 + ALMOST):
                    yield Fault(path=path, message=f"Only one share can be the rest, and the others sum to {total:g}.")
                elif not rests and abs(total - 1) > ALMOST:
                    yield Fault(path=path, message=f"The shares sum to {total:g}. Make them sum to 1.")
            if isinstance(node, SumNode) and len(node.amounts) != len(node.of):
                yield Fault(path=f"nodes.{node.id}.amounts", message="Give one amount for each argument.")

    def constants_keep_their_range(self) -> Iterator[Fault]:
        for node in self.program.tree.nodes:
            for key in [] if isinstance(node, StillAheadNode) else node.constants():
                if not 0 <= self.program.numbers[key] <= 1:
                    message = f"{key} is {self.program.numbers[key]:g}. Here it has to be from 0 to 1."
                    yield Fault(path=f"nodes.{node.id}", message=message)

    def scales_are_in_order(self) -> Iterator[Fault]:
        for scale in self.program.tree.scales:
            if scale.question is None:
                continue
            question = self.around.questions.get(scale.question)
            if question is None:
                yield Fault(path=f"scales.{scale.id}.question", message="There is no such question. Check its id.")
            elif scale.levels and set(scale.levels) != set(question.choice_ids):
                message = "Give a number for each choice of the question, and for nothing else."
                yield Fault(path=f"scales.{scale.id}.levels", message=message)
            elif scale.levels and scale.question in self.around.order and not scale.reason:
                yield from self._level_out_of_order(scale)

    def _level_out_of_order(self, scale: Scale) -> Iterator[Fault]:
        choices = self.around.order[str(scale.question)]
        heights = [self.program.amount(scale.levels[choice]) for choice in choices]
        rises = [after - before for before, after in pairwise(heights)]
        if any(rise > ALMOST for rise in rises) and any(rise < -ALMOST for rise in rises):
            mostly_up = sum(rise > 0 for rise in rises) >= len(rises) / 2
            place = next(n for n, rise in enumerate(rises) if (rise < -ALMOST) == mostly_up and abs(rise) > ALMOST)
            message = (
                f"{choices[place + 1]} has {heights[place + 1]:g} and {choices[place]} has {heights[place]:g}, but the "
                f"choices go from worst to best. Change one of them, or give a reason."
            )
            yield Fault(path=f"scales.{scale.id}.levels.{choices[place + 1]}", message=message)

    def curves_never_fall(self) -> Iterator[Fault]:
        for scale in self.program.tree.scales:
            xs, ys = [x for x, _ in scale.points], [y for _, y in scale.points]
            if any(after <= before for before, after in pairwise(xs)):
                yield Fault(
                    path=f"scales.{scale.id}.points", message="Sort the points from left to right, each x once."
                )
            elif scale.question is None and any(after < before for before, after in pairwise(ys)):
                yield Fault(path=f"scales.{scale.id}.points", message="A curve never falls. Raise the points that do.")

    def goals_weigh(self) -> Iterator[Fault]:
        rests = [goal.id for goal in self.program.tree.goals if goal.share == THE_REST]
        if len(rests) != 1:
            yield Fault(path="goals", message="Exactly one goal has the rest of a person's aims as its share.")
        for goal in self.program.tree.goals:
            if abs(sum(self.program.tree.weights[goal.id].values()) - 1) > ALMOST:
                message = (
                    f"The weights sum to {sum(self.program.tree.weights[goal.id].values()):g}. Make them sum to 1."
                )
                yield Fault(path=f"weights.{goal.id}", message=message)
            yield from self._weighed_once(goal)

    def _weighed_once(self, goal: Goal) -> Iterator[Fault]:
        used = Counter(self.program.criteria_below.get(goal.value, ()))
        for criterion, weight in self.program.tree.weights[goal.id].items():
            if weight and used[criterion] != 1:
                message = f"{criterion} has a weight, and this goal weighs it {used[criterion]} times, not once."
                yield Fault(path=f"weights.{goal.id}.{criterion}", message=message)
        for node in self.program.tree.nodes:
            if isinstance(node, WeighedNode) and self.program.goal_of.get(node.id) == goal.id:
                for key in node.of:
                    if not self.program.criteria_below.get(key):
                        message = "This argument stands for no criterion, so it has no weight. Say which it is."
                        yield Fault(path=f"nodes.{node.id}.of.{key}", message=message)

    def weights_are_never_drawn(self) -> Iterator[Fault]:
        """How far a goal is a person's, and how much a criterion weighs, is one number for each person."""
        program = self.program
        read = {key for node in program.below(program.shares) for key in program.nodes[node].of}
        read |= {emphasis.by for emphasis in program.tree.emphasis}
        for scale in program.tree.scales:
            if scale.question and scale.id in read:
                if self.around.questions[scale.question].scope != "person":
                    message = "Weights are the same for all options. Use an answer about the person."
                    yield Fault(path=f"scales.{scale.id}.question", message=message)
                elif scale.unknown is None:
                    message = "Weights are never drawn. Say what stands for an unknown answer."
                    yield Fault(path=f"scales.{scale.id}.unknown", message=message)

    def values_keep_their_bounds(self) -> Iterator[Fault]:
        for key, ((low, high),) in self.bounds.spans().items():
            if key in self.program.nodes and (low < -ALMOST or high > 1 + ALMOST):
                message = f"This can be anything from {low:.3g} to {high:.3g}. Keep it from 0 to 1."
                yield Fault(path=f"nodes.{key}", message=message)

    def questions_move_one_way(self) -> Iterator[Fault]:
        drawn = {scale.question for scale in self.program.tree.scales if scale.unknown is None}
        directions = self.bounds.directions()
        for question, ways in self.bounds.of_value().items():
            if ways == EITHER and question in drawn and self.around.questions[question].prior is not None:
                places = [node.id for node in self.program.steps if directions[node.id].get(question) == HURTS]
                message = f"A better answer helps in one place and hurts in another ({', '.join(places[:3])})."
                yield Fault(path=f"questions.{question}", message=message)

    def every_node_is_read(self) -> Iterator[Fault]:
        """Nodes without effect are refused. Scales without effect are blind spots, which an editor is shown."""
        for node in self.program.tree.nodes:
            if node.id not in self.program.read:
                yield Fault(path=f"nodes.{node.id}", message="Nothing reads this. Use it somewhere, or remove it.")
