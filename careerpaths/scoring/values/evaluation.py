"""One case, evaluated: values, ranks, warnings and years in the words that other programs read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from careerpaths.scoring.answers import TIMELINE_QUESTIONS, Case
from careerpaths.scoring.arrays import Array, Mask, row_means
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.schema import ALMOST
from careerpaths.scoring.values.advice import flags_of, raise_flags
from careerpaths.scoring.values.scores import Scores, score

View = Literal["lead", "contributor", "both", "none"]
LOW, HIGH = 5, 95  # percentiles of the interval that is shown as likely (decision model 3.8)


@dataclass(frozen=True, kw_only=True, slots=True)
class CriterionScore:
    """How one criterion counts for one option."""

    value: float  # 0..1
    points: float  # share of the option's value
    most: float  # points that the best level would bring


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionResult:
    """One option, evaluated. Values and points are on 0..100."""

    id: str
    name: str
    path: str
    value: float  # mean over the draws
    low: float  # 5th percentile
    high: float  # 95th percentile
    minimum: float  # everything unknown at its worst
    maximum: float  # and at its best
    rank: int | None  # 1 is first; None when the option is excluded or nothing is ranked
    criteria: Mapping[str, CriterionScore]
    held_back: Mapping[str, float]  # node -> points that this cap or multiplier takes away, never positive
    route: float  # points of the author's default for the kind of option
    adjustments: float  # points of the adjustments that an admin added
    flags: tuple[str, ...]
    expected_lead_years: float | None
    chance_of_a_lead_year: float | None  # P(at least one year as a lead)
    p_phd_after: float | None
    lead_value: float  # under the lead goal
    contributor_value: float  # under the contributor goal
    core_asked: int  # how many core questions the option has
    core_answered: int  # and how many of them have a definite answer
    excluded: bool

    @property
    def limits(self) -> float:
        """Points that caps and multipliers take away, never positive."""
        return sum(self.held_back.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """One case, evaluated. Options are in the order in which they came."""

    options: tuple[OptionResult, ...]
    person_flags: tuple[str, ...]
    lead_weight: float  # lambda, 0..1
    view: View
    chance_too_late: float | None  # P(no time left to lead), None where no timeline was given


def evaluate(compiled: Compiled, case: Case, draws: int | None = None) -> Evaluation:
    """Evaluate one case."""
    return summarise(score(compiled, [case], draws), case)


def summarise(scores: Scores, case: Case) -> Evaluation:
    """The figures of `scores`, which hold this one case."""
    lead_weight = float(scores.goal_shares["lead"][0])
    view = view_of(scores.compiled, case, lead_weight)
    raise_flags(scores.frame)
    return Evaluation(
        options=_option_results(scores, case, ranked=view != "none"),
        person_flags=flags_of(scores.frame, "person", 0),
        lead_weight=lead_weight,
        view=view,
        chance_too_late=float(scores.chance_too_late[0]) if timeline_given(scores) else None,
    )


def timeline_given(scores: Scores) -> bool:
    """Whether any probability for transformative AI was given and counts."""
    return any(scores.frame.columns[question].given.any() for question in TIMELINE_QUESTIONS)


def view_of(compiled: Compiled, case: Case, lead_weight: float) -> View:
    """Which comparison is the headline (R01, decision model 3.10)."""
    goal = case.person.get("goal_role", "unsure")
    if goal == "other_role":
        return "none"
    if goal == "unsure":
        return "both"
    if lead_weight >= compiled.numbers["lead_view_from"]:
        return "lead"
    return "contributor" if lead_weight < compiled.numbers["contributor_view_below"] else "both"


def closeness(compiled: Compiled, chance_first: float) -> Literal["comes_out_first", "leans", "too_close"]:
    """R24: what to call a lead (E10 E96). `chance_first` is a rank acceptability on 0..1."""
    if chance_first >= compiled.numbers["first_from"]:
        return "comes_out_first"
    return "leans" if chance_first >= compiled.numbers["leans_from"] else "too_close"


def rank(values: Array, excluded: Mask) -> list[int | None]:
    """1 + the number of ranked options that are better; equal options share a rank."""
    ranked = values[~excluded]
    return [
        None if out else 1 + int((ranked > value + ALMOST).sum()) for value, out in zip(values, excluded, strict=True)
    ]


def _option_results(scores: Scores, case: Case, *, ranked: bool) -> tuple[OptionResult, ...]:
    low, high = np.percentile(scores.draws, [LOW, HIGH], axis=1) if scores.frame.rows else (np.empty(0),) * 2
    ranks = rank(scores.mean, scores.excluded) if ranked else [None] * scores.frame.rows
    lead, contributor = scores.value_under("lead"), scores.value_under("contributor")
    expected, at_least_one = _lead_years(scores)
    odds = _phd_odds(scores)
    facts = scores.frame.facts
    parts = scores.parts
    criteria = _criterion_scores(scores)
    return tuple(
        OptionResult(
            id=option.id,
            name=option.name,
            path=option.path,
            value=float(scores.mean[n]),
            low=float(low[n]),
            high=float(high[n]),
            minimum=float(scores.lowest[n]),
            maximum=float(scores.highest[n]),
            rank=ranks[n],
            criteria=criteria[n],
            held_back={node: float(points[n]) for node, points in scores.held_back.items()},
            route=float(parts["route"][n]),
            adjustments=float(parts["adjustments"][n]),
            flags=flags_of(scores.frame, "option", n),
            expected_lead_years=float(expected[n]) if timeline_given(scores) else None,
            chance_of_a_lead_year=float(at_least_one[n]) if timeline_given(scores) else None,
            p_phd_after=odds[n],
            lead_value=float(lead[n]),
            contributor_value=float(contributor[n]),
            core_asked=int(facts["core_asked"][n]),
            core_answered=int(facts["core_answered"][n]),
            excluded=bool(scores.excluded[n]),
        )
        for n, option in enumerate(case.options)
    )


def _lead_years(scores: Scores) -> tuple[Array, Array]:
    """Expected years as a lead, and the chance of at least one, of what comes last, (rows,) each."""
    places = [scores.valued.options, *(after.options for after in scores.valued.after)]
    expected, at_least_one = places[0].lead_years.expected, places[0].lead_years.at_least_one
    for options in places[1:]:
        goes_on = np.broadcast_to(options.goes_on, (scores.frame.rows, options.goes_on.shape[1]))
        expected = np.where(goes_on, options.at_delay(options.lead_years.expected), expected)
        at_least_one = np.where(goes_on, options.at_delay(options.lead_years.at_least_one), at_least_one)
    return row_means(expected), row_means(at_least_one)


def _phd_odds(scores: Scores) -> list[float | None]:
    """Chance of what may follow, where the person means to go on or may (R13)."""
    odds: list[float | None] = [None] * scores.frame.rows
    for after in scores.valued.after:
        means, goes_on = row_means(after.chance), after.options.goes_on.any(axis=1)
        for n in np.flatnonzero(goes_on):
            odds[n] = float(means[n if len(means) > 1 else 0])
    return odds


def _criterion_scores(scores: Scores) -> list[Mapping[str, CriterionScore]]:
    program, own = scores.compiled.program, scores.valued.own
    first, found = next(iter(program.goals)), []
    for criterion in program.criteria:
        points, most = scores.parts[criterion], scores.most.get(criterion, np.zeros(1))
        node = program.node_of(first, criterion)
        level = row_means(own.adjusted(node)) if node else np.zeros(1)
        value = np.where(most > 0, points / np.where(most > 0, most, 1), level)
        found.append(np.broadcast_arrays(value, points, most))
    return [
        {
            key: CriterionScore(value=float(value[n]), points=float(points[n]), most=float(most[n]))
            for key, (value, points, most) in zip(program.criteria, found, strict=True)
        }
        for n in range(scores.frame.rows)
    ]
