"""What was made once in this process, kept by its name while it is in use."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Kept[V]:
    """So many values, by key; the one that was asked for longest ago goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[str, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], V]) -> V:
        """The value of this key. It is made outside the lock: two threads may make it, and both get an equal one."""
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
