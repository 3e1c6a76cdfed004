"""What the public pages say about a ruleset: every number with unit and origin, every rule, every passage.

The templates take the ruleset itself; `templatetags/method.py` hands them the functions of this folder as filters.
"""
