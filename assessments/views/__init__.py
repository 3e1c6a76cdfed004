"""Views check the method, call one use case and render. They hold no query, no rule and no number."""
