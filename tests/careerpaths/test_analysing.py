"""A process runs analyses for waiting people one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from careerpaths import analysing


def test_two_analyses_never_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Barrier(2)

    def meets_another(*given: Any, **parts: Any) -> bool:
        try:
            both.wait(timeout=0.2)
        except BrokenBarrierError:
            return False
        return True

    monkeypatch.setattr(analysing, "analyse", meets_another)
    with ThreadPoolExecutor(2) as threads:
        met: list[Any] = [threads.submit(analysing.analysed, None, None) for _ in range(2)]  # type: ignore[arg-type]  # never looked at
    assert [one.result() for one in met] == [False, False]
