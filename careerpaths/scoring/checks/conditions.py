"""Whether the conditions of a ruleset are valid: they read only what they may read, and they can hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from careerpaths.scoring.checks.contradictions import TooManyWays, clash_in
from careerpaths.scoring.conditions import (
    PERSON_FACTS,
    STATES,
    AllOf,
    AnswerIn,
    AnswerWithin,
    AnyOf,
    AnyOptionAnswer,
    AtLeastOf,
    Condition,
    DetailsOpened,
    FactWithin,
    FlagHolds,
    PathIn,
    questions_in,
    walk,
)
from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import PATHS, PathId, Scope
from careerpaths.scoring.tree.nodes import WhenNode


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """A condition, its location and what it decides about."""

    path: str
    condition: Condition
    scope: Scope
    paths: tuple[PathId, ...] = PATHS  # kinds of option that it is about
    asks: bool = False  # decides what is asked: the detailed questions count
    warns: bool = False  # decides on warnings and plan items: derived figures and other warnings are known by then
    plans: bool = False  # decides on plan items alone: what is worth finding out is known by then
    beside: tuple[Condition, ...] = ()  # what also holds wherever this one is looked at

    def inside(self) -> Iterator["_Place"]:
        """This condition and every one inside it, each with its path."""
        yield self
        for part in self.parts():
            yield from part.inside()

    def parts(self) -> Iterator["_Place"]:
        """The conditions directly inside. Of `all`, the other parts hold beside each; of `any_option`, nothing does."""
        for step, part, scope in _parts(self.condition, self.scope):
            inner = replace(self, path=f"{self.path}.{step}", condition=part, scope=scope)
            match self.condition:
                case AllOf():
                    others = tuple(other for other in self.condition.all if other is not part)
                    yield replace(inner, beside=(*self.beside, *others))
                case AnyOptionAnswer():
                    yield replace(inner, beside=(), paths=PATHS)
                case _:
                    yield inner


def _parts(condition: Condition, scope: Scope) -> Iterator[tuple[str, Condition, Scope]]:
    match condition:
        case AllOf():
            yield from ((f"all[{n}]", part, scope) for n, part in enumerate(condition.all))
        case AnyOf():
            yield from ((f"any[{n}]", part, scope) for n, part in enumerate(condition.any))
        case AtLeastOf():
            yield from ((f"of[{n}]", part, scope) for n, part in enumerate(condition.of))
        case AnyOptionAnswer():
            yield "any_option", condition.any_option, "option"


def conditions_with_paths(ruleset: Ruleset) -> Iterator[_Place]:
    """Every whole condition of the ruleset."""
    for question in ruleset.questions:
        path, paths = f"questions.{question.id}", question.paths or PATHS
        yield _Place(path=f"{path}.show_if", condition=question.show_if, scope=question.scope, paths=paths, asks=True)
        yield _Place(
            path=f"{path}.applies_if",
            condition=question.applies_if,
            scope=question.scope,
            paths=paths,
            beside=(question.show_if,),
        )
    for flag in ruleset.flags:
        path = f"flags.{flag.id}"
        yield _Place(path=f"{path}.when", condition=flag.when, scope=flag.scope, warns=True)
        for n, variant in enumerate(flag.variants):
            path_of_it = f"{path}.variants[{n}].when"
            yield _Place(path=path_of_it, condition=variant.when, scope=flag.scope, warns=True, beside=(flag.when,))
    for item in ruleset.plan:
        paths = item.paths or PATHS
        yield _Place(
            path=f"plan.{item.id}.when", condition=item.when, scope="option", paths=paths, warns=True, plans=True
        )
    for veto in ruleset.vetoes:
        yield _Place(path=f"vetoes.{veto.id}.when", condition=veto.when, scope="option")
    for node in ruleset.nodes:
        if isinstance(node, WhenNode):
            yield _Place(path=f"nodes.{node.id}.condition", condition=node.condition, scope="option")
    for adjustment in ruleset.adjustments:
        yield _Place(path=f"adjustments.{adjustment.id}.when", condition=adjustment.when, scope="option")


def every_condition(ruleset: Ruleset) -> Iterator[_Place]:
    """Every condition of the ruleset, those inside others too."""
    for place in conditions_with_paths(ruleset):
        yield from place.inside()


def answers_can_occur(ruleset: Ruleset) -> Iterator[Fault]:
    """Conditions name answers that their question offers, and numbers that it takes."""
    for place in every_condition(ruleset):
        match place.condition:
            case AnswerIn():
                yield from _choices(ruleset.questions_by_id[place.condition.question], place.condition, place.path)
            case AnswerWithin():
                yield from _bounds(ruleset.questions_by_id[place.condition.question], place.condition, place.path)
            case FactWithin(below=None, at_least=None):
                yield Fault(path=place.path, message="Give a bound: below or at_least.")


def _choices(question: Question, condition: AnswerIn, path: str) -> Iterator[Fault]:
    offered = [*(() if question.type == "ranking" else question.choice_ids), *STATES]
    if not question.not_sure:
        offered.remove("not_sure")
    for n, choice in enumerate(condition.choices):
        if choice not in offered:
            message = f"{question.id} never has the answer {choice}. Use some of {', '.join(offered)}."
            yield Fault(path=f"{path}.in[{n}]", message=message)


def _bounds(question: Question, condition: AnswerWithin, path: str) -> Iterator[Fault]:
    low, high = question.min, question.max
    if low is None or high is None:
        yield Fault(path=path, message=f"{question.id} is not a number. List its choices with in.")
        return
    below, at_most, at_least = condition.below, condition.at_most, condition.at_least
    if below is None and at_most is None and at_least is None:
        yield Fault(path=path, message="Give a bound: below, at_most or at_least.")
    upper = min(bound for bound in (below, at_most, high) if bound is not None)
    lower = max(bound for bound in (at_least, low) if bound is not None)
    if lower > upper or (below is not None and lower >= below):
        message = f"{question.id} lies from {low:g} to {high:g}, so this never holds. Change the bounds."
        yield Fault(path=path, message=message)


def scopes_are_right(ruleset: Ruleset) -> Iterator[Fault]:
    """What concerns the person cannot look at one option, and each figure is known where it is used."""
    for place in every_condition(ruleset):
        yield from _scope(ruleset, place)


def _scope(ruleset: Ruleset, place: _Place) -> Iterator[Fault]:
    message = ""
    match place.condition:
        case AnswerIn() | AnswerWithin() if _scope_of(ruleset, place.condition) == "option" and place.scope == "person":
            message = f"This concerns the person, {place.condition.question} an option. Put it inside any_option."
        case AnyOptionAnswer() if ruleset.questions_by_id[place.condition.any_option.question].scope == "person":
            message = f"{place.condition.any_option.question} is about the person. Use it without any_option."
        case PathIn() if place.scope == "person":
            message = "This concerns the person, who has several options. Use any_option_path."
        case FlagHolds() | FactWithin() if not place.warns:
            message = "Warnings and derived figures are known to warnings and plan items only. Use answers."
        case FactWithin(fact="open_questions") if not place.plans:
            message = "What is worth finding out is known to plan items only. Use answers."
        case FlagHolds() if place.scope == "person" and ruleset.flags_by_id[place.condition.flag].scope == "option":
            message = f"This concerns the person, {place.condition.flag} an option. Use a flag of the person."
        case FactWithin() if place.scope == "person" and place.condition.fact not in PERSON_FACTS:
            message = f"This concerns the person, {place.condition.fact} an option. Use chance_too_late."
        case DetailsOpened() if not place.asks:
            message = "Only show_if can ask whether the details are open. Use an answer."
    if message:
        yield Fault(path=place.path, message=message)


def _scope_of(ruleset: Ruleset, condition: AnswerIn | AnswerWithin) -> Scope:
    return ruleset.questions_by_id[condition.question].scope


def conditions_can_hold(ruleset: Ruleset) -> Iterator[Fault]:
    """For some kind of option, everything that a condition asks for exists and nothing in it contradicts the rest."""
    for place in conditions_with_paths(ruleset):
        yield from _can_hold(ruleset, replace(place, beside=()), alone=True)


def conditions_fit_together(ruleset: Ruleset) -> Iterator[Fault]:
    """Nor does a condition contradict the one it refines, or a warning that it names."""
    for place in conditions_with_paths(ruleset):
        yield from _can_hold(ruleset, place, alone=False)


def _can_hold(ruleset: Ruleset, place: _Place, *, alone: bool) -> Iterator[Fault]:
    """The outermost condition that can never hold: what is inside it is then not a separate fault."""
    open_paths = [path for path in place.paths if _possible(ruleset, place.condition, path)]
    whole = AllOf(all=(place.condition, *place.beside))
    try:
        clash = _clash_everywhere(ruleset, whole, open_paths, alone=alone)
    except TooManyWays:
        return
    if not open_paths:
        message = "This can never hold: no kind of option offers all of it. Check its paths, questions and answers."
        yield Fault(path=place.path, message=message)
    elif clash:
        yield Fault(path=place.path, message=NEVER.format(clash))
    else:
        for part in place.parts():
            yield from _can_hold(ruleset, part, alone=alone)


def _clash_everywhere(ruleset: Ruleset, condition: Condition, paths: Iterable[PathId], *, alone: bool) -> str:
    """What the condition contradicts itself about, whatever the kind of option; empty where it fits one of them."""
    clash = ""
    for path in paths:
        clash = clash_in(ruleset, condition, path, alone=alone)
        if not clash:
            break
    return clash


NEVER = "This can never hold: nothing can meet everything asked of {}. Change or remove one of the parts."


def _possible(ruleset: Ruleset, condition: Condition, path: PathId) -> bool:
    """Whether the condition could hold for an option of this kind. No condition negates, so this suffices."""
    match condition:
        case AllOf():
            return all(_possible(ruleset, part, path) for part in condition.all)
        case AnyOf():
            return any(_possible(ruleset, part, path) for part in condition.any)
        case AtLeastOf():
            return sum(_possible(ruleset, part, path) for part in condition.of) >= condition.count
        case PathIn():
            return path in condition.path
        case AnswerIn() | AnswerWithin():
            return ruleset.questions_by_id[condition.question].has_path(path)
        case _:
            return True


def nothing_depends_on_itself(ruleset: Ruleset) -> Iterator[Fault]:
    asked = {q.id: questions_in(q.show_if) | questions_in(q.applies_if) for q in ruleset.questions}
    yield from _circle("questions", asked)
    raised = {flag.id: {leaf.flag for leaf in walk(flag.when) if isinstance(leaf, FlagHolds)} for flag in ruleset.flags}
    yield from _circle("flags", raised)


def _circle(kind: str, graph: Mapping[str, set[str]]) -> Iterator[Fault]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        message = f"These depend on each other: {', '.join(sorted(set(ring)))}. Free one of its condition."
        yield Fault(path=f"{kind}.{min(ring)}", message=message)


CONDITION_CHECKS: tuple[Callable[[Ruleset], Iterable[Fault]], ...] = (
    answers_can_occur,
    scopes_are_right,
    nothing_depends_on_itself,
)
"""What must be so before anything can be said about when a condition holds."""
