"""Learning again from the very rows that a run learned from, by its recipe or one like it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.packing import pack, unpack
from tidemill.domain.recipes import HoldOutKind, Recipe
from tidemill.domain.runs import Run
from tidemill.domain.splits import split
from tidemill.domain.steps import same_steps
from tidemill.services import datasets, preparing, tables
from tidemill.services.gate_facts import Relearn
from tidemill.services.training import learning
from tidemill.services.training.foreign import ForeignModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace

LEFT_OUT_FILE = "left_out.npz"
"""Beside a run that left rows out of what it learned from: which, by their places among them."""

_CANDIDATE = "candidate"
_OTHER_ROWS = "The rows it learned from can't be put together again."
_WHAT, _VERSION = "list of rows left out", 1

Places = npt.NDArray[np.int64]


class OtherRows(NeedsYou):
    """The rows there are now are not those it learned from."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_OTHER_ROWS)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), ())


def from_rows(frame: Frame, schema: Schema, places: Places | None = None) -> Relearn:
    """Learns from the rows of a frame that have a target, all or those at `places`."""
    return lambda recipe: learning.fit_only(frame, schema, recipe, Silent(), rows=places).model


def left_out_bytes(places: Places) -> bytes:
    """Places of rows that were left out, as kept beside a run."""
    return pack(_WHAT, _VERSION, {}, {"places": places.astype(np.int64)})


def _left_out(data: bytes) -> Places:
    return unpack(_WHAT, _VERSION, data)[1]["places"].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Learner:
    """A run that was trained here, with the model it made and the data it was made of.

    `held` (rows,) are the numbers of the rows held out, in the version it was judged on.
    """

    workspace: Workspace
    run: Run
    model: TrainedModel
    trained_on: DatasetVersion
    judged_on: DatasetVersion
    held: npt.NDArray[np.int64]

    def learned(self) -> Relearn:
        """How it learns again; `NeedsYou` where its rows are not the ones it learned from."""
        if isinstance(self.model, ForeignModel):
            raise NeedsYou("It was trained elsewhere, so it can't be learned again here.")
        schema = datasets.schema_of(self.workspace, self.trained_on)
        if self._is_candidate:
            frame, places = self._before_the_file(schema), None
        else:
            frame, places = self._all_but_held(schema)
        rows = frame if places is None else frame.take(places)
        if content_hash(rows) != self.run.params.get("rows_hash"):
            raise OtherRows
        return from_rows(frame, schema, places)

    @property
    def _is_candidate(self) -> bool:
        return self.run.params.get("kind") == _CANDIDATE

    def _all_but_held(self, schema: Schema) -> tuple[Frame, Places]:
        """A version, and what its recipe leaves of it where it holds out what was held out.

        The classes are those of the whole version, as they were when it was learned.
        """
        frame = tables.as_schema(tables.whole(self.workspace, self.trained_on), schema)
        recipe = self.model.recipe
        parts = split(frame, recipe, self._given(recipe))
        if not np.array_equal(parts.hold_out, np.sort(self.held)):
            raise OtherRows
        return frame, parts.train

    def _given(self, recipe: Recipe) -> Places | None:
        return self.held if recipe.hold_out.kind is HoldOutKind.GIVEN else None

    def _before_the_file(self, schema: Schema) -> Frame:
        """What a candidate of an automation learned from: all that was there before its file,
        without the rows that were left out.
        """
        rows = self._all_before_the_file(schema)
        blob = self.run.artifacts.get(LEFT_OUT_FILE)
        if blob is None:
            return rows
        kept = np.ones(rows.n_rows, dtype=bool)
        places = _left_out(self.workspace.blobs.get_bytes(blob))
        if len(places) and places.max() >= rows.n_rows:
            raise OtherRows
        kept[places] = False
        return rows.take(np.flatnonzero(kept))

    def _all_before_the_file(self, schema: Schema) -> Frame:
        former, newest = self.trained_on, self.judged_on
        if former.id == newest.id:
            whole = tables.as_schema(tables.whole(self.workspace, newest), schema)
            return whole.slice(0, newest.rows - newest.added_rows)
        if same_steps(former.steps, newest.steps):
            return tables.load(self.workspace, tables.parts_of(self.workspace, former), schema)
        rows = preparing.own_rows_for(self.workspace, former, newest.steps)
        return tables.as_schema(rows, schema)
