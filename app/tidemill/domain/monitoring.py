"""What monitoring keeps of each chunk of new data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Chunk:
    """New rows seen by a champion: drift against its training data, and how right it was.

    `report` is a drift report's JSON; `measures` maps a metric to value, low, high, n (absent
    where there were no labels); `prediction_psi` compares its answers with those on its
    hold-out; `expected` is the metric when the version was validated.
    """

    id: int
    model_id: int
    version_id: int
    version: int
    dataset_version_id: int
    dataset_version: int
    starts_at: datetime | None
    ends_at: datetime | None
    n_rows: int
    report: dict[str, Any]
    measures: dict[str, dict[str, float]]
    prediction_psi: float | None
    created_at: datetime
