"""The ids of the questions that some pages treat specially."""

GOAL = "goal_role"  # asked first; it decides who is told that these rules do not fit
LEANING = "initial_leaning"  # what somebody would choose before the result
OPTION_REF, NO_LEANING = "option_ref", "no_leaning"  # its answers
RANKING = "criteria_ranking"  # the person's own order of the criteria
DEALBREAKER = "opt_dealbreaker"  # asked on the option card
