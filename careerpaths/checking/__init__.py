"""Checks on a version of the rules before it is published."""
