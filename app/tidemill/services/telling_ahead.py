"""The next steps as a model tells them from the newest data: shown, or written to a file."""

from collections.abc import Sequence
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import ModelVersion
from tidemill.services import datasets, known_values, predicting, table_files
from tidemill.services.table_files import Written
from tidemill.services.training import next_steps, persist
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.next_steps import NextSteps
from tidemill.services.workspace import Workspace


def ahead(
    workspace: Workspace,
    address: str,
    *,
    data: str | None = None,
    series: Sequence[str] | None = None,
) -> tuple[ModelVersion, NextSteps]:
    """What a model's champion, or the version named, says of the steps after the newest data.

    `data` names another version of its dataset; `series` those to tell, all else. Raises
    `NeedsYou` for a model that tells nothing ahead.
    """
    version = predicting.version_for(workspace, address)
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    if not isinstance(model, ForecastModel):
        raise NeedsYou(
            f"{version.label} answers rows; it tells no steps ahead.",
            "Choose a model that was trained with a horizon.",
        )
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id)
    newest = datasets.version(workspace, data or learned_on.dataset)
    frame = known_values.rows_for(workspace, newest, model)
    knowing = model.knowing(frame)
    unknown = [name for name in series or () if name not in knowing.parts[1].series]
    if unknown:
        names = ", ".join(one for one in knowing.parts[1].series[:10] if one)
        raise NeedsYou(
            f"There is no series {unknown[0]}.",
            f"Choose from {names}." if names else "The data is one series.",
        )
    return version, next_steps.told(knowing, frame, series)


def to_file(steps: NextSteps, out: Path) -> Written:
    """Write the steps ahead as CSV, Excel or LaTeX, as the file's ending says."""
    kind = table_files.kind_of(out)
    return table_files.write_table(
        out, steps.headings, steps.rows(), kind, total=len(steps.values), sheet="Forecast"
    )
