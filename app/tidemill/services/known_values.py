"""What a model that tells ahead looks back at: the values of its dataset, as new as they are."""

from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame, stacked
from tidemill.services import datasets, preparing, tables
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace


def known(workspace: Workspace, model: TrainedModel, version: DatasetVersion) -> TrainedModel:
    """The model, with all values of a dataset version known to it where it looks back at any."""
    if not isinstance(model, ForecastModel):
        return model
    return model.knowing(rows_for(workspace, version, model))


def newest_known(
    workspace: Workspace, model: TrainedModel, learned_on: DatasetVersion
) -> TrainedModel:
    """As `known`, by the newest version of the dataset it learned from."""
    if not isinstance(model, ForecastModel):
        return model
    view = datasets.find_living(workspace, learned_on.dataset)
    return known(workspace, model, learned_on if view is None else view.newest)


def rows_for(workspace: Workspace, version: DatasetVersion, model: TrainedModel) -> Frame:
    """All rows of a version as the steps leave them that a model learned behind."""
    if preparing.same_preparation(version.steps, model.steps):
        schema = datasets.schema_of(workspace, version)
        return tables.as_schema(tables.whole(workspace, version), schema)
    parts = tables.parts_of(workspace, version)
    return stacked([preparing.own_rows_for(workspace, one, model.steps) for one in parts])
