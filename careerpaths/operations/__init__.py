"""What operators need: health, logs, metrics, limits. None of it holds personal data."""
