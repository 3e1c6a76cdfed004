"""Metrics in Prometheus' text format. With several processes, PROMETHEUS_MULTIPROC_DIR adds up theirs."""

import os

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

requests = Counter("careerpaths_requests", "Requests answered", ["method", "route", "status"])
seconds = Histogram("careerpaths_request_seconds", "How long an answer took", ["method", "route"], buckets=SECONDS)
KNOWN_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


def count_request(method: str, route: str, status: int, took: float) -> None:
    """Record one response. `route` is a pattern, so the number of series stays small; `took` is in seconds."""
    method = method if method in KNOWN_METHODS else "other"
    requests.labels(method, route, str(status)).inc()
    seconds.labels(method, route).observe(took)


def exposition() -> bytes:
    """All metrics, of every process if they share a folder."""
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # untyped in the package
    return generate_latest(registry)
