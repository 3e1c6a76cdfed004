"""What the rules 1.0 said of two thousand people, written down before their form became data."""
