"""Looking into a workspace from a notebook: runs as a table, drift, registered models.

Unlike logging, these say what is wrong by raising it.
"""

import os
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import NeedsYou

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from tidemill.domain.drift import DriftReport
    from tidemill.domain.runs import Run
    from tidemill.services.run_view import RunsView
    from tidemill.services.training.models import TrainedModel
    from tidemill.services.workspace import Workspace


def open(workspace: str | os.PathLike[str] | None = None) -> "OpenWorkspace":  # noqa: A001
    """Open a workspace that is there: a folder or a URL; without one, as the program would."""
    return OpenWorkspace(_opened(workspace))


def load_model(address: str, workspace: str | os.PathLike[str] | None = None) -> "LoadedModel":
    """A registered model: "churn@champion", "churn@15", or "churn" for its newest version.

    It is loaded only if all types in it are trusted; else `NeedsYou` names them.
    """
    one = OpenWorkspace(_opened(workspace))
    try:
        return one.load_model(address)
    finally:
        one.close()


class OpenWorkspace:
    """A workspace opened for looking; `close` it, or use it in a `with`."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._view: RunsView | None = None

    def __enter__(self) -> "OpenWorkspace":
        """The workspace itself; it is closed with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def runs(
        self, where: str = "", sort: str = "-started", limit: int | None = None
    ) -> "pd.DataFrame":
        """Runs that match a query, a row each: own fields, then `metrics.`, `params.`, `tags.`.

        `sort` names columns with commas between, one with a minus in front falling. A wrong
        query raises `domain.query.QueryError` with its position.
        """
        import pandas as pd

        from tidemill.services.run_view import RunsView

        if self._view is None:
            self._view = RunsView(self._workspace)
        keys = [(s.strip().lstrip("-"), s.strip().startswith("-")) for s in sort.split(",") if s]
        page = self._view.page(where=where, sort=keys, limit=2**62 if limit is None else limit)
        table = pd.DataFrame([_row(run) for run in page.runs])
        return table if len(table) else pd.DataFrame(columns=list(_OWN))

    def drift(
        self,
        reference: Any,
        current: Any,
        *,
        columns: "Sequence[str] | None" = None,
        exact: bool = False,
        together: bool = False,
    ) -> "DriftReport":
        """How far a table moved from a reference, column by column.

        Each is a DataFrame of pandas, a table that can become one (`to_pandas`, as those of polars
        and PyArrow), or the path of a file. With `exact`, KS and Wasserstein are from the raw
        values; with `together`, classifiers try to tell new rows from old ones.
        """
        from tidemill.services import drift, files

        before, after = files.pair_of(reference, current)
        return drift.compare_frames(before, after, exact, columns=columns, together=together)

    def load_model(self, address: str) -> "LoadedModel":
        """A registered model of this workspace; see `tidemill.load_model`."""
        from tidemill.services import registry
        from tidemill.services.training import persist

        version = registry.version(self._workspace, address)
        data = self._workspace.blobs.get_bytes(version.blob)
        return LoadedModel(persist.load(data), f"{address.partition('@')[0]}@{version.number}")

    def close(self) -> None:
        """Let go of the workspace."""
        self._workspace.close()


class LoadedModel:
    """A registered model to ask: `predict` and, for classes, `predict_proba`; `name` is its own.

    Rows are a pandas DataFrame with the columns it learned from, or a list of dictionaries.
    """

    def __init__(self, model: "TrainedModel", name: str) -> None:
        self.name = name
        self._model = model

    def __repr__(self) -> str:
        return f"<tidemill model {self.name}: {self._model.recipe.target}>"

    @property
    def classes_(self) -> tuple[str, ...]:
        """The classes in the order of the probabilities' columns; empty for a number."""
        return self._model.levels

    @property
    def feature_names_in_(self) -> tuple[str, ...]:
        """The columns it reads."""
        return tuple(self._model.features)

    def predict(self, rows: "pd.DataFrame | list[dict[str, Any]]") -> "npt.NDArray[Any]":
        """A class by name or a number for each row (n,)."""
        import numpy as np

        from tidemill.domain.business_value import decided

        if not self._model.levels:
            return self._values(rows)
        codes = decided(self._model.task, self._values(rows), self._model.own)
        return np.array([self._model.levels[code] for code in codes.tolist()], dtype=object)

    def predict_proba(
        self, rows: "pd.DataFrame | list[dict[str, Any]]"
    ) -> "npt.NDArray[np.float64]":
        """The probability of each class for each row (n, K); `NeedsYou` where it says numbers."""
        import numpy as np

        if not self._model.levels:
            raise NeedsYou(f"{self.name} predicts a number, not a class.", "Ask `predict`.")
        values = self._values(rows)
        return values if values.ndim == 2 else np.column_stack([1.0 - values, values])

    def _values(self, rows: Any) -> "npt.NDArray[np.float64]":
        import numpy as np

        columns = getattr(rows, "columns", None)
        if columns is not None:
            missing = [name for name in self._model.features if name not in columns]
            if missing:
                raise NeedsYou(
                    f"{self.name} needs the column {missing[0]}.", "Hand it all it learned from."
                )
        return np.asarray(self._model.predict(rows), dtype=np.float64)


_OWN = (
    "id",
    "name",
    "project",
    "experiment",
    "state",
    "dataset",
    "started_at",
    "ended_at",
    "by",
    "error",
)


def _row(run: "Run") -> dict[str, Any]:
    own = {name: getattr(run, name) for name in _OWN} | {"state": str(run.state)}
    for kind in ("metrics", "params", "tags"):
        own |= {f"{kind}.{name}": value for name, value in getattr(run, kind).items()}
    return own


def _opened(workspace: str | os.PathLike[str] | None) -> "Workspace":
    from tidemill.services import recent
    from tidemill.services import workspace as workspaces

    return workspaces.open_existing(
        recent.named(None if workspace is None else os.fspath(workspace))
    )
