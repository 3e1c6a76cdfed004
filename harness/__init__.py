"""Starts servers, fills databases and reads pages: for the tests and for the benchmarks, which know nothing of each other."""
