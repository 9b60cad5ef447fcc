"""Figures for Prometheus, on a port of their own: how many requests, how long they took, nothing of what was asked.

The names of routes, methods and status codes are closed lists; no address, query or visitor is in any of them.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)  # seconds
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where the worker processes add up; read when prometheus_client is imported
BEGAN = "foilog.began"  # in the environment of a request


def share_between_processes() -> str:
    """Return a new folder in which processes forked from this one add up what they count.

    To be called before `add_metrics`; whoever calls it removes the folder.
    """
    os.environ[SHARED] = tempfile.mkdtemp(prefix="foilog-metrics-")
    return os.environ[SHARED]


def add_metrics(app: Flask, port: int) -> Callable[[], None]:
    """Count the requests of an application, and answer those that come in on `port` with the figures.

    Returns:
        What to call for each request that was ended because it took too long.

    Raises:
        ImportError: prometheus_client is not installed.
    """
    from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    counted = registry if SHARED not in os.environ else None
    labels = ("method", "route", "status")
    requests = Counter("foilog_requests", "Requests answered.", labels, registry=counted)
    seconds = Histogram("foilog_request_seconds", "Time to answer.", ("route",), registry=counted, buckets=BUCKETS)
    ended = Counter("foilog_requests_ended", "Requests ended because they took too long.", registry=counted)
    if SHARED in os.environ:
        MultiProcessCollector(registry)
    registry.register(_Collection(app))
    site, figures = app.wsgi_app, make_wsgi_app(registry)

    def dispatch(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[BEGAN] = time.perf_counter()
        return (figures if environ["SERVER_PORT"] == str(port) else site)(environ, start_response)

    def count(response: Response) -> Response:
        route = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        began = request.environ[BEGAN]

        def sent() -> None:  # a file that streams is done when its last piece has gone
            requests.labels(method, route, str(response.status_code)).inc()
            seconds.labels(route).observe(time.perf_counter() - began)

        response.call_on_close(sent)
        return response

    app.after_request(count)
    app.wsgi_app = dispatch  # type: ignore[method-assign]
    return ended.inc


class _Collection:
    """What can be searched, looked up when the figures are asked for."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def collect(self) -> Iterator[Metric]:
        """Yield whether the site is ready, and how many disclosures it searches."""
        from prometheus_client.core import GaugeMetricFamily

        from search_app.health import count_published

        with self.app.app_context():
            total = count_published()
        yield GaugeMetricFamily("foilog_ready", "1 where a search can be answered.", value=int(total is not None))
        yield GaugeMetricFamily("foilog_disclosures", "Published disclosures in the index.", value=total or 0)
