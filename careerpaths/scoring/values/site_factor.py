"""The site factor: good sites have good mentors and good peers, so unknown answers are correlated (open question 5).

A one-factor Gaussian copula for each option. Behind every answer about a site is a latent normal number,
x = sqrt(rho) Z + sqrt(1 - rho) e, with Z the quality of the site and e the answer's own part; the answer is the
level into which x falls. Known answers say something about Z: each enters at the middle of its level, and the normal
distribution of Z follows by conjugacy. At rho = 0 nothing of this is used and answers are drawn one by one.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Compiled, Levels
from careerpaths.scoring.schema import PATHS
from careerpaths.scoring.values.frame import Frame
from careerpaths.scoring.values.sampling import Indices, normals

NORMAL = NormalDist()
EDGE = 0.01  # a known answer at the very end of its prior is read as no rarer than this
FACTOR = "place"  # names the stream of Z beside those of the questions


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFactor:
    """The belief about the quality Z of one option's site: normal with this mean and standard deviation."""

    mean: float
    deviation: float

    def draws(self, stream: str, key: str, size: int) -> Array:
        """Draws of Z, (size,)."""
        return self.mean + self.deviation * normals(stream, FACTOR, key, size)


def site_factor_of(frame: Frame, row: int) -> SiteFactor:
    """The belief about a site, given the known answers of one option row."""
    rho = frame.compiled.dependence
    latents = [
        x for question in sorted(frame.compiled.site_questions) if (x := _latent(frame, question, row)) is not None
    ]
    precision = 1 + len(latents) * rho / (1 - rho)
    return SiteFactor(mean=sqrt(rho) / (1 - rho) * sum(latents) / precision, deviation=1 / sqrt(precision))


def _latent(frame: Frame, question: str, row: int) -> float | None:
    """A known answer's position in its prior, as a normal number; None if it is unknown."""
    column = frame.columns[question]
    levels = frame.compiled.priors.get((question, PATHS[frame.path[row]]))
    if levels is None or not column.given[row]:
        return None
    return NORMAL.inv_cdf(_middle(frame.compiled, question, levels, float(column.value[row])))


def _middle(compiled: Compiled, question: str, levels: Levels, value: float) -> float:
    """The middle of an answer's stretch of the prior, kept off the very ends."""
    ranked = levels.values if compiled.ruleset.questions_by_id[question].type == "number" else None
    if ranked is None:
        order = compiled.worst_first[question]
        position = order.index(int(value))
        places = np.array([order.index(int(v)) for v in levels.values])
        below, at = places < position, places == position
    else:
        below, at = ranked < value, ranked == value
    share = float(levels.probabilities[below].sum() + levels.probabilities[at].sum() / 2)
    return min(max(share, EDGE), 1 - EDGE)


def level_indices_at(levels: Levels, z: Array, rho: float, own: Array) -> Indices:
    """Which level each draw means, worst first, if the site has quality `z`; `own` are standard normals."""
    latent = sqrt(rho) * z + sqrt(1 - rho) * own
    indices = np.zeros(latent.shape, dtype=np.int8)
    for edge in levels.cumulative:
        indices += latent >= NORMAL.inv_cdf(min(max(float(edge), 1e-12), 1 - 1e-12))
    return indices
