"""The dearest requests that each public address takes, valid and malformed, and what they cost."""
