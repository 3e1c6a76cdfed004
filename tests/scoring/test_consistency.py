"""What only the whole document can tell: each refusal with its path and its sentence."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from careerpaths.scoring.answers import TIMELINE_QUESTIONS
from careerpaths.scoring.checks import engine_needs
from careerpaths.scoring.compiled import Constants
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.values.attributes import OPTION_LINES, OPTION_TABLES, PERSON_TABLES, QUESTION_OF
from harness.documents import Document, document, fault, item, refusal

Change = Callable[[Document], Any]


def changed(change: Change) -> Document:
    doc = document()
    change(doc)
    return doc


def when(flag: str, condition: object) -> Change:
    return lambda doc: item(doc, "flags", flag).update(when=condition)


def adjustment(**changes: object) -> Change:
    entry = {
        "id": "more_people",
        "name": "More people",
        "when": {"path": ["phd"]},
        "target": "people",
        "action": "add",
        "amount": 0.1,
        "rationale": "For a test.",
        "source": ["assumption"],
    }
    return lambda doc: doc.update(adjustments=[entry | changes])


F05, F08, F14 = "F05_money", "F08_short_timelines", "F14_isolation"

REFUSALS: dict[str, tuple[Change, str, str]] = {
    # references
    "two questions with one id": (
        lambda d: d["questions"].append(dict(item(d, "questions", "opt_peers"))),
        "questions.opt_peers",
        "The id opt_peers stands here 2 times. Give each item its own.",
    ),
    "two choices with one id": (
        lambda d: item(d, "questions", "opt_peers")["choices"].append({"id": "weak", "label": "Again"}),
        "questions.opt_peers.choices.weak",
        "The id weak stands here 2 times. Give each item its own.",
    ),
    "a criterion left out": (
        lambda d: d["criteria"].remove(item(d, "criteria", "timing")),
        "criteria",
        "timing is missing. Add it.",
    ),
    "evidence that the register lacks": (
        lambda d: item(d, "flags", F14).update(evidence=["E49", "E999"]),
        "flags.F14_isolation.evidence[1]",
        "There is no evidence E999. Add it to the register or cite another.",
    ),
    "a source that the register lacks": (
        lambda d: item(d, "rules", "R20")["constants"]["route_weight"].update(source=["E999"]),
        "rules.R20.constants.route_weight.source[0]",
        "There is no evidence E999. Add it to the register or cite another.",
    ),
    "an unknown question in a table": (
        lambda d: item(d, "tables", "opt_peers").update(question="opt_friends"),
        "tables.opt_peers.question",
        "There is no question opt_friends. Check its spelling or add it.",
    ),
    "an unknown question in a condition": (
        when(F14, {"all": [{"path": ["independent"]}, {"question": "opt_friends", "in": ["none"]}]}),
        "flags.F14_isolation.when.all[1].question",
        "There is no question opt_friends. Check its spelling or add it.",
    ),
    "an unknown flag in a plan item": (
        lambda d: item(d, "plan", "PL27").update(when={"flag": "F99_nothing"}),
        "plan.PL27.when.flag",
        "There is no flag F99_nothing. Check its spelling or add it.",
    ),
    "an unknown phase": (
        lambda d: item(d, "plan", "PL27").update(phase="someday"),
        "plan.PL27.phase",
        "There is no phase someday. Check its spelling or add it.",
    ),
    "an unknown section": (
        lambda d: item(d, "questions", "opt_peers").update(section="friends"),
        "questions.opt_peers.section",
        "There is no section friends. Check its spelling or add it.",
    ),
    "a use that does not exist": (
        lambda d: item(d, "questions", "opt_peers").update(used_in=["R99"]),
        "questions.opt_peers.used_in[0]",
        "There is no use R99. Check its spelling or add it.",
    ),
    "a checklist that answers an unknown question": (
        lambda d: item(d, "checklists", "students")["items"][0].update(answers="opt_friends"),
        "checklists.students.items[0].answers",
        "There is no question opt_friends. Check its spelling or add it.",
    ),
    # weights, tables, curves
    "weights that do not sum to 1": (
        lambda d: item(d, "criteria", "people")["weights"].update(lead=0.4),
        "criteria",
        "The lead weights sum to 1.06. Make them sum to 1.",
    ),
    "a value above 1": (
        lambda d: item(d, "tables", "opt_peers")["levels"].update(outstanding=1.5),
        "tables.opt_peers.levels.outstanding",
        "Use a number from 0 to 1.",
    ),
    "a table with an unknown choice": (
        lambda d: item(d, "tables", "opt_peers")["levels"].update(great=0.9),
        "tables.opt_peers.levels.great",
        "opt_peers has no choice great. Remove it or rename it.",
    ),
    "a table that forgets a choice": (
        lambda d: item(d, "tables", "opt_peers")["levels"].pop("weak"),
        "tables.opt_peers.levels",
        "The choice weak has no number. Add one.",
    ),
    "a curve that falls": (
        lambda d: item(d, "curves", "mentor_hours")["points"].append([9, 0.5]),
        "curves.mentor_hours.points[5]",
        "The curve falls from 1 to 0.5. Make it level or rising.",
    ),
    "a curve that goes back": (
        lambda d: item(d, "curves", "mentor_hours")["points"].append([8, 1]),
        "curves.mentor_hours.points[5]",
        "8 does not come after 8. Sort the points by their first number.",
    ),
    "a factor that would reward isolation": (
        lambda d: item(d, "tables", "isolation_effect")["levels"].update(strong=2),
        "tables.isolation_effect.levels.strong",
        "Use a number from 0 to 1.",
    ),
    "a stated risk that takes weight from support": (
        lambda d: item(d, "tables", "mental_health_risk")["levels"].update(low=0.5),
        "tables.mental_health_risk.levels.low",
        "Use a number from 1 to 5.",
    ),
    "two tables of one answer that disagree": (
        lambda d: item(d, "tables", "phd_chance_by_pay_cut")["levels"].update(fine=0.5),
        "tables.phd_chance_by_pay_cut.levels.fine",
        "fine is better than with_budget in future_pay_cut. Make it no lower here.",
    ),
    # constants, rules, timeline
    "a constant out of its bounds": (
        lambda d: item(d, "rules", "R20")["constants"]["route_weight"].update(value=0.4),
        "rules.R20.constants.route_weight.value",
        "Use a number from 0 to 0.3, or change the bounds.",
    ),
    "bounds the wrong way round": (
        lambda d: item(d, "rules", "R20")["constants"]["route_weight"].update(low=0.4),
        "rules.R20.constants.route_weight.low",
        "The lower bound is above the upper one. Swap them.",
    ),
    "a constant in which the formula breaks": (
        lambda d: item(d, "rules", "R07")["constants"]["surround_floor"].update(value=2, high=3),
        "rules.R07.constants.surround_floor.value",
        "The engine works with 0 to 1 here.",
    ),
    "a constant left out": (
        lambda d: item(d, "rules", "R12")["constants"].pop("cap_own"),
        "rules.R12.constants",
        "The engine needs the constant cap_own. Add it.",
    ),
    "a constant that nothing reads": (
        lambda d: item(d, "rules", "R04").update(
            constants={"floor": {"value": 0.5, "unit": "hours", "source": ["assumption"]}}
        ),
        "rules.R04.constants.floor",
        "The engine does not use this constant here. Remove it.",
    ),
    "thresholds that overlap": (
        lambda d: item(d, "rules", "R24")["constants"]["leans_from"].update(value=0.9),
        "rules.R24.constants.leans_from.value",
        "Use 0.8 or less: it cannot exceed first_from.",
    ),
    "shares of wellbeing that exceed the whole": (
        lambda d: item(d, "criteria", "sustainability")["constants"]["sus_income"].update(value=0.5),
        "criteria.sustainability.constants",
        "The three shares sum to 1.25. Make them sum to 1.",
    ),
    "a rule left out": (
        lambda d: d["rules"].remove(item(d, "rules", "R22")),
        "rules",
        "The engine needs the rule R22. Add it.",
    ),
    "a rule that is not in the code": (
        lambda d: d["rules"].append(item(d, "rules", "R22") | {"id": "R25"}),
        "rules.R25",
        "The engine has no such rule. Remove it, or use an adjustment.",
    ),
    "a rule without a switch turned off": (
        lambda d: item(d, "rules", "R21").update(enabled=False),
        "rules.R21.enabled",
        "This rule has no switch. Leave it on.",
    ),
    "years to lead that do not sum to 1": (
        lambda d: d["timeline"]["lead_years"].append([8, 0.1]),
        "timeline.lead_years",
        "The probabilities sum to 1.1. Make them sum to 1.",
    ),
    # questions
    "a choice question without choices": (
        lambda d: item(d, "questions", "research_mode").update(choices=[]),
        "questions.research_mode.choices",
        "A question of this type needs two choices or more.",
    ),
    "a number without room": (
        lambda d: item(d, "questions", "savings_months").update(max=0),
        "questions.savings_months.min",
        "Give the least and the greatest number, min below max.",
    ),
    "a step of nothing": (
        lambda d: item(d, "questions", "savings_months").update(step=0),
        "questions.savings_months.step",
        "Make the step greater than 0 and no greater than max less min.",
    ),
    "an anchor out of range": (
        lambda d: item(d, "questions", "opt_mentor_hours")["anchors"].append([50, "too much"]),
        "questions.opt_mentor_hours.anchors[3]",
        "Use a number from 0 to 40.",
    ),
    "a choice named like a state": (
        lambda d: item(d, "questions", "research_mode")["choices"].append({"id": "not_sure", "label": "Not sure"}),
        "questions.research_mode.choices.not_sure",
        "not_sure is a state of every question. Use another id.",
    ),
    "a section about something else": (
        lambda d: item(d, "questions", "opt_peers").update(section="background"),
        "questions.opt_peers.section",
        "This section is about the person. Choose another.",
    ),
    "kinds of option for a question about the person": (
        lambda d: item(d, "questions", "research_mode").update(paths=["phd"]),
        "questions.research_mode.paths",
        "A question about the person has no kinds of option. Remove them.",
    ),
    "a sensitive question to find out": (
        lambda d: item(d, "questions", "mental_health_risk").update(
            find_out={"how": "Ask.", "whom": "A friend.", "ask": "How am I?", "minutes": 10}
        ),
        "questions.mental_health_risk.find_out",
        "A sensitive question is never one to find out. Remove this.",
    ),
    "a question about oneself to find out": (
        lambda d: item(d, "questions", "research_mode").update(
            find_out={"how": "Think.", "whom": "Yourself.", "ask": "What do I want?", "minutes": 10}
        ),
        "questions.research_mode.find_out",
        "Only questions about options that have a prior are found out. Remove this.",
    ),
    "an order that forgets a choice": (
        lambda d: item(d, "questions", "opt_then_phd").update(worst_to_best=["no", "later"]),
        "questions.opt_then_phd.worst_to_best",
        "List each choice of the question once, the worst first.",
    ),
    "a visit that answers a question about the person": (
        lambda d: item(d, "checklists", "students")["items"][0].update(answers="track_record"),
        "checklists.students.items[0].answers",
        "A visit answers questions about an option. Name one of those.",
    ),
    # priors
    "a prior that does not sum to 1": (
        lambda d: item(d, "questions", "opt_peers")["prior"]["choices"].update(phd=[0.5, 0.5, 0.5, 0, 0]),
        "questions.opt_peers.prior.choices.phd",
        "The probabilities sum to 1.5. Make them sum to 1.",
    ),
    "a prior of the wrong length": (
        lambda d: item(d, "questions", "opt_peers")["prior"]["choices"].update(phd=[0.5, 0.5]),
        "questions.opt_peers.prior.choices.phd",
        "There are 5 choices and 2 probabilities. Give one for each.",
    ),
    "a prior that forgets a kind of option": (
        lambda d: item(d, "questions", "opt_peers")["prior"]["choices"].pop("rc_ra"),
        "questions.opt_peers.prior.choices",
        "The prior for rc_ra is missing. Add it.",
    ),
    "a prior for a kind of option without the question": (
        lambda d: item(d, "questions", "opt_letter")["prior"]["choices"].update(phd=[0.4, 0.3, 0.3]),
        "questions.opt_letter.prior.choices.phd",
        "The question is not asked for phd. Remove this.",
    ),
    "a prior number out of range": (
        lambda d: item(d, "questions", "opt_runway_years")["prior"]["numbers"].update(rc_ra=[[20, 1]]),
        "questions.opt_runway_years.prior.numbers.rc_ra[0]",
        "Use a number from 0 to 10.",
    ),
    "a prior of the wrong sort": (
        lambda d: item(d, "questions", "use_of_freedom").update(
            prior={"numbers": {"person": [[1, 1]]}, "source": ["assumption"]}
        ),
        "questions.use_of_freedom.prior",
        "A single_choice question takes a prior over choices alone, a ranking takes none.",
    ),
    "a scored question without a prior": (
        lambda d: [item(d, "questions", "opt_peers").pop(key) for key in ("prior", "find_out")],
        "questions.opt_peers",
        "Nothing stands in for an unknown answer. Add a prior.",
    ),
    "a scored number without a neutral value": (
        lambda d: item(d, "questions", "opt_start_months").pop("neutral"),
        "questions.opt_start_months",
        "Nothing stands in for an unknown answer. Add a neutral value.",
    ),
    "a neutral value out of range": (
        lambda d: item(d, "questions", "opt_start_months")["neutral"].update(value=40),
        "questions.opt_start_months.neutral.value",
        "Use a number from 0 to 36.",
    ),
    # what the engine needs
    "a question that the engine needs": (
        lambda d: d["questions"].remove(item(d, "questions", "savings_months")),
        "questions",
        "The engine needs the question savings_months. Add it.",
    ),
    "choices in another order than the engine counts": (
        lambda d: item(d, "questions", "opt_then_phd")["choices"].reverse(),
        "questions.opt_then_phd.choices",
        "The engine needs these choices in this order: no, within_2y, later.",
    ),
    "a question taken from a kind of option": (
        lambda d: _only_for_phd(item(d, "questions", "opt_supplements")),
        "questions.opt_supplements.paths",
        "The engine needs this question for phd, rc_industry, rc_nonprofit, rc_ra, independent, and for no other kind.",
    ),
    "a ranking that forgets a criterion": (
        lambda d: item(d, "questions", "criteria_ranking")["choices"].pop(),
        "questions.criteria_ranking",
        "The engine needs a ranking with these choices: "
        "communication, execution, own_ideas, people, safety, sustainability.",
    ),
    "a table that the engine needs": (
        lambda d: d["tables"].remove(item(d, "tables", "route_default")),
        "tables",
        "The engine needs the table route_default. Add it.",
    ),
    "a curve that the engine needs": (
        lambda d: d["curves"].remove(item(d, "curves", "lead_years")),
        "curves",
        "The engine needs the curve lead_years. Add it.",
    ),
    "weights drawn too freely": (
        lambda d: d["sampling"]["weight_concentration"].update(value=0.5, low=0),
        "sampling.weight_concentration.value",
        "Use 1 or more.",
    ),
    # conditions
    "a flag on an answer that cannot occur": (
        when(F05, {"question": "opt_income", "in": ["generous"]}),
        "flags.F05_money.when.in[0]",
        "opt_income never has the answer generous. Use some of comfortable, enough, tight, insufficient, "
        "answered, not_sure, unanswered.",
    ),
    "a flag on a not sure that is not offered": (
        when(F05, {"question": "opt_dealbreaker", "in": ["not_sure"]}),
        "flags.F05_money.when.in[0]",
        "opt_dealbreaker never has the answer not_sure. Use some of no, yes, answered, unanswered.",
    ),
    "a bound beyond every answer": (
        when(F05, {"question": "opt_mentor_hours", "at_least": 50}),
        "flags.F05_money.when",
        "opt_mentor_hours lies from 0 to 40, so this never holds. Change the bounds.",
    ),
    "a bound below every answer": (
        when(F05, {"question": "opt_mentor_hours", "below": 0}),
        "flags.F05_money.when",
        "opt_mentor_hours lies from 0 to 40, so this never holds. Change the bounds.",
    ),
    "a comparison without a bound": (
        lambda d: item(d, "flags", "F20_generic_option").update(when={"fact": "core_answered_share"}),
        "flags.F20_generic_option.when",
        "Give a bound: below or at_least.",
    ),
    "a number that is no number": (
        when(F05, {"question": "opt_income", "below": 2}),
        "flags.F05_money.when",
        "opt_income is no number. List its choices with in.",
    ),
    "a flag on a question that its kind of option lacks": (
        when(F14, {"all": [{"path": ["independent"]}, {"question": "opt_then_phd", "in": ["no"]}]}),
        "flags.F14_isolation.when",
        "This can never hold: no kind of option offers all of it. Check its paths, questions and answers.",
    ),
    "a plan item on a question that its kind of option lacks": (
        lambda d: item(d, "plan", "PL10").update(when={"question": "opt_letter", "in": ["weak"]}),
        "plan.PL10.when",
        "This can never hold: no kind of option offers all of it. Check its paths, questions and answers.",
    ),
    "more parts than there are": (
        when(F05, {"count": 2, "of": [{"question": "opt_income", "in": ["tight"]}]}),
        "flags.F05_money.when",
        "This can never hold: no kind of option offers all of it. Check its paths, questions and answers.",
    ),
    "a person's flag on an option's answer": (
        when(F08, {"question": "opt_income", "in": ["tight"]}),
        "flags.F08_short_timelines.when",
        "This concerns the person, opt_income an option. Put it inside any_option.",
    ),
    "a person's flag on a kind of option": (
        when(F08, {"path": ["phd"]}),
        "flags.F08_short_timelines.when",
        "This concerns the person, who has several options. Use any_option_path.",
    ),
    "a person's flag on an option's flag": (
        when(F08, {"flag": "F14_isolation"}),
        "flags.F08_short_timelines.when",
        "This concerns the person, F14_isolation an option. Use a flag of the person.",
    ),
    "a person's flag on an option's figure": (
        when(F08, {"fact": "savings_cover_runway", "at_least": 1}),
        "flags.F08_short_timelines.when",
        "This concerns the person, savings_cover_runway an option. Use chance_too_late.",
    ),
    "a flag on what is worth finding out": (
        when(F05, {"fact": "open_questions", "at_least": 1}),
        "flags.F05_money.when",
        "What is worth finding out is known to plan items only. Use answers.",
    ),
    "a person's answer looked for among the options": (
        when(F08, {"any_option": {"question": "career_stage", "in": ["other"]}}),
        "flags.F08_short_timelines.when",
        "career_stage is about the person. Use it without any_option.",
    ),
    "a question that a warning opens": (
        lambda d: item(d, "questions", "opt_chance").update(show_if={"flag": "F14_isolation"}),
        "questions.opt_chance.show_if",
        "Warnings and derived figures are known to warnings and plan items only. Use answers.",
    ),
    "a flag on the opened details": (
        when(F05, {"details": True}),
        "flags.F05_money.when",
        "Only show_if can ask whether the details are open. Use an answer.",
    ),
    "two questions that open each other": (
        lambda d: [
            item(d, "questions", "opt_chance").update(show_if={"question": "opt_start_months", "in": ["answered"]}),
            item(d, "questions", "opt_start_months").update(show_if={"question": "opt_chance", "in": ["answered"]}),
        ],
        "questions.opt_chance",
        "These depend on each other: opt_chance, opt_start_months. Free one of its condition.",
    ),
    "two flags that raise each other": (
        lambda d: [when(F05, {"flag": F14})(d), when(F14, {"flag": F05})(d)],
        "flags.F05_money",
        "These depend on each other: F05_money, F14_isolation. Free one of its condition.",
    ),
    # adjustments
    "an adjustment off the scale": (
        adjustment(amount=2),
        "adjustments.more_people.amount",
        "To add, use a number from -1 to 1.",
    ),
    "an adjustment that turns values round": (
        adjustment(action="multiply", amount=-1),
        "adjustments.more_people.amount",
        "To multiply, use a number from 0 to 100.",
    ),
    "a cap beyond the value": (
        adjustment(target="value", action="cap", amount=101),
        "adjustments.more_people.amount",
        "To cap, use a number from 0 to 100.",
    ),
    "an adjustment that reads a warning": (
        adjustment(when={"flag": "F14_isolation"}),
        "adjustments.more_people.when",
        "Warnings and derived figures are known to warnings and plan items only. Use answers.",
    ),
}


def _only_for_phd(question: Document) -> None:
    question["paths"] = ["phd"]
    question["prior"]["choices"] = {"phd": question["prior"]["choices"]["phd"]}


@pytest.mark.parametrize(("change", "path", "sentence"), REFUSALS.values(), ids=REFUSALS.keys())
def test_it_is_refused(change: Change, path: str, sentence: str) -> None:
    assert (path, sentence) in [(found.path, found.message) for found in refusal(changed(change))]


def test_only_the_one_thing_that_is_wrong_is_named() -> None:
    assert fault(changed(REFUSALS["a curve that falls"][0]))[0] == "curves.mentor_hours.points[5]"


@pytest.mark.parametrize(
    "change",
    [
        adjustment(),
        adjustment(target="value", action="multiply", amount=0.5),
        when(F05, {"any": [{"path": ["phd"]}, {"question": "opt_then_phd", "in": ["no"]}]}),
        when(F08, {"any_option": {"question": "opt_income", "in": ["tight", "not_sure"]}}),
        lambda d: item(d, "rules", "R20").update(enabled=False),
        lambda d: d["criteria"].reverse(),
    ],
    ids=["adjustment", "half the value", "one way is open", "any option", "a switch", "another order"],
)
def test_what_can_be_meant_is_taken(change: Change) -> None:
    parse(changed(change))


def test_the_needs_name_exactly_what_the_formulas_read() -> None:
    named = {name for constants in engine_needs.ENGINE_CONSTANTS.values() for name in constants}
    assert named == {field.name for field in fields(Constants)}
    assert set(engine_needs.SCORED_OPTION_QUESTIONS) == {*QUESTION_OF.values(), "opt_start_months"}
    assert {*OPTION_TABLES.values(), *(table for _, table in PERSON_TABLES.values())} <= set(engine_needs.ENGINE_TABLES)
    assert all(engine_needs.ENGINE_TABLES[table][0] == question for question, table in PERSON_TABLES.values())
    assert {curve: question for question, curve in OPTION_LINES.values()}.items() <= engine_needs.ENGINE_CURVES.items()
    assert set(TIMELINE_QUESTIONS) <= set(engine_needs.NUMBERS)
