"""Random numbers that depend on nothing but names: one stream per question and key (decision model 4.1).

Because each question has its own stream, changing one answer leaves all other draws in place (common
random numbers), and the order and names of the options do not matter.
"""

import hashlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.arrays import Array
from careerpaths.scoring.compiled import Levels

Indices = npt.NDArray[np.int8]

PERSON = "person"
"""The key of the person's own questions; unanswered questions of an option use its path, not-sure ones its id."""


def generator(stream: str, question: str, key: str) -> np.random.Generator:
    """A PCG64 generator seeded by SHA-256 of the three names."""
    digest = hashlib.sha256("\x1f".join((stream, question, key)).encode()).digest()
    words = np.frombuffer(digest, dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


@lru_cache(maxsize=256)  # 256 streams of 10,000 draws are 20 MB
def uniforms(stream: str, question: str, key: str, draws: int) -> Array:
    """Read-only draws from the unit interval, shape (draws,)."""
    values = generator(stream, question, key).random(draws)
    values.flags.writeable = False
    return values


@lru_cache(maxsize=1024)  # for small numbers of draws: a few kilobytes each
def even_uniforms(stream: str, question: str, key: str, draws: int) -> Array:
    """Read-only draws from the unit interval, one from each of so many equal stretches, in random order.

    Each question is then sampled almost exactly, so that few draws give a good mean (Latin hypercube sampling).
    """
    random = generator(stream, f"even:{question}", key)
    values = (random.permutation(draws) + random.random(draws)) / draws
    values.flags.writeable = False
    return values


@lru_cache(maxsize=64)  # used only where unknown answers go together
def normals(stream: str, question: str, key: str, draws: int) -> Array:
    """Read-only standard normal draws, shape (draws,)."""
    values = generator(stream, f"normal:{question}", key).standard_normal(draws)
    values.flags.writeable = False
    return values


def level_indices(levels: Levels, u: Array) -> Indices:
    """Which level each draw means, worst first: greater u, better level. Same shape as `u`."""
    indices = np.zeros(u.shape, dtype=np.int8)
    for edge in levels.cumulative:
        indices += u >= edge
    return indices


@lru_cache(maxsize=1024)  # a byte for each draw: 1,024 times 10,000 draws are 10 MB
def drawn(levels: Levels, stream: str, question: str, key: str, draws: int) -> Indices:
    """Read-only levels by the draws of this name, shape (draws,)."""
    return _read_only(level_indices(levels, uniforms(stream, question, key, draws)))


@lru_cache(maxsize=1024)
def drawn_evenly(levels: Levels, stream: str, question: str, key: str, draws: int) -> Indices:
    """The same, spread evenly over the levels."""
    return _read_only(level_indices(levels, even_uniforms(stream, question, key, draws)))


def _read_only(indices: Indices) -> Indices:
    indices.flags.writeable = False
    return indices
