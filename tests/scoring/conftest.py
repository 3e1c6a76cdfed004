"""The same random examples in each run of the engine's tests."""

import os

import hypothesis


def pytest_configure() -> None:
    hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
