"""R01-R24: the formula of each rule, one small function each. Every number comes from the ruleset.

Arguments are values on 0..1 unless a docstring says otherwise, arrays of any shapes that NumPy can combine;
so the same lines serve one option and a million. Sections and evidence ids refer to the decision model and
to the evidence register in the ruleset. Rules that are only data - R04 and R10 are curves, R18, R19 and R21
are priors, R22 and R23 keep something out of the score - have no function here.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from careerpaths.scoring.compiled import Array, Constants

Values = npt.ArrayLike
Flags = npt.NDArray[np.bool_]


def lead_weight(goal: Array, agenda: Array, time_left: Array) -> Array:
    """R01-R03: how far leading is the aim, the same for all options of a person (E06 E07 E24 E25 E26 E27)."""
    return goal * agenda * time_left


def mentor_effect(mentor_time: Array, research: Array, mentoring: Array) -> Array:
    """R04: time and quality of the main mentor are both needed, hence geometric means (E57 E79 E105)."""
    return np.sqrt(mentor_time * np.sqrt(research * mentoring))


def guidance(mentor: Array, feedback: Array, self_learning: Array) -> Array:
    """R05, R06: quick feedback and fast self-learning replace part of a mentor (E52 E53 E54 E58)."""
    return 1 - (1 - mentor) * (1 - feedback) * (1 - self_learning)


def learning_from_others(c: Constants, guided: Array, other_mentors: Array, peers: Array) -> Array:
    """The criterion people before R07: guidance and the wider circle (E28 E30 E32 E35)."""
    return c.mentor_share * guided + (1 - c.mentor_share) * (other_mentors + peers) / 2


def surroundings_cap(c: Constants, research: Array, peers: Array, feedback: Array, self_learning: Array) -> Array:
    """R07: among mediocre people much of the learning is lost, whatever the hours (E35)."""
    best = np.maximum(np.maximum(research, peers), np.maximum(feedback, self_learning))
    return c.surround_floor + (1 - c.surround_floor) * best


def self_direction(c: Constants, history: Array, use_of_freedom: Array, structure: Array) -> Array:
    """R08: own drive, or structure in its place (E46 E47 E127)."""
    return np.maximum((history + use_of_freedom) / 2, c.structure_sub * structure)


def usable_freedom(c: Constants, freedom: Array, direction: Array) -> Array:
    """R08: freedom beyond a given agenda counts as far as the person can use it (E44 E46 E47)."""
    beyond = np.maximum(freedom - c.freedom_kink, 0)
    return np.minimum(freedom, c.freedom_kink) + beyond * (c.freedom_floor + (1 - c.freedom_floor) * direction)


def own_ideas(c: Constants, freedom: Array, runway: Array, people: Array) -> Array:
    """R09: practice needs secure time and somebody to learn from (E21 E22 E43 E45 E126)."""
    time = c.runway_floor + (1 - c.runway_floor) * runway
    feedback = c.practice_floor + (1 - c.practice_floor) * people
    return freedom * time * feedback


def execution_level(skill: Array, growth: Array) -> Array:
    """The level reached: the gap shrinks with the speed of learning (E07 E17 E59 E70)."""
    return skill + (1 - skill) * growth


def interest_of_mentor(interest: Array, research: Array) -> Array:
    """A mentor who does not exist has no interest in safety (E83 E85)."""
    return np.where(research > 0, interest, 0)


def safety_relevance(c: Constants, mentor: Array, peers: Array, supplements: Array) -> Array:
    """R11: supplements make up for part of what the site lacks (E83 E85 E86)."""
    core = c.safety_core_mentor * mentor + (1 - c.safety_core_mentor) * peers
    return 1 - (1 - core) * (1 - c.supplement_max * supplements)


def communication(c: Constants, publish: Array, letter: Array, is_phd: Flags) -> Array:
    """Papers, and a reference if the path does not supply one anyway (E40 E41 E67 E73 E74)."""
    return np.where(is_phd, publish, c.publish_share * publish + (1 - c.publish_share) * letter)


def growth_caps(c: Constants, growth: Array, freedom: Array, people: Array) -> Array:
    """R12: nothing replaces practice on your own ideas, or people to learn from (E20 E22 E28 E60 E117)."""
    by_practice = c.cap_own + (1 - c.cap_own) * freedom
    by_people = c.cap_people + (1 - c.cap_people) * people
    return np.minimum(growth, np.minimum(by_practice, by_people))


def chance_of_phd_after(c: Constants, publish: Array, letter: Array, track: Array, pay_factor: Array) -> Array:
    """R13, R14: odds of a PhD after a job; none for whom the pay cut is impossible (E67 E68 E73 E74 E75)."""
    odds = c.phd_after_base + c.phd_after_publish * publish + c.phd_after_letter * letter + c.phd_after_track * track
    return np.minimum(odds, c.phd_after_cap) * pay_factor


def share_of_phd(c: Constants, years_on_job: Array, chance: Array) -> Array:
    """R13: how much of the compound is the PhD, if it is better than staying (E69 E70 E72)."""
    return np.where(years_on_job > 0, 1 - years_on_job / c.stage_horizon, 0) * chance


def company_felt(company: Array, isolation: Array) -> Array:
    """R15: missing company counts by how isolation works on the person (E50 E51)."""
    return 1 - isolation * (1 - company)


def motivation(c: Constants, company: Array) -> Array:
    """R15: a multiplier on growth; working alone wears down motivation (E49 E50)."""
    return c.motivation_floor + (1 - c.motivation_floor) * company


def sustainability(c: Constants, structure: Array, company: Array, income: Array) -> Array:
    """Support, company and money (E46 E50 E76 E80 E93); R14 has already reduced the income of a PhD."""
    return c.sus_structure * structure + c.sus_company * company + c.sus_income * income


def readiness(c: Constants, skills: Array, track: Array, history: Array) -> Array:
    """R17: a multiplier on growth for independent work (E102 E103 E104)."""
    return c.readiness_floor + (1 - c.readiness_floor) * (skills + track + history) / 3


def shifted_weights(weights: Array, factor: Array, position: int) -> Array:
    """R16: one weight times a factor, then all rescaled to sum 1 (E80 E91 E93).

    `weights` (7,) or (n, 7), `factor` (n,); returns (n, 7). A factor of 1 gives the weights back unchanged.
    """
    shifted = np.broadcast_to(weights, (*factor.shape, weights.shape[-1])).copy()
    shifted[..., position] *= factor
    changed = factor != 1
    shifted[changed] /= shifted[changed].sum(axis=-1, keepdims=True)
    return shifted


def closeness(c: Constants, chance_first: float) -> Literal["comes_out_first", "leans", "too_close"]:
    """R24: what to call a lead (E10 E96). `chance_first` is a rank acceptability on 0..1."""
    if chance_first >= c.first_from:
        return "comes_out_first"
    return "leans" if chance_first >= c.leans_from else "too_close"
