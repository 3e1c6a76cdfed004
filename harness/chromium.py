"""The browser that journeys run in."""

import os
import shutil

import pytest


def chromium_program() -> str | None:
    """The path of Chromium: Debian's headless build, which takes half the processor time, or the usual one."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def need_chromium() -> None:
    """Skip the test if there is no Chromium, except in CI, where nothing may be skipped."""
    if chromium_program():
        return
    reason = "Chromium is not installed, and this test needs it. `make test` installs it if it may."
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
