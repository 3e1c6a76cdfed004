"""Whether the questions of a ruleset can be asked, and whether the assumptions for unknown answers are sound."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from careerpaths.scoring.faults import Fault
from careerpaths.scoring.parts.questions import Question
from careerpaths.scoring.ruleset import Ruleset
from careerpaths.scoring.schema import ALMOST, PATHS

STATE_WORDS = frozenset({"answered", "unanswered", "not_sure", "prefer_not_to_say"})


def answers_are_possible(ruleset: Ruleset) -> Iterator[Fault]:
    """A choice has choices, a number has bounds, and neither has what belongs to the other."""
    for question in ruleset.questions:
        path = f"questions.{question.id}"
        if question.type in ("single_choice", "ranking"):
            yield from _choices(question, path)
        else:
            yield from _bounds(question, path)


def _choices(question: Question, path: str) -> Iterator[Fault]:
    if len(question.choices) < 2:
        yield Fault(path=f"{path}.choices", message="A question of this type needs two choices or more.")
    if any(number is not None for number in (question.min, question.max, question.step)) or question.anchors:
        yield Fault(path=path, message="Choices have no min, max, step or anchors. Remove them or change the type.")
    for label, count in Counter(choice.label for choice in question.choices).items():
        if count > 1:
            message = f"{count} choices are called {label}. Give each different words."
            yield Fault(path=f"{path}.choices", message=message)
    for choice in STATE_WORDS.intersection(question.choice_ids):
        yield Fault(path=f"{path}.choices.{choice}", message=f"{choice} is a state of every question. Use another id.")
    if question.worst_to_best and sorted(question.worst_to_best) != sorted(question.choice_ids):
        yield Fault(path=f"{path}.worst_to_best", message="List each choice of the question once, the worst first.")


def _bounds(question: Question, path: str) -> Iterator[Fault]:
    if question.choices:
        yield Fault(path=f"{path}.choices", message="A number has no choices. Remove them or change the type.")
    low, high = question.min, question.max
    if low is None or high is None or low >= high:
        yield Fault(path=f"{path}.min", message="Give the least and the greatest number, min below max.")
        return
    if question.type == "probability" and (low, high) != (0, 100):
        yield Fault(path=f"{path}.max", message="A probability is asked in percent: set min to 0 and max to 100.")
    if question.step is not None and not 0 < question.step <= high - low:
        yield Fault(path=f"{path}.step", message="Make the step greater than 0 and no greater than max less min.")
    for n, (anchor, _) in enumerate(question.anchors):
        yield from _in_range(question, f"{path}.anchors[{n}]", anchor)
    if any(one >= other for (one, _), (other, _) in pairwise(question.anchors)):
        yield Fault(path=f"{path}.anchors", message="Sort the anchors by their numbers, each number once.")


def sections_fit(ruleset: Ruleset) -> Iterator[Fault]:
    scopes = {section.id: section.scope for section in ruleset.sections}
    for question in ruleset.questions:
        path = f"questions.{question.id}"
        if question.scope != scopes[question.section]:
            yield Fault(
                path=f"{path}.section", message=f"This section is about the {scopes[question.section]}. Choose another."
            )
        if question.scope == "person" and question.paths:
            yield Fault(
                path=f"{path}.paths", message="A question about the person has no kinds of option. Remove them."
            )


def finding_out_fits(ruleset: Ruleset) -> Iterator[Fault]:
    """Only an unknown answer about an option can be found out, and never a sensitive one."""
    for question in ruleset.questions:
        path = f"questions.{question.id}.find_out"
        if question.find_out and question.sensitive:
            yield Fault(path=path, message="A sensitive question is never one to find out. Remove this.")
        elif question.find_out and (question.scope == "person" or question.prior is None):
            yield Fault(path=path, message="Only questions about options that have a prior are found out. Remove this.")


def checklists_fit(ruleset: Ruleset) -> Iterator[Fault]:
    for checklist in ruleset.checklists:
        for n, item in enumerate(checklist.items):
            if ruleset.questions_by_id[item.answers].scope == "person":
                path = f"checklists.{checklist.id}.items[{n}].answers"
                yield Fault(path=path, message="A visit answers questions about an option. Name one of those.")


def priors_fit(ruleset: Ruleset) -> Iterator[Fault]:
    for question in ruleset.questions:
        path = f"questions.{question.id}"
        if question.prior:
            yield from _prior(question, f"{path}.prior", ordered=question.id in ruleset.tables_by_id)
        if question.neutral:
            yield from _neutral(question, f"{path}.neutral")


def _prior(question: Question, path: str, *, ordered: bool) -> Iterator[Fault]:
    prior, is_choice = question.prior, question.type == "single_choice"
    assert prior
    kind, other = ("choices", "numbers") if is_choice else ("numbers", "choices")
    if question.type == "ranking" or getattr(prior, other) or not getattr(prior, kind):
        yield Fault(
            path=path, message=f"A {question.type} question takes a prior only over {kind}; a ranking takes none."
        )
        return
    if is_choice and not ordered and not question.worst_to_best:
        yield Fault(
            path=path, message="Nothing orders the choices. Add worst_to_best or a table with the question's id."
        )
    yield from _prior_keys(question, f"{path}.{kind}", getattr(prior, kind))
    for key, probabilities in prior.choices.items():
        if len(probabilities) != len(question.choices):
            message = (
                f"There are {len(question.choices)} choices and {len(probabilities)} probabilities. Give one for each."
            )
            yield Fault(path=f"{path}.choices.{key}", message=message)
        yield from sum_is_one(f"{path}.choices.{key}", probabilities)
    for key, pairs in prior.numbers.items():
        yield from sum_is_one(f"{path}.numbers.{key}", [probability for _, probability in pairs])
        yield from _numbers(question, f"{path}.numbers.{key}", [number for number, _ in pairs])


def _prior_keys(question: Question, path: str, given: Mapping[str, object]) -> Iterator[Fault]:
    needed = {"person"} if question.scope == "person" else {key for key in PATHS if question.has_path(key)}
    for key in sorted(needed - given.keys()):
        yield Fault(path=path, message=f"The prior for {key} is missing. Add it.")
    for key in sorted(given.keys() - needed):
        yield Fault(path=f"{path}.{key}", message=f"The question is not asked for {key}. Remove this.")


def _numbers(question: Question, path: str, numbers: Sequence[float]) -> Iterator[Fault]:
    for n, number in enumerate(numbers):
        yield from _in_range(question, f"{path}[{n}]", number)
    if len(set(numbers)) < len(numbers):
        yield Fault(path=path, message="A number appears here twice. Give each its own probability once.")


def _neutral(question: Question, path: str) -> Iterator[Fault]:
    if question.prior or question.type not in ("number", "probability"):
        yield Fault(path=path, message="Only a number without a prior takes a neutral value. Remove one of the two.")
    elif question.neutral:
        yield from _in_range(question, f"{path}.value", question.neutral.value)


def _in_range(question: Question, path: str, number: float) -> Iterator[Fault]:
    low, high = question.min, question.max
    if low is not None and high is not None and low < high and not low <= number <= high:
        yield Fault(path=path, message=f"Use a number from {low:g} to {high:g}.")


def sum_is_one(path: str, shares: Iterable[float]) -> Iterator[Fault]:
    total = sum(shares)
    if abs(total - 1) > ALMOST:
        yield Fault(path=path, message=f"The probabilities sum to {total:g}. Make them sum to 1.")


QUESTION_CHECKS: tuple[Callable[[Ruleset], Iterable[Fault]], ...] = (
    answers_are_possible,
    sections_fit,
    finding_out_fits,
    checklists_fit,
    priors_fit,
)
