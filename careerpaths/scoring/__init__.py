"""The engine: from a ruleset and a person's answers to an explained comparison.

Plain Python on pydantic and NumPy: no Django, no clock, no files, no global random state.
Start reading at `README.md` in this folder.
"""
