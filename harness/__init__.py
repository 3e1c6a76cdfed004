"""Starts servers, fills databases and reads pages, for tests and benchmarks. These two never import each other."""
