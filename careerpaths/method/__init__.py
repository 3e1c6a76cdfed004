"""What the public pages say about a ruleset: every number with unit and origin, every rule, every passage.

No HTML and no database here: a ruleset goes in, text comes out.
"""
