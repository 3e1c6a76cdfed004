"""Questions, priors, conditions and adjustments that are refused, each with its path and its sentence."""

from harness.documents import Document, item
from tests.scoring.ruleset.changes import F05, F08, F14, Change, adjustment, when

REFUSED_QUESTIONS: dict[str, tuple[Change, str, str]] = {
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
        "A single_choice question takes a prior only over choices; a ranking takes none.",
    ),
    "a scored question without a prior": (
        lambda d: [item(d, "questions", "opt_peers").pop(key) for key in ("prior", "find_out")],
        "questions.opt_peers",
        "Nothing is assumed for an unknown answer. Add a prior.",
    ),
    "a scored number without a neutral value": (
        lambda d: item(d, "questions", "opt_start_months").pop("neutral"),
        "questions.opt_start_months",
        "Nothing is assumed for an unknown answer. Add a neutral value.",
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
        "opt_income is not a number. List its choices with in.",
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
