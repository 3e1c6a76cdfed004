"""What follows from the values: why, how sure, and what would change it."""
