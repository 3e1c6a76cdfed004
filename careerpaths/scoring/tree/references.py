"""Whether a tree can be computed: every id is known and there once, every node has its arguments, none reads itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError

from careerpaths.scoring.conditions import AnswerIn, AnswerWithin, DetailsOpened, FactWithin, FlagHolds, PathIn, walk
from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.tree.bounds import ChoiceOrder
from careerpaths.scoring.tree.nodes import (
    THE_REST,
    AnyNode,
    ByKindNode,
    CurveNode,
    GoalShareNode,
    KindOfOptionNode,
    WhenNode,
    YearsLeftNode,
)
from careerpaths.scoring.tree.program import Program

MOST_NODES = 500
DEEPEST_TREE = 60  # nodes one above the other


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a tree refers to outside itself."""

    questions: Mapping[str, Question]
    kinds: Sequence[str]
    criteria: Sequence[str]
    rules: Sequence[str]
    order: ChoiceOrder


@dataclass(frozen=True, kw_only=True)
class References:
    """The references of a tree, under examination."""

    program: Program
    around: Surroundings

    def ids_are_unique(self) -> Iterator[Fault]:
        """Nodes, scales and numbers are all referred to by their id alone."""
        named = [*self.program.tree.nodes, *self.program.tree.scales, *self.program.tree.numbers]
        for key, count in Counter(item.id for item in named).items():
            if count > 1:
                yield Fault(path=f"tree.{key}", message=f"{count} nodes, scales or numbers have this id. Rename one.")

    def size_is_bounded(self) -> Iterator[Fault]:
        if len(self.program.tree.nodes) > MOST_NODES:
            yield Fault(path="nodes", message=f"A tree has at most {MOST_NODES} nodes. This one has more.")

    def references_exist(self) -> Iterator[Fault]:
        program = self.program
        known = {*program.nodes, *program.numbers, *(scale.id for scale in self.program.tree.scales if scale.question)}
        curves = {scale.id for scale in self.program.tree.scales if scale.points}
        goals, rules = program.goals.keys(), {"", *self.around.rules}
        for node in self.program.tree.nodes:
            yield from _missing(node, "of", node.of, known, "node, scale or number")
            yield from _missing(node, "rule", [node.rule], rules, "rule")
            yield from _missing(node, "criterion", [node.criterion], {"", *self.around.criteria}, "criterion")
            yield from _missing(node, "numbers", node.constants(), program.numbers.keys(), "number")
            match node:
                case CurveNode() | YearsLeftNode():
                    yield from _missing(node, "curve", [node.curve], curves, "curve")
                case GoalShareNode():
                    yield from _missing(node, "goal", [node.goal], goals, "goal")
                case KindOfOptionNode():
                    yield from _missing(node, "scale", [node.scale], program.scales, "scale")
                    if node.scale in program.scales:
                        yield from self._kinds(node, program.scales[node.scale].levels)
                case ByKindNode():
                    yield from _missing(
                        node, "kinds", [k for some in node.kinds for k in some], self.around.kinds, "kind"
                    )
                case WhenNode():
                    yield from self._condition(node)
        yield from self._outer_references()

    def _kinds(self, node: AnyNode, levels: Mapping[str, object]) -> Iterator[Fault]:
        yield from _missing(node, "levels", levels, self.around.kinds, "kind")
        for kind in self.around.kinds:
            if kind not in levels:
                yield Fault(path=f"nodes.{node.id}.levels", message=f"There is no number for {kind}. Add one.")

    def _condition(self, node: WhenNode) -> Iterator[Fault]:
        for leaf in walk(node.condition):
            match leaf:
                case AnswerIn() | AnswerWithin():
                    yield from _missing(node, "condition", [leaf.question], self.around.questions, "question")
                case PathIn():
                    yield from _missing(node, "condition", leaf.path, self.around.kinds, "kind")
                case FlagHolds() | FactWithin() | DetailsOpened():
                    message = "Values come before warnings and figures. Use answers and kinds of option only."
                    yield Fault(path=f"nodes.{node.id}.condition", message=message)

    def _outer_references(self) -> Iterator[Fault]:
        nodes, scales, numbers = self.program.nodes.keys(), self.program.scales.keys(), self.program.numbers.keys()
        wanted: list[tuple[str, Iterable[str], Iterable[str], str]] = [
            ("value", [self.program.tree.value], nodes, "node")
        ]
        for goal in self.program.tree.goals:
            wanted.append((f"goals.{goal.id}.value", [goal.value], nodes, "node"))
            wanted.append((f"goals.{goal.id}.share", [goal.share], {THE_REST, *nodes}, "node"))
            wanted.append((f"weights.{goal.id}", self.program.tree.weights[goal.id], self.around.criteria, "criterion"))
        for emphasis in self.program.tree.emphasis:
            wanted.append(("emphasis", [emphasis.criterion], self.around.criteria, "criterion"))
            wanted.append(("emphasis", [emphasis.by], scales, "scale"))
            wanted.append(("emphasis", [emphasis.rule], {"", *self.around.rules}, "rule"))
        for follower in self.program.tree.followed_by:
            path = f"followed_by.{follower.id}"
            wanted.append((f"{path}.kind", [follower.kind], self.around.kinds, "kind"))
            wanted.append((f"{path}.rule", [follower.rule], {"", *self.around.rules}, "rule"))
            wanted.append((f"{path}.question", [follower.question], self.around.questions, "question"))
            wanted.append((f"{path}.years", follower.years, self._choices_of(follower.question), "choice"))
            wanted.append((f"{path}.begins_with", [*follower.begins_with], scales, "scale"))
            wanted.append((f"{path}.chance", [follower.chance, *follower.begins_with.values()], nodes, "node"))
            wanted.append((path, [follower.horizon, follower.delay, *follower.years.values()], numbers, "number"))
        for scale in self.program.tree.scales:
            named = [level for level in (*scale.levels.values(), scale.unknown) if isinstance(level, str)]
            wanted.append((f"scales.{scale.id}", named, numbers, "number"))
        timeline = self.program.tree.timeline
        asked = [timeline.start, timeline.experience, *(question for question, _ in timeline.chances)]
        wanted.append(("timeline", asked, self.around.questions, "question"))
        wanted.append(("timeline", [timeline.credit, timeline.most_credit, timeline.horizon], numbers, "number"))
        for path, keys, among, what in wanted:
            yield from _lost(path, keys, among, what)

    def _choices_of(self, question: str) -> Sequence[str]:
        return self.around.questions[question].choice_ids if question in self.around.questions else ()

    def arguments_fit(self) -> Iterator[Fault]:
        for node in self.program.tree.nodes:
            least, most = node.ARGUMENTS
            if not least <= len(node.of) <= most:
                wanted = f"{least}" if least == most else f"{least} or more"
                message = f"A node of the kind {node.kind} has {wanted} arguments. This one has {len(node.of)}."
                yield Fault(path=f"nodes.{node.id}.of", message=message)
            elif isinstance(node, ByKindNode) and len(node.kinds) != len(node.of) - 1:
                message = "Name the kinds of option for each argument but the first."
                yield Fault(path=f"nodes.{node.id}.kinds", message=message)

    def no_node_reads_itself(self) -> Iterator[Fault]:
        try:
            order = self.program.order
        except CycleError as error:
            circle = " → ".join(reversed(error.args[1]))
            yield Fault(path=f"nodes.{error.args[1][0]}", message=f"This node is computed from itself: {circle}.")
            return
        depth: dict[str, int] = {}
        for key in order:
            depth[key] = 1 + max(
                (depth.get(read, 0) for read in self.program.reads(self.program.nodes[key])), default=0
            )
            if depth[key] == DEEPEST_TREE + 1:
                yield Fault(
                    path=f"nodes.{key}", message=f"More than {DEEPEST_TREE} nodes lie below this one. Make it flatter."
                )


def _missing(node: AnyNode, field: str, keys: Iterable[str], among: Iterable[str], what: str) -> Iterator[Fault]:
    yield from _lost(f"nodes.{node.id}.{field}", keys, among, what)


def _lost(path: str, keys: Iterable[str], among: Iterable[str], what: str) -> Iterator[Fault]:
    known = set(among)
    for key in keys:
        if key not in known:
            yield Fault(path=path, message=f"There is no {what} {key}. Check its id.")
