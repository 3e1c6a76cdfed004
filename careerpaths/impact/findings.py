"""The findings of a comparison, as JSON that contains nothing about any one person."""

from typing import Any

from careerpaths.impact.cases import CaseReader, CaseSource, Example
from careerpaths.impact.protection import greatest_of_several, is_hidden, protected, total
from careerpaths.impact.tally import LEANS, NOT_RANKED, TOO_CLOSE, Tally
from careerpaths.scoring.answers import readable_case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.faults import CaseError
from careerpaths.scoring.findings.analysis import Glance, glance
from careerpaths.scoring.schema import PATHS

Json = dict[str, Any]


def impact_findings(tally: Tally, reader: CaseReader, source: CaseSource, live: Compiled, version: Compiled) -> Json:
    """Everything that a report stores."""
    return {
        "stored": source.count(),
        "compared": tally.people,
        **_first_options(tally),
        **_closeness(tally),
        "shifts": [_shift(tally, n) for n in range(len(PATHS)) if tally.with_path[n]],
        "lost": _lost(reader),
        "examples": [_example(example, live, version) for example in source.examples()],
    }


def _first_options(tally: Tally) -> Json:
    """How many people's first option changes, from which path to which."""
    flows = {(i, j): int(tally.changed[i, j]) for i in range(len(PATHS)) for j in range(len(PATHS))}
    beside = [*flows.values(), *map(int, tally.kept), tally.ranked_before, tally.ranked_after]
    changed = sum(flows.values())
    return {
        "ranked": total(changed + int(tally.kept.sum()), beside),
        "changed": total(changed, flows.values()),
        "kept": [total(int(count), beside) for count in tally.kept],
        "flows": [
            {"from": PATHS[i], "to": PATHS[j], "people": protected(count)} for (i, j), count in flows.items() if count
        ],
        "ranked_no_more": protected(tally.ranked_before),
        "ranked_anew": protected(tally.ranked_after),
    }


def _closeness(tally: Tally) -> Json:
    """For how many people the lead becomes, or stops being, too close to call."""
    became = int(tally.closeness[LEANS:, TOO_CLOSE].sum())
    ceased = int(tally.closeness[TOO_CLOSE, LEANS:].sum())
    beside = [became, ceased, *map(int, tally.closeness[NOT_RANKED]), *map(int, tally.closeness[:, NOT_RANKED])]
    return {
        "close_before": total(int(tally.closeness[TOO_CLOSE].sum()), beside),
        "close_after": total(int(tally.closeness[:, TOO_CLOSE].sum()), beside),
        "became_close": protected(became),
        "ceased_close": protected(ceased),
    }


def _shift(tally: Tally, path: int) -> Json:
    """How the values and ranks of one kind of option move. Nothing if fewer than five people have one."""
    people = int(tally.with_path[path])
    found: Json = {"path": PATHS[path], "people": protected(people)}
    if is_hidden(people):
        return found
    return found | {
        "mean": round(float(tally.points[path] / tally.options[path]), 1),
        "rise": greatest_of_several(tally.rise[path]),
        "fall": greatest_of_several(tally.fall[path]),
        "up": protected(int(tally.up[path, 1:].sum())),
        "down": protected(int(tally.down[path, 1:].sum())),
        "most_up": greatest_of_several(tally.up[path]),
        "most_down": greatest_of_several(tally.down[path]),
    }


def _lost(reader: CaseReader) -> list[Json]:
    """Answers that no longer fit, by question. The answer is named if five people gave it."""
    return [_lost_of(reader, question) for question in sorted(reader.lost_of)]


def _lost_of(reader: CaseReader, question: str) -> Json:
    answers = {text: people for (asked, text), people in sorted(reader.lost.items()) if asked == question}
    return {
        "question": question,
        "people": total(reader.lost_of[question], answers.values()),
        "answers": [{"answer": text, "people": protected(n)} for text, n in answers.items() if not is_hidden(n)],
    }


def _example(example: Example, live: Compiled, version: Compiled) -> Json:
    """A made-up case, with everything that a result shows."""
    try:
        before, after = (glance(rules, readable_case(rules.ruleset, example.case)) for rules in (live, version))
    except CaseError:
        return {"title": example.title, "options": []}
    return {
        "title": example.title,
        "before": before.closeness,
        "after": after.closeness,
        "changed": _first(before) != _first(after),
        "options": [
            {
                "name": one.name,
                "path": one.path,
                "before": round(one.value, 1),
                "after": round(other.value, 1),
                "rank_before": one.rank,
                "rank_after": other.rank,
            }
            for one, other in zip(before.evaluation.options, after.evaluation.options, strict=True)
        ],
    }


def _first(look: Glance) -> str | None:
    return look.evaluation.options[look.order[0]].id if look.order else None
