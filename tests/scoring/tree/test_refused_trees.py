"""Trees that cannot be computed, or break a promise: refused with the place and one sentence."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from careerpaths.scoring.checks.value_tree import surroundings
from careerpaths.scoring.tree.checks import tree_faults
from careerpaths.scoring.tree.document import Tree
from careerpaths.scoring.tree.references import MOST_NODES, Surroundings
from harness.cases import ruleset

Document = dict[str, Any]


@cache
def around() -> Surroundings:
    return surroundings(ruleset())


@cache
def sound() -> Document:
    return ruleset().tree.model_dump(mode="json", exclude_defaults=True)


def item(document: Document, what: str, key: str) -> Document:
    found: Document = next(one for one in document[what] if one["id"] == key)
    return found


def faults_after(change: Callable[[Document], object]) -> list[str]:
    document = copy.deepcopy(sound())
    change(document)
    return [str(fault) for fault in tree_faults(Tree.model_validate(document), around())]


def test_the_rules_1_0_as_a_tree_are_sound() -> None:
    assert tree_faults(ruleset().tree, around()) == []


def node(key: str, **changes: Any) -> Callable[[Document], object]:
    return lambda document: item(document, "nodes", key).update(changes)


def added(**new: Any) -> Callable[[Document], object]:
    return lambda document: document["nodes"].append(new)


def chain(document: Document) -> None:
    """Seventy nodes, each above the one before."""
    below = "value"
    for n in range(70):
        document["nodes"].append({"id": f"above{n}", "kind": "best", "of": [below]})
        below = f"above{n}"
    document["value"] = below


REFUSED = {
    "a node that names itself": (
        node("people", of=["people", "best_around"]),
        "nodes.people: This node is computed from itself: people → people.",
    ),
    "two nodes that name each other": (
        node("mentor", of=["mentor_hours", "guidance"]),
        "This node is computed from itself: ",
    ),
    "a missing argument": (
        node("people", of=["learning"]),
        "nodes.people.of: A node of the kind cap has 2 arguments. This one has 1.",
    ),
    "an argument that does not exist": (
        node("people", of=["learning", "luck"]),
        "nodes.people.of: There is no node, scale or number luck. Check its id.",
    ),
    "shares that sum to 0.98": (
        lambda d: item(d, "numbers", "sus_income").update(value=0.23),
        "nodes.sustainability.shares: The shares sum to 0.98. Make them sum to 1.",
    ),
    "a share too few": (
        node("learning", shares=["mentor_share"]),
        "nodes.learning.shares: Give one share for each argument, or none for equal shares.",
    ),
    "a cap with floor 1.2": (
        lambda d: item(d, "numbers", "surround_floor").update(value=1.2, high=2),
        "nodes.people: surround_floor is 1.2. Here it has to be from 0 to 1.",
    ),
    "a kind without a number": (
        lambda d: item(d, "scales", "route_default")["levels"].pop("phd"),
        "nodes.head_start.levels: There is no number for phd. Add one.",
    ),
    "a kind that does not exist": (
        node("communication", kinds=[["master"]]),
        "nodes.communication.kinds: There is no kind master. Check its id.",
    ),
    "a question used with two signs": (
        lambda d: (
            d["nodes"].append({"id": "few_peers", "kind": "opposite", "of": ["opt_peers"]}),
            node("wider_circle", of=["opt_other_mentors", "opt_peers", "few_peers"])(d),
        ),
        "questions.opt_peers: A better answer helps in one place and hurts in another (few_peers).",
    ),
    "a node that nothing reads": (
        added(id="idle", kind="best", of=["opt_peers"]),
        "nodes.idle: Nothing reads this. Use it somewhere, or remove it.",
    ),
    "an inverted value": (
        lambda d: item(d, "scales", "opt_peers")["levels"].update(outstanding=0),
        "scales.opt_peers.levels.outstanding: outstanding has 0 and strong has 0.75, but the choices go from worst to "
        "best. Change one of them, or give a reason.",
    ),
    "a choice without a number": (
        lambda d: item(d, "scales", "opt_peers")["levels"].pop("weak"),
        "scales.opt_peers.levels: Give a number for each choice of the question, and for nothing else.",
    ),
    "a curve that falls": (
        lambda d: item(d, "scales", "execution_level").update(points=[[0, 0], [0.5, 0.8], [1, 0.6]]),
        "scales.execution_level.points: A curve never falls. Raise the points that do.",
    ),
    "weights that sum to 1.1": (
        lambda d: d["weights"]["lead"].update(people=0.44),
        "weights.lead: The weights sum to 1.1. Make them sum to 1.",
    ),
    "a criterion that is weighed twice": (
        node("growth", of=["people", "people", "own_ideas", "execution", "safety", "communication"]),
        "weights.lead.people: people has a weight, and this goal weighs it 2 times, not once.",
    ),
    "an argument without a weight": (
        node("growth", of=["people", "own_ideas", "execution", "safety", "communication", "drive"]),
        "nodes.growth.of.drive: This argument stands for no criterion, so it has no weight. Say which it is.",
    ),
    "two things of one name": (
        added(id="opt_peers", kind="best", of=["opt_company"]),
        "tree.opt_peers: 2 nodes, scales or numbers have this id. Rename one.",
    ),
    "a tree that is too deep": (chain, "More than 60 nodes lie below this one. Make it flatter."),
    "five thousand nodes": (
        lambda d: d["nodes"].extend({"id": f"n{n}", "kind": "best", "of": ["value"]} for n in range(5_000)),
        f"nodes: A tree has at most {MOST_NODES} nodes. This one has more.",
    ),
    "two goals with the rest": (
        lambda d: item(d, "goals", "lead").pop("share"),
        "goals: Exactly one goal has the rest of a person's aims as its share.",
    ),
    "a stand-in that does not exist": (
        lambda d: item(d, "scales", "new_agendas_value").update(unknown="luck"),
        "scales.new_agendas_value: There is no number luck. Check its id.",
    ),
    "a timeline of a question that does not exist": (
        lambda d: d["timeline"].update(start="opt_luck"),
        "timeline: There is no question opt_luck. Check its id.",
    ),
    "a timeline of a choice": (
        lambda d: d["timeline"].update(start="opt_peers"),
        "timeline.start: opt_peers is no number about an option. Name another question.",
    ),
    "a timeline of one chance": (
        lambda d: d["timeline"].update(chances=[["tai_p5", 5]]),
        "timeline.chances: Name one question for the chance within 5, 10 and 20 years each.",
    ),
    "an answer of which nothing is assumed": (
        lambda d: item(d, "followed_by", "phd_after_a_job").update(
            question="opt_dealbreaker", years={"yes": "stage_later"}
        ),
        "questions.opt_dealbreaker: Nothing is assumed for an unknown answer. Add a prior.",
    ),
    "a stand-in for an answer about an option": (
        lambda d: item(d, "scales", "opt_peers").update(unknown=0.4),
        "scales.opt_peers.unknown: An unknown answer about an option is drawn. Remove this.",
    ),
    "an option that follows by an answer about the person": (
        lambda d: item(d, "followed_by", "phd_after_a_job").update(
            question="career_stage", years={"undergraduate": "stage_later"}
        ),
        "followed_by.phd_after_a_job.question: Each option says what follows. Use an answer about an option.",
    ),
    "an option that follows by a choice that does not exist": (
        lambda d: item(d, "followed_by", "phd_after_a_job")["years"].update(never="stage_later"),
        "followed_by.phd_after_a_job.years: There is no choice never. Check its id.",
    ),
    "a multiplied weight of a rule that does not exist": (
        lambda d: d["emphasis"][0].update(rule="R99"),
        "emphasis: There is no rule R99. Check its id.",
    ),
    "how far a goal counts by an answer that is drawn": (
        lambda d: item(d, "scales", "new_agendas_value").pop("unknown"),
        "scales.new_agendas_value.unknown: Weights are never drawn. Say what stands for an unknown answer.",
    ),
    "a weight by an answer that is drawn": (
        lambda d: item(d, "scales", "mental_health_risk").pop("unknown"),
        "scales.mental_health_risk.unknown: Weights are never drawn. Say what stands for an unknown answer.",
    ),
    "how far a goal counts by an answer about an option": (
        node("goal_and_agendas", of=["goal_role", "new_agendas_value", "opt_peers"]),
        "scales.opt_peers.question: Weights are the same for all options. Use an answer about the person.",
    ),
    "a condition on a question that does not exist": (
        node("income", condition={"question": "opt_luck", "in": ["good"]}),
        "nodes.income.condition: There is no question opt_luck. Check its id.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_tree_is_refused_with_the_place_and_a_sentence(name: str) -> None:
    change, sentence = REFUSED[name]
    assert any(sentence in fault for fault in faults_after(change)), faults_after(change)


def test_a_level_out_of_order_may_stay_for_a_reason() -> None:
    def change(document: Document) -> None:
        scale = item(document, "scales", "opt_peers")
        scale["levels"]["outstanding"], scale["reason"] = 0.5, "The best are said to be too busy."

    faults = faults_after(change)
    assert not any(fault.startswith("scales.opt_peers") for fault in faults)
