"""The value tree."""
