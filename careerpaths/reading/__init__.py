"""Input from people and programs, read within limits."""
