"""The same random examples in each run of the engine's tests."""

import os

import hypothesis


def pytest_configure() -> None:
    slow = [hypothesis.HealthCheck.too_slow]  # a machine may be busy
    hypothesis.settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
