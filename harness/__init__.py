"""Starts servers, fills databases and reads pages for tests and benchmarks, which never import each other."""

SEED = 20261123
"""The seed for everything random, so that each run is the same."""
