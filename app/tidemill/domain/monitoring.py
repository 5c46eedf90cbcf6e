"""What monitoring keeps of each chunk of new data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tidemill.domain.cuts import label_of
from tidemill.domain.deployments import DeploymentKind


@dataclass(frozen=True)
class AnsweredBy:
    """How many rows of a chunk a deployment answered; `kind` is that of the deployment."""

    deployment: str
    kind: str
    n_rows: int

    @property
    def words(self) -> str:
        """`1,200 rows by buyers`, `1,200 rows by the batch folder buyers-batch`."""
        rows = "1 row" if self.n_rows == 1 else f"{self.n_rows:,} rows"
        where = "the batch folder " if self.kind == DeploymentKind.BATCH else ""
        return f"{rows} by {where}{self.deployment}"


@dataclass(frozen=True)
class Chunk:
    """New rows seen by a champion: drift against its training data, and how right it was.

    `report` is a drift report's JSON; `measures` maps a metric to value, low, high, n (absent
    where there were no labels); `prediction_psi` compares its answers with those on its
    hold-out. `dataset_version` is the newest with rows in it, None where they came with none:
    only services or batch folders saw them, and `sources` says which.

    `reference` says what the rows were compared with (`kind`, `words`, `n_rows`; empty: the
    training data); `coverage` is the share of rows whose label is known (0 to 1). `estimates`
    maps a metric to value, low, high and a note (no value: it cannot be estimated, the note says
    why). `worth` is what the rows brought (`business_value.Worth` as a dict), None where
    the model is tied to no value; `finding` has the `kind` of what moved, the `evidence` in
    sentences and the `impact` by column, None where nothing moved.
    """

    id: int
    model_id: int
    version_id: int
    version: int
    dataset_version_id: int | None
    dataset_version: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    n_rows: int
    report: dict[str, Any]
    measures: dict[str, dict[str, float]]
    prediction_psi: float | None
    created_at: datetime
    span: str = ""
    changed_at: datetime | None = None
    reference: dict[str, Any] = field(default_factory=dict)
    coverage: float | None = None
    estimates: dict[str, dict[str, Any]] = field(default_factory=dict)
    worth: dict[str, Any] | None = None
    finding: dict[str, Any] | None = None
    sources: tuple[AnsweredBy, ...] = ()

    @property
    def label(self) -> str:
        """Which rows it has, in words: `v7`, `May 2024`, `answered, 2024-05-03`."""
        return label_of(self.span, f"v{self.dataset_version}")

    def data_of(self, dataset: str) -> str:
        """The rows with the dataset's name: `shop v7`, `shop (answered, 2024-05-03)`."""
        if self.dataset_version is None:
            return f"{dataset} ({self.label})"
        return f"{dataset} v{self.dataset_version}"
