"""The ids of the questions that some pages treat specially."""

GOAL = "goal_role"  # asked first; it decides who is told that these rules do not fit
LEANING = "initial_leaning"  # what somebody would choose before the result
RANKING = "criteria_ranking"  # the person's own order of the criteria
DEALBREAKER = "opt_dealbreaker"  # asked on the option card
