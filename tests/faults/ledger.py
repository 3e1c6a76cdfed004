"""What each client was told. The checker compares it with what is stored."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

Cell = tuple[str, str]  # the address of the comparison, and the question


@dataclass
class Ledger:
    """Everything clients sent, in order, and whether they were told that it was saved. Threads share it."""

    sent: list[dict[str, object]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, cell: Cell, value: str, *, told: bool) -> None:
        """A client sent this answer, and was or was not told that it was saved."""
        with self._lock:
            self.sent.append({"uid": cell[0], "question": cell[1], "value": value, "told": told})

    @property
    def told(self) -> int:
        return sum(bool(one["told"]) for one in self.sent)

    @property
    def refused(self) -> int:
        return len(self.sent) - self.told

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(self.sent))
