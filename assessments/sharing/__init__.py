"""Links to a result: what they show, and what their holders may say."""
