"""What `make run` does once the environment is there: `python -m careerpaths.operations.serve`.

What can stop the start is asked before Django is loaded, so that the answer comes at once.
"""
