"""Memory during long work with large arrays."""

import ctypes
import sys
from contextlib import suppress

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3  # of malloc.h
MEGABYTE = 1 << 20


def keep_freed_memory() -> None:
    """Let the C library keep up to 128 MB that NumPy has freed, because the next array needs it at once.

    By default, glibc returns arrays of a megabyte to the system one by one, and half of the time of a comparison
    goes into getting them again. Without glibc, this does nothing.
    """
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for name, size in ((M_MMAP_THRESHOLD, 32), (M_TRIM_THRESHOLD, 128), (M_TOP_PAD, 16)):
            library.mallopt(name, size * MEGABYTE)
