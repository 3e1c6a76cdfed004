"""Stochastic multicriteria acceptability analysis as bare arithmetic: values and weights in, shares out.

Definitions after Lahdelma, Hokkanen and Salminen 1998 and SMAA-2, Lahdelma and Salminen 2001. They need only
who is better in each draw, so they hold for any value function. Nothing here knows rulesets or cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.schema import ALMOST


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Which option is better than which in each of n draws, for m options."""

    better: Array  # (m, n) how many others are better
    equal: Array  # (m, n) how many are equal, the option itself included

    def place_shares(self, place: int) -> Array:
        """How much of a rank each option has in each draw, (m, n); ties share it evenly. 0 is the first."""
        has = (self.better <= place) & (place < self.better + self.equal)
        return np.where(has, 1 / np.maximum(self.equal, 1), 0)

    def rank_shares(self) -> Array:
        """Rank acceptability, (m, m): share of the draws in which option i has rank j. Rows and columns sum to 1."""
        count = len(self.better)
        if not count:
            return np.zeros((0, 0))
        return np.stack([self.place_shares(place).mean(axis=1) for place in range(count)], axis=1)


def standing(values: Array) -> Standing:
    """Compare the values of m options in each of n draws, (m, n)."""
    better, equal = np.zeros_like(values), np.zeros_like(values)
    for row in values:
        better += row > values + ALMOST
        equal += np.abs(row - values) <= ALMOST
    return Standing(better=better, equal=equal)


def first_shares(values: Array) -> Array:
    """How much of the first place each of m options has in each of n draws, (m, n); ties share it evenly.

    The first of `place_shares`, without comparing every pair.
    """
    first = values >= values.max(axis=0) - ALMOST
    shares: Array = first / first.sum(axis=0)
    return shares


def pairwise_shares(values: Array) -> Array:
    """Pairwise winning indices, (m, m): share of the draws in which i beats j, ties counted half."""
    wins = np.empty((len(values), len(values)))
    for i, row in enumerate(values):
        wins[i] = ((row > values + ALMOST) + 0.5 * (np.abs(row - values) <= ALMOST)).mean(axis=1)
    return wins


def out_of_100[Key](shares: Mapping[Key, float], total: int = 100) -> dict[Key, int]:
    """Shares as whole hundredths that sum to `total` (largest remainders): the same for words, tables and dots."""
    floors = {key: int(share * 100) for key, share in shares.items()}
    rest = max(total - sum(floors.values()), 0)
    for key in sorted(shares, key=lambda k: (shares[k] * 100 - floors[k], shares[k]), reverse=True)[:rest]:
        floors[key] += 1
    return floors


def dirichlet_weights(random: np.random.Generator, shape: Array, draws: int) -> Array:
    """Weights that sum to 1, (criteria, draws), Dirichlet with this shape; a shape of 0 gives weight 0.

    A shape of ones is uniform on the simplex. Each criterion is contiguous.
    """
    gammas = random.standard_gamma(np.broadcast_to(shape[:, None], (len(shape), draws)))
    shares: Array = gammas / gammas.sum(axis=0)
    return shares


def ranked_weights(random: np.random.Generator, criteria: int, draws: int) -> Array:
    """Weights drawn evenly among all that fall from the first criterion to the last, (criteria, draws).

    Their mean is the rank-order centroid.
    """
    gammas = random.standard_gamma(1.0, size=(criteria, draws))
    falling: Array = -np.sort(-gammas / gammas.sum(axis=0), axis=0)
    return falling


def central_weights(weights: Array, won: Array) -> Array:
    """Mean weights of the draws that an option wins: `weights` (k, n), `won` (n,) its share of each first place."""
    mean: Array = np.einsum("kn,n->k", weights, won / won.sum())
    return mean
