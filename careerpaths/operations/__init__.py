"""What whoever runs the site needs: health, logs, figures, limits. None of it holds personal data."""
