"""Benchmarks that print figures: `python -m bench` for speed and memory, `python -m bench dependence` for the method.

Never part of a test's verdict: a slow machine is not a bug. One thread, so that figures compare between machines;
NumPy reads the number of threads when it is first imported, and this module runs before any of ours imports it.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
