"""What follows from the values: why, how confident, and what would change it."""
