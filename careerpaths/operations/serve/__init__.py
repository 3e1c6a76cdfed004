"""What `make run` does once the environment is there: `python -m careerpaths.operations.serve`.

Anything that can stop the start is checked before Django is loaded, so that the error comes at once.
"""
