"""The most expensive requests that each public address accepts, valid and malformed, and what they cost."""
