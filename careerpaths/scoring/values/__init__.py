"""From answers to values, ranges and ranks."""
