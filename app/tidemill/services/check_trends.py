"""How each rule of a dataset fared over its versions and the files that were set aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tidemill.domain.checking import CheckResult
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.rules import Rule
from tidemill.domain.watches import ArrivedFile

LOOKED_BACK = 30
"""How many files a trend has at most."""

Status = Literal["passed", "warned", "failed"]


@dataclass(frozen=True)
class TrendPoint:
    """What a rule said of one file: of the version it made, or of a file set aside.

    `label` is the version or the file's name; `value` and `limit` are None where the check has no
    number.
    """

    label: str
    at: datetime
    status: Status
    message: str
    value: float | None = None
    limit: float | None = None
    version: int | None = None
    file_id: int | None = None

    @property
    def is_aside(self) -> bool:
        """Whether the file is kept out."""
        return self.version is None


Trends = Mapping[str, tuple[TrendPoint, ...]]


def trends(
    versions: Iterable[DatasetVersion], aside: Iterable[ArrivedFile], limit: int = LOOKED_BACK
) -> dict[str, tuple[TrendPoint, ...]]:
    """By key of a result: what it said, oldest first, of the newest files."""
    stops: list[tuple[datetime, str, int | None, int | None, tuple[dict[str, Any], ...]]] = [
        (one.created_at, f"v{one.number}", one.number, one.file_id, one.checks) for one in versions
    ]
    stops += [(one.changed_at, one.name, None, one.id, one.checks) for one in aside]
    stops.sort(key=lambda stop: stop[0])
    found: dict[str, list[TrendPoint]] = {}
    for at, label, number, file_id, checks in stops[-limit:]:
        for stored in checks:
            one = CheckResult.from_dict(stored)
            point = TrendPoint(
                label, at, _status(one), one.message, one.value, one.limit, number, file_id
            )
            found.setdefault(one.key, []).append(point)
    return {key: tuple(points) for key, points in found.items()}


def of_rule(found: Trends, rule: Rule) -> tuple[TrendPoint, ...]:
    """The trend of a rule: a default check that was changed has run under its own id before."""
    points = [point for key in rule.trend_keys for point in found.get(key, ())]
    return tuple(sorted(points, key=lambda point: point.at))


def _status(one: CheckResult) -> Status:
    if one.passed:
        return "passed"
    return "failed" if one.severity == "error" else "warned"
