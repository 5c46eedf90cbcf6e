"""What the service counts of itself, as Prometheus reads it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from tidemill.domain.trials import TrialCounts
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.serving.traffic_log import TrafficLog

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREDICTING = frozenset(
    {
        "/predict",
        "/invocations",
        "/v2/models/{name}/infer",
        "/v2/models/{name}/versions/{version}/infer",
    }
)
"""The routes whose requests are counted by the minute for people."""

_SECONDS = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16)


class Figures:
    """Counters of one service, in a registry of their own."""

    def __init__(self, traffic: TrafficLog | None = None) -> None:
        """Begin at nought; `traffic` is told of each request for predictions."""
        self._traffic = traffic
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "tidemill_requests", "Requests answered.", ["route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "tidemill_request_seconds",
            "Seconds from a request's head to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._rows = Counter("tidemill_rows", "Rows predicted.", ["version"], registry=registry)
        self._waiting = Gauge("tidemill_waiting", "Requests that wait.", registry=registry)
        self._version = Gauge(
            "tidemill_model_version", "Version that answers.", ["model"], registry=registry
        )
        self._kept = Gauge("tidemill_answers_kept", "Rows written to the log.", registry=registry)
        self._left_out = Gauge(
            "tidemill_answers_left_out", "Rows that the log could not take.", registry=registry
        )
        self._shadowed = Gauge(
            "tidemill_shadowed_rows", "Rows that a shadow answered.", registry=registry
        )
        self._not_tried = Gauge(
            "tidemill_trial_left_out", "Rows a trial could not use.", ["why"], registry=registry
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if self._traffic is not None and route in PREDICTING:
            self._traffic.add(status, seconds)

    def predicted(self, served: ServedModel, n_rows: int) -> None:
        """Count the rows that a version predicted."""
        self._rows.labels(str(served.version.number)).inc(n_rows)

    def tried(self, n_shadowed: int, counts: TrialCounts) -> None:
        """Take how many rows were shadowed, and what a trial could not use, since the start."""
        self._shadowed.set(n_shadowed)
        for why in ("dropped", "failed", "without_key"):
            self._not_tried.labels(why).set(getattr(counts, why))

    def text(
        self, served: ServedModel | None, n_waiting: int, n_kept: int, n_left_out: int
    ) -> bytes:
        """All figures as they are now."""
        self._waiting.set(n_waiting)
        self._kept.set(n_kept)
        self._left_out.set(n_left_out)
        if served is not None:
            self._version.labels(served.version.model).set(served.version.number)
        return generate_latest(self._registry)
