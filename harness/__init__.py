"""Starts servers, fills databases and reads pages, for tests and benchmarks. These two never import each other."""

SEED = 20261123
"""Of whatever is made up at random: the same in each run."""
