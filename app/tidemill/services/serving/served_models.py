"""A model version ready to answer rows: checked against its fields, by the path that fits them.

Few rows go as dicts through the preparation, which is quickest for one; many go as a table. Both
give the same numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import prepared_tables
from tidemill.domain.columns import Role, Schema
from tidemill.domain.models import ModelVersion
from tidemill.services import datasets, known_values, personal_data
from tidemill.services.serving import onnx_models
from tidemill.services.serving.fields import Fields, Row, needed_of
from tidemill.services.training import persist, raw_rows
from tidemill.services.training.answers import Answer, told
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.foreign import ONNX, ForeignModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

Said = tuple[str | float | None, float | None]
"""A prediction, None for a row that is left out, and its probability."""

FEW = 40
"""Up to so many rows go one by one; from then on a table is quicker."""


@dataclass(frozen=True, eq=False)
class ServedModel:
    """One version that answers. `personal` are the fields whose values are never written down."""

    version: ModelVersion
    model: TrainedModel
    fields: Fields
    personal: frozenset[str] = frozenset()

    @property
    def is_fast(self) -> bool:
        """Whether onnxruntime answers, and not scikit-learn."""
        model = self.model
        if isinstance(model, ForeignModel):
            return model.form == ONNX
        return isinstance(model, onnx_models.OnnxModel)

    def answer(self, rows: Sequence[Row]) -> list[Answer]:
        """What the model says of rows that were checked; one answer a row, in their order."""
        return self.told(rows, self.predicted(rows))

    def predicted(self, rows: Sequence[Row]) -> list[Said]:
        """The prediction and its probability for each row; rows of several requests may be one."""
        if self.model.steps or len(rows) > FEW:
            said, numbers = raw_rows.score_raw(self.model, self.fields.frame(rows))
            found: list[Said] = [(None, None)] * len(rows)
            for place, one in zip(numbers.tolist(), told(said), strict=True):
                found[place] = one
            return found
        values = self.model.predict(rows)
        model, numbers = self.model, np.arange(len(rows))
        table = () if model.kept_table is None else model.kept_table.table
        said = Predictions(
            model.task, model.levels, numbers, values, threshold=model.threshold, table=table
        )
        return list(told(said))

    def predicted_each(self, requests: Sequence[Sequence[Row]]) -> list[Said]:
        """As `predicted`, for the rows of several requests, one request behind the other.

        Where a model looks from row to row, no request is told from the rows of another.
        """
        if isinstance(self.model, ForecastModel):
            return [one for rows in requests if rows for one in self.predicted(rows)]
        rows = [row for some in requests for row in some]
        return self.predicted(rows) if rows else []

    def told(self, rows: Sequence[Row], said: Sequence[Said]) -> list[Answer]:
        """What was predicted for the rows of one request, with their ids."""
        name = self.fields.identifier
        ids = [None if name is None else row.get(name) for row in rows]
        return [
            Answer(i + 1, i + 1 if ids[i] is None else ids[i], *said[i]) for i in range(len(rows))
        ]


def nothing() -> None:
    """What has to be done before scikit-learn is loaded, unless said otherwise."""


def load(
    workspace: Workspace,
    version: ModelVersion,
    before_sklearn: Callable[[], None] = nothing,
) -> ServedModel:
    """The version, read and tried on one empty row, so that its first answer waits for nothing.

    By onnxruntime where that was proved, else by scikit-learn after `before_sklearn`. Raises
    `NeedsYou` where it is damaged, or names types that are not trusted.
    """
    model: TrainedModel | None = onnx_models.load(workspace, version)
    if model is None:
        data = workspace.blobs.get_bytes(version.blob)
        if persist.form_of(persist.describe(data)) != "onnx":
            before_sklearn()
        model = persist.load(data)
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id)
    model = known_values.newest_known(workspace, model, learned_on)
    raw = learned_on.raw_schema()
    columns = raw_rows.expected(model)
    identifier = next((n for n in raw.names if raw[n].role == Role.IDENTIFIER), None)
    fields = Fields(columns, needed_of(columns, model.recipe.target, needs_of(model)), identifier)
    served = ServedModel(
        version, model, fields, personal_of(workspace, version, learned_on.dataset)
    )
    try:
        served.answer([dict.fromkeys(columns.names)])
    except NeedsYou:
        if not version.is_imported:  # one from elsewhere may know no missing values
            raise
    return served


def personal_of(workspace: Workspace, version: ModelVersion, dataset: str = "") -> frozenset[str]:
    """The personal columns of the data that a version learned from, as they are marked now."""
    name = dataset or version.dataset.rpartition("@")[0]
    return personal_data.columns(workspace, name)


def needs_of(model: TrainedModel) -> frozenset[str]:
    """The columns without which the steps can't be done or the model would lack an input."""
    if isinstance(model, ForecastModel):
        wanted = frozenset({*model.inputs.names, model.parts[0].time})
    else:
        wanted = frozenset(model.inputs.names)
    if model.raw is None:
        return wanted
    steps = prepared_tables.bound(model.steps, scoring=True)
    needs = set()
    for column in model.raw.columns:
        others = Schema(tuple(c for c in model.raw.columns if c is not column))
        try:
            after = prepared_tables.effect(others, steps)
        except NeedsYou:
            needs.add(column.name)
            continue
        if any(name not in after for name in wanted):
            needs.add(column.name)
    return frozenset(needs)
