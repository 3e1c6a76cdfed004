"""Short names for the tests of R01-R24. Each rule is tried on and off.

The expected numbers are worked out by hand from decision model 3.3-3.6. `harness/cases.py` says what the answers of
`PERSON` and `FULL` are worth.
"""

from math import sqrt

from harness.cases import (
    PERSON,
    Answers,
    known,
)

PHD = known("phd")
JOB = known("rc_industry")
SOLO = known("independent")
NO_MENTOR: Answers = {"opt_mentor_hours": 0, "opt_mentor_research": "none", "opt_mentor_mentoring": None}
CONTRIBUTOR = {**PERSON, "goal_role": "research_contributor"}
GUIDANCE = 1 - (1 - sqrt(0.6 * 0.75)) * (1 - 0.3) * (1 - 0.05)
PEOPLE = 0.65 * GUIDANCE + 0.35 * 0.75
FREEDOM = 0.5 + 0.3 * (0.3 + 0.7 * 0.55)
OWN_IDEAS = FREEDOM * (0.6 + 0.4 * 0.8) * (0.45 + 0.55 * PEOPLE)
LEVEL = 0.4 + 0.6 * 0.7
EXECUTION = 0.65 + 0.35 * (LEVEL - 0.5) / 0.5
SAFETY = 1 - (1 - (0.6 * 0.45 + 0.4 * 0.4)) * (1 - 0.5 * 0.6)
SUSTAINABILITY = 0.45 * 0.65 + 0.3 * 1 + 0.25 * 0.75


def growth(people: float, own_ideas: float, communication: float) -> float:
    """Weighted sum of the growth criteria, the rest as in FULL."""
    return 0.34 * people + 0.2 * own_ideas + 0.11 * EXECUTION + 0.1 * SAFETY + 0.07 * communication
