"""A model that tells a target ahead: an ordinary one over what was known at the moment of telling.

It keeps the newest values it was shown, so that the next steps can be told without sending them
again; rows that are sent with their target count beside these.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.earlier_values import STRANGER, History, Lookback
from tidemill.domain.forecast_figures import Range
from tidemill.domain.forecasts import Forecast
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame
from tidemill.domain.packing import pack, unpack
from tidemill.domain.time_grids import NO_STEP, Grid
from tidemill.services.training.models import Array, TrainedModel

MOST_KEPT = 200_000
"""So many values of its history a model keeps at most."""

_WHAT, _VERSION = "history of a forecast", 1


@dataclass(frozen=True, eq=False)
class ForecastModel(TrainedModel):
    """A fitted pipeline over the columns that `lookback` makes, with the history it looks up.

    `inputs` are the table's own columns learned from beside the target's past. `scale` is how far
    each series of the history moves within a season (series,); `ranges` are in such scales.
    """

    lookback: Lookback | None = None
    history: History | None = None
    scale: Array | None = None
    ranges: tuple[Range, ...] = ()

    @property
    def parts(self) -> tuple[Lookback, History]:
        """How it looks back, and what it looks up."""
        assert self.lookback is not None
        assert self.history is not None
        return self.lookback, self.history

    @property
    def reads(self) -> Schema:
        """The columns rows come with: when, what is learned from, the target where it is known."""
        return self.parts[0].reads

    def knowing(self, frame: Frame) -> "ForecastModel":
        """The same model that also knows the values a table tells."""
        lookback, history = self.parts
        known = history.with_rows(lookback, frame)
        scale = np.full(len(known.series), np.nan)
        if self.scale is not None:
            scale[: len(self.scale)] = self.scale
        return replace(self, history=known, scale=scale)

    def prepared(self, table: Any) -> Array:
        """The matrix the estimator reads, (rows, outputs), of a Frame, DataFrame or dicts."""
        return super().prepared(self.laid(frame_of(table, self.reads)))

    def laid(self, frame: Frame) -> Frame:
        """The rows with what was known of them at the moment of telling.

        `NeedsYou` where a row lies further ahead of what is known than the model can tell.
        """
        lookback, history = self.parts
        known = history.with_rows(lookback, frame)
        codes, steps = known.places(lookback, frame)
        self._refuse_far_rows(known, codes, steps)
        return lookback.laid(frame, known)

    def plain(self, frame: Frame) -> tuple[TrainedModel, Frame]:
        """The ordinary model inside, and the rows laid out for it."""
        fields = {name: getattr(self, name) for name in TrainedModel.__dataclass_fields__}
        return TrainedModel(**fields | {"inputs": self.parts[0].made}), self.laid(frame)

    def _refuse_far_rows(self, known: History, codes: Array, steps: Array) -> None:
        lookback = self.parts[0]
        newest = np.append(known.newest(), NO_STEP)[codes]
        told = (codes != STRANGER) & (newest != NO_STEP) & (steps != NO_STEP)
        ahead = np.where(told, steps - np.where(told, newest, 0), 0)
        if not len(ahead) or ahead.max() <= lookback.forecast.horizon:
            return
        row = int(ahead.argmax())
        of = f" of {known.series[codes[row]]}" if lookback.forecast.series else ""
        raise NeedsYou(
            f"Row {row + 1:,} lies {lookback.grid.words(int(ahead[row]))} after the newest "
            f"{lookback.target}{of} that is known; this model tells "
            f"{lookback.grid.words(lookback.forecast.horizon)} ahead.",
            f"Send the rows between with their {lookback.target}, or train on newer data.",
        )

    def scale_of(self, codes: Array) -> Array:
        """The scale of each row's series (rows,); the usual one for a series that has none."""
        own = np.empty(0) if self.scale is None else self.scale
        known = own[np.isfinite(own)]
        usual = float(np.median(known)) if len(known) else 1.0
        found = np.append(np.where(np.isfinite(own), own, usual), usual)
        return np.asarray(found[np.where(codes < len(own), codes, STRANGER)])

    def to_dict(self) -> dict[str, Any]:
        """All but the pipeline and the history, as plain JSON types."""
        lookback, history = self.parts
        own = {
            "forecast": lookback.forecast.to_dict(),
            "target": lookback.target,
            "time": lookback.time,
            "time_kind": str(lookback.time_kind),
            "grid": lookback.grid.to_dict(),
            "calendar": list(lookback.calendar),
            "series": list(history.series),
            "scale": [] if self.scale is None else [_plain(one) for one in self.scale.tolist()],
            "ranges": [one.to_dict() for one in self.ranges],
        }
        return super().to_dict() | {"forecast": own}

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], pipeline: Any, history: bytes = b""
    ) -> "ForecastModel":
        """Put a pipeline, what `to_dict` wrote and the history's bytes together again."""
        plain, own = TrainedModel.from_dict(data, pipeline), data["forecast"]
        lookback = Lookback(
            Forecast.from_dict(own["forecast"]),
            str(own["target"]),
            str(own["time"]),
            Kind(own["time_kind"]),
            Grid.from_dict(own["grid"]),
            plain.inputs.columns,
            tuple(own["calendar"]),
        )
        scale = np.array([np.nan if one is None else one for one in own["scale"]], dtype=float)
        return of(
            plain,
            lookback,
            _read_history(lookback, tuple(own["series"]), history),
            scale,
            tuple(Range.from_dict(one) for one in own["ranges"]),
        )

    def history_bytes(self) -> bytes:
        """The newest of the history, as it is kept."""
        lookback, history = self.parts
        kept = history.kept(max(1, MOST_KEPT // (1 + len(lookback.carried))))
        arrays = {"codes": kept.codes, "steps": kept.steps, "values": kept.values}
        levels = {}
        for place, column in enumerate(lookback.carried):
            arrays[f"other_{place}"] = kept.others[column.name].values
            levels[str(place)] = list(kept.others[column.name].levels)
        return pack(_WHAT, _VERSION, {"levels": levels}, arrays)


def of(
    plain: TrainedModel,
    lookback: Lookback,
    history: History,
    scale: Array,
    ranges: tuple[Range, ...],
) -> ForecastModel:
    """A model over made columns as one that makes them itself."""
    fields = {name: getattr(plain, name) for name in TrainedModel.__dataclass_fields__}
    fields["inputs"] = Schema(lookback.columns)
    return ForecastModel(**fields, lookback=lookback, history=history, scale=scale, ranges=ranges)


def _read_history(lookback: Lookback, series: tuple[str, ...], data: bytes) -> History:
    if not data:
        raise KeyError("history")
    head, arrays = unpack(_WHAT, _VERSION, data)
    others = {
        c.name: ColumnData(
            c.name, c.kind, arrays[f"other_{place}"], tuple(head["levels"][str(place)])
        )
        for place, c in enumerate(lookback.carried)
    }
    return History(series, arrays["codes"], arrays["steps"], arrays["values"], others)


def _plain(value: float) -> float | None:
    return value if np.isfinite(value) else None


def frame_of(table: Any, schema: Schema) -> Frame:
    """Raw rows as a Frame: a Frame as it is, a pandas DataFrame or dicts by the schema's kinds.

    Columns that no row has are absent.
    """
    if isinstance(table, Frame):
        return table
    names = getattr(table, "columns", None)
    if names is None:
        names = {name for row in table for name in row}
    there = [c for c in schema.columns if c.name in names] or [schema.columns[0]]
    return Frame(tuple(_column(table, c) for c in there))


def _column(table: Any, column: Column) -> ColumnData:
    raw = values.READERS[column.kind](table, column.name)
    if column.kind is Kind.BOOLEAN:
        codes = np.where(np.isnan(raw), -1, raw).astype(np.int32)
        return ColumnData(column.name, column.kind, codes, BOOLEAN_LEVELS)
    if column.kind in (Kind.CATEGORICAL, Kind.TEXT):
        codes, levels = raw
        return ColumnData(column.name, column.kind, np.asarray(codes, np.int32), tuple(levels))
    return ColumnData(column.name, column.kind, raw)


def bundled(data: bytes, name: str) -> bytes:
    """A file of a bundle; empty where it has none of the name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name) if name in file.namelist() else b""
