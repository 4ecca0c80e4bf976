"""Counts of requests, shared by the processes of one machine through files (PROMETHEUS_MULTIPROC_DIR)."""

from prometheus_client import Counter, Histogram

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_requests = Counter("kentongan_requests_total", "Requests answered.", ["method", "route", "status"])
_seconds = Histogram("kentongan_request_seconds", "Time to answer, by route.", ["route"], buckets=_BUCKETS)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """One request more. Labels come from our own routes: their number is bounded."""
    _requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
    _seconds.labels(route).observe(seconds)
