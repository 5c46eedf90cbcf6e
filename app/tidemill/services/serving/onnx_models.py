"""Models that answer by onnxruntime: made ready beforehand and proved, loaded without scikit-learn.

What was proved lies with the version's run, as a file of ours. A version without one, since it
can't be written as ONNX or its answers differed, goes on answering by scikit-learn.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.catalog.preparations.mixed import feeding
from tidemill.domain.models import ModelVersion
from tidemill.services.training import persist, sessions
from tidemill.services.training.models import Array, TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows

FILE, PROOF_FILE = "served.onnx", "served.json"
"""What `readying` keeps with the version's run: the file, and how it was proved."""


@dataclass(frozen=True, eq=False)
class OnnxModel(TrainedModel):
    """A trained model whose `pipeline` is a session of onnxruntime over the whole of it."""

    def predict(self, table: Any) -> Array:
        """Predictions for a Frame or a list of dicts, in the form of `domain.metrics`."""
        said = self.pipeline
        about = said.about
        fed = feeding.feed(table, said.columns, said.names)
        if not self.levels:
            return np.asarray(said.session.run([about["prediction"]], fed)[0])
        shares = np.asarray(said.session.run([about["probabilities"]], fed)[0])
        return shares[:, 1] if len(self.levels) == 2 else shares


@dataclass(frozen=True, eq=False)
class Session:
    """A file at work: its session, what it says of itself, and its inputs by column."""

    session: Any
    about: dict[str, Any]
    columns: Sequence[Sequence[str]]
    names: dict[str, str]


def opened(data: bytes) -> Session:
    """An ONNX file of ours, ready to answer in the thread that asks."""
    session = sessions.opened(data)
    about = json.loads(session.get_modelmeta().custom_metadata_map["tidemill"])
    columns = [(one["column"], one["kind"]) for one in about["inputs"]]
    return Session(session, about, columns, {one["column"]: one["name"] for one in about["inputs"]})


def is_ready(workspace: Workspace, version: ModelVersion) -> bool:
    """Whether a version can answer by onnxruntime."""
    return FILE in _files(workspace, version)


def load(workspace: Workspace, version: ModelVersion) -> OnnxModel | None:
    """The version answering by onnxruntime; None where it was not proved that it can."""
    name = _files(workspace, version).get(FILE)
    if name is None:
        return None
    page = persist.describe(workspace.blobs.get_bytes(version.blob))
    session = opened(workspace.blobs.get_bytes(name))
    found = OnnxModel.from_dict(page, session)
    assert isinstance(found, OnnxModel)
    return found


def _files(workspace: Workspace, version: ModelVersion) -> dict[str, str]:
    with workspace.store.read() as connection:
        found = run_rows.find(connection, [version.run_pk], ())
    return dict(found[0].artifacts) if found else {}
