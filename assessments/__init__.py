"""The cases: what people answered, what they got and whom they showed it to."""
