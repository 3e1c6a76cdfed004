"""What must hold in a ruleset beyond its form."""
