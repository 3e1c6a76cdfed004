"""Views check the method, call one use case and render. They contain no query, no rule and no number."""
