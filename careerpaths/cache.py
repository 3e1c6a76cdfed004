"""A least-recently-used cache in this process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Cache[V]:
    """A cache of this many values by key; the least recently used goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[str, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], V]) -> V:
        """The value of this key. It is computed outside the lock: two threads may compute it, and both get an equal
        one."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
