"""References, weights, tables, curves, constants and rules that are refused, each with its path and its sentence."""

from harness.documents import item
from tests.scoring.ruleset.changes import F14, Change, when

REFUSED_NUMBERS: dict[str, tuple[Change, str, str]] = {
    # references
    "two questions with one id": (
        lambda d: d["questions"].append(dict(item(d, "questions", "opt_peers"))),
        "questions.opt_peers",
        "The id opt_peers appears here 2 times. Give each item its own.",
    ),
    "two choices with one id": (
        lambda d: item(d, "questions", "opt_peers")["choices"].append({"id": "weak", "label": "Again"}),
        "questions.opt_peers.choices.weak",
        "The id weak appears here 2 times. Give each item its own.",
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
}
