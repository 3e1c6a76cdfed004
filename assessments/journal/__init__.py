"""A person's decisions, what came of them, and the SURE test."""
