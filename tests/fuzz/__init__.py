"""Fuzzing: whatever comes in, the response is of a known kind and never a server error."""
