"""Stochastic multicriteria acceptability analysis: how certain the order is (decision model 4.1). Unknown answers and
weights vary together, and the ranks are counted. The counting is `smaa`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.answers import Case
from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings import smaa
from careerpaths.scoring.tree.run import Weights
from careerpaths.scoring.values.evaluation import closeness, rank
from careerpaths.scoring.values.sampling import generator
from careerpaths.scoring.values.scores import Scores

Setting = Literal["headline", "ranking", "none"]
_Rows = npt.NDArray[np.intp]
Closeness = Literal["comes_out_first", "leans", "too_close", "not_ranked"]
ENOUGH = 400
"""A central weight from fewer winning draws than this is too noisy to show (decision model 4.1)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptability:
    """What SMAA says about the ranked options of one case, in one weight setting."""

    setting: Setting
    option_ids: tuple[str, ...]
    ranks: Array  # (m, m): share of the draws in which option i has rank j + 1; rows and columns sum to 1
    pairwise: Array  # (m, m): share in which i beats j, ties counted half; the diagonal is 0.5
    central_weights: tuple[Mapping[str, float] | None, ...]  # mean weights of the draws that i wins
    confidence: tuple[float | None, ...]  # P(i first) if those were the weights; empty where nobody asks for them

    def first(self, option_id: str) -> float:
        """First-rank acceptability of an option, 0..1."""
        return float(self.ranks[self.option_ids.index(option_id), 0])

    def first_of_100(self) -> dict[str, int]:
        """In how many of a hundred ways each option comes first. The counts sum to 100."""
        return smaa.out_of_100({option_id: self.first(option_id) for option_id in self.option_ids})


def acceptability(
    scores: Scores, case: Case, setting: Setting = "headline", *, confidence: bool = False
) -> Acceptability:
    """Rank acceptability, pairwise winning and central weights of one case, and confidence factors if asked for.

    Excluded options take no part. The setting `ranking` needs the answer `criteria_ranking`.
    """
    rows = np.flatnonzero(~scores.excluded)
    ids = tuple(case.options[n].id for n in rows)
    weights = drawn_weights(scores, case, setting)
    values = scores.values_with(weights)[rows]
    standing = smaa.standing(values)
    won = standing.place_shares(0)
    centre = [_centre(weights, share) for share in won]
    return Acceptability(
        setting=setting,
        option_ids=ids,
        ranks=standing.rank_shares(),
        pairwise=smaa.pairwise_shares(values),
        central_weights=tuple(None if w is None else _named(scores, w) for w in centre),
        confidence=tuple(_confidence(scores, rows, n, w) for n, w in enumerate(centre)) if confidence else (),
    )


def drawn_weights(scores: Scores, case: Case, setting: Setting) -> Weights:
    """One set of weights per draw, (1, n, criteria) for each goal."""
    ranking = case.person.get("criteria_ranking")
    drawn = {
        goal: _draw(scores.compiled, setting, goal, central[0, 0], ranking, scores.size)
        for goal, central in scores.weights.by_goal.items()
    }
    return replace(scores.weights, by_goal=drawn)


def _draw(compiled: Compiled, setting: Setting, goal: str, central: Array, ranking: object, draws: int) -> Array:
    if setting == "headline":
        return headline_weights(compiled, goal, central, draws)
    stream = compiled.ruleset.sampling.stream
    if setting == "none":
        return _dirichlet(stream, "weights:none", goal, tuple((central > 0).astype(np.float64).tolist()), draws)
    if not isinstance(ranking, tuple):
        raise ValueError("The weights follow the person's own ranking, and none was given.")  # noqa: TRY004 - a missing answer is no wrong type
    random = generator(stream, "weights:ranking", goal)
    return _ranked(random, dict(zip(compiled.program.criteria, central, strict=True)), ranking, draws)


def headline_weights(compiled: Compiled, goal: str, central: Array, draws: int) -> Array:
    """Weights of one goal drawn around the central ones, (1, n, criteria)."""
    sampling = compiled.ruleset.sampling
    shape = central * sampling.weight_concentration.value
    return _dirichlet(sampling.stream, "weights:headline", goal, tuple(shape.tolist()), draws)


@lru_cache(maxsize=32)  # 32 times 10,000 draws are 18 MB; most people share these weights
def _dirichlet(stream: str, setting: str, goal: str, shape: tuple[float, ...], draws: int) -> Array:
    """Read-only weights of this name, (1, n, criteria)."""
    weights = _by_draw(smaa.dirichlet_weights(generator(stream, setting, goal), np.array(shape), draws))
    weights.flags.writeable = False
    return weights


def _ranked(random: np.random.Generator, central: Mapping[str, float], ranking: tuple[str, ...], draws: int) -> Array:
    """Weights drawn evenly among all that agree with the ranking; what is not ranked keeps its weight."""
    left = 1 - sum(weight for criterion, weight in central.items() if criterion not in ranking)
    ordered = dict(zip(ranking, smaa.ranked_weights(random, len(ranking), draws) * left, strict=True))
    return _by_draw(np.stack([ordered.get(key, np.full(draws, weight)) for key, weight in central.items()]))


def _by_draw(weights: Array) -> Array:
    """From (criteria, draws) to (1, draws, criteria), with each criterion contiguous."""
    return np.moveaxis(weights[:, None, :], 0, -1)


def _centre(weights: Weights, won: Array) -> Weights | None:
    """Mean weights of the draws that the option wins, ties shared; None if there are too few."""
    if won.sum() < ENOUGH:
        return None
    central = {goal: smaa.central_weights(drawn[0].T, won)[None, None, :] for goal, drawn in weights.by_goal.items()}
    return replace(weights, by_goal=central)


def _named(scores: Scores, weights: Weights) -> Mapping[str, float]:
    """The weights as they count for this person: all goals mixed by how far each is theirs."""
    mixed = sum(scores.goal_shares[goal][0] * own[0, 0] for goal, own in weights.by_goal.items())
    return {key: float(weight) for key, weight in zip(scores.compiled.program.criteria, mixed, strict=True)}


def _confidence(scores: Scores, rows: _Rows, n: int, centre: Weights | None) -> float | None:
    if centre is None:
        return None
    values = scores.values_with(centre)[rows]
    return float(smaa.first_shares(values)[n].mean())


def closeness_of(scores: Scores, acceptability: Acceptability) -> Closeness:
    """What to call the lead of the first option (R24). Fewer than two ranked options are not ranked.

    The share is rounded as pages say it: "60 of 100" is never too close to call in one case and ahead in another.
    """
    if len(acceptability.option_ids) < 2:
        return "not_ranked"
    ranks = [r for r in rank(scores.mean, scores.excluded) if r is not None]
    counts = list(acceptability.first_of_100().values())
    return closeness(scores.compiled, max(counts[n] for n, r in enumerate(ranks) if r == 1) / 100)
