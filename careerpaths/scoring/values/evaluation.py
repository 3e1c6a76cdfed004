"""One case, evaluated: values, ranks, warnings and years in the words that other programs read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from careerpaths.scoring.answers import TIMELINE_QUESTIONS, Case
from careerpaths.scoring.compiled import Array, Compiled, Mask
from careerpaths.scoring.parts.numbers import CRITERIA
from careerpaths.scoring.schema import ALMOST, JOB_PATHS
from careerpaths.scoring.values.advice import flags_of, raise_flags
from careerpaths.scoring.values.aggregation import POINT_PARTS, most_points
from careerpaths.scoring.values.scores import Scores, row_means, score

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
    limits: float  # points that caps and multipliers take away, never positive
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
    lead_weight = float(scores.lead_weight[0])
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
    if lead_weight >= compiled.constants.lead_view_from:
        return "lead"
    return "contributor" if lead_weight < compiled.constants.contributor_view_below else "both"


def rank(values: Array, excluded: Mask) -> list[int | None]:
    """1 + the number of ranked options that are better; equal options share a rank."""
    ranked = values[~excluded]
    return [
        None if out else 1 + int((ranked > value + ALMOST).sum()) for value, out in zip(values, excluded, strict=True)
    ]


def _option_results(scores: Scores, case: Case, *, ranked: bool) -> tuple[OptionResult, ...]:
    low, high = np.percentile(scores.draws, [LOW, HIGH], axis=1) if scores.frame.rows else (np.empty(0),) * 2
    ranks = rank(scores.mean, scores.excluded) if ranked else [None] * scores.frame.rows
    lead, contributor = scores.value_under(1.0), scores.value_under(0.0)
    expected, at_least_one = (
        _over_stages(scores, figure) for figure in (scores.years.expected, scores.years.at_least_one)
    )
    odds = _phd_odds(scores)
    facts = scores.frame.facts
    parts = dict(zip(POINT_PARTS, scores.parts, strict=True))
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
            limits=float(parts["limits"][n]),
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


def _over_stages(scores: Scores, figure: Array) -> Array:
    """Mean over the ways in which the option may go on, (rows,)."""
    return row_means(np.take_along_axis(figure, scores.stage.astype(np.intp), axis=1))


def _phd_odds(scores: Scores) -> list[float | None]:
    """Chance of a PhD after the job, where the person means to go on or may (R13)."""
    jobs = scores.frame.on_path(*JOB_PATHS) & (scores.stage > 0).any(axis=1) & ("R13" in scores.compiled.on)
    means = row_means(scores.phd_odds)
    return [float(mean) if job else None for mean, job in zip(means, jobs, strict=True)]


def _criterion_scores(scores: Scores) -> list[Mapping[str, CriterionScore]]:
    most = most_points(scores.weights)[:, :, 0]
    points = scores.parts[: len(CRITERIA)]
    own = [row_means(values) for values in scores.prospect.option.lead()]
    value = np.where(most > 0, points / np.where(most > 0, most, 1), np.stack(np.broadcast_arrays(*own)) if own else 0)
    return [
        {
            key: CriterionScore(value=float(value[k, n]), points=float(points[k, n]), most=float(most[k, n]))
            for k, key in enumerate(CRITERIA)
        }
        for n in range(scores.frame.rows)
    ]
