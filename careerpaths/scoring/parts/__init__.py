"""The classes that a ruleset is made of."""
