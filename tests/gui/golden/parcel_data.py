"""A depot's parcels by month, as files would have brought them, and the dataset they make."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.file_figures import figures_of
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.profiles import profile
from tidemill.domain.suggestions import facts_of
from tidemill.domain.tables import FrameTable
from tidemill.services import tables
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets

NAME = "parcels"
N_ROWS = 360
SCHEMA = Schema(
    (
        Column("parcel", Kind.NUMERIC, Role.IDENTIFIER, whole=True),
        Column("handed_in", Kind.DATETIME, Role.TIME),
        Column("depot", Kind.CATEGORICAL),
        Column("weight_kg", Kind.NUMERIC),
        Column("distance_km", Kind.NUMERIC, whole=True),
        Column("express", Kind.BOOLEAN),
        Column("delayed", Kind.BOOLEAN, Role.TARGET),
    )
)
FEATURES = ("depot", "weight_kg", "distance_km", "express")
_DEPOTS = ["North", "Harbour", "Airport", "Old Town"]


def begin_of(month: int) -> datetime:
    """The first moment of a month of 2026."""
    return datetime(2026, month, 1, tzinfo=UTC)


def parcels_of(month: int, n_rows: int = N_ROWS) -> Frame:
    """A month's parcels: from the fifth on they are heavier, and some weights are missing."""
    rng = np.random.default_rng(100 + month)
    begin = np.datetime64(begin_of(month).replace(tzinfo=None), "us")
    minutes = np.sort(rng.integers(0, 60 * 24 * 28, n_rows))
    weight = rng.gamma(2.0, 1.5 + 0.9 * max(0, month - 4), n_rows).round(2)
    weight[rng.random(n_rows) < 0.015 * month] = np.nan
    depots = [*_DEPOTS, *(["Riverside"] if month > 3 else [])]
    share = 0.15 + 0.03 * np.nan_to_num(weight)
    return Frame(
        (
            ColumnData("parcel", Kind.NUMERIC, np.arange(n_rows) + month * n_rows),
            ColumnData("handed_in", Kind.DATETIME, begin + minutes * np.timedelta64(1, "m")),
            coded("depot", Kind.CATEGORICAL, list(rng.choice(depots, n_rows))),
            ColumnData("weight_kg", Kind.NUMERIC, weight),
            ColumnData("distance_km", Kind.NUMERIC, rng.integers(2, 640, n_rows)),
            _flags("express", rng.random(n_rows) < 0.3),
            _flags("delayed", rng.random(n_rows) < share),
        )
    )


def _flags(name: str, values: Any) -> ColumnData:
    return ColumnData(name, Kind.BOOLEAN, values.astype(np.int32), ("false", "true"))


def add_parcels(workspace: Workspace, n_months: int) -> list[DatasetVersion]:
    """The dataset, a version a month."""
    made: list[DatasetVersion] = []
    frames: list[Frame] = []
    with workspace.store.write() as tx:
        dataset = Dataset(0, NAME, "default", Series.APPEND, SCHEMA, tx.clock.now(), "worker")
        key = datasets.insert(tx, dataset)
    for month in range(1, n_months + 1):
        frames.append(parcels_of(month))
        made.append(_version(workspace, key, frames, is_last=month == n_months))
    return made


def _version(
    workspace: Workspace, dataset_id: int, frames: list[Frame], is_last: bool
) -> DatasetVersion:
    number, own, whole = len(frames), frames[-1], stacked(frames)
    kept = tables.put(workspace, own)
    starts, ends = begin_of(number), begin_of(number) + timedelta(days=28)
    made_at = ends + timedelta(hours=6)
    one = DatasetVersion(
        0, dataset_id, NAME, number, whole.n_rows, own.n_rows, f"{number}c41f" * 6,
        f"{number}a90e" * 6, kept.blob, kept.n_bytes, SCHEMA,
        f"/data/depot/parcels_2026-{number:02d}.csv", None, made_at, "worker", _checks(is_last),
        starts, ends, is_chunked=kept.is_chunked,
    )  # fmt: skip
    figures = figures_of(FrameTable(own), SCHEMA, None, SCHEMA.target)
    stored = {
        "profile": profile(whole, SCHEMA).to_dict(),
        "facts": facts_of(whole).to_dict(),
        "own": figures.to_dict(),
    }
    with workspace.store.write() as tx:
        key = datasets.insert_version(tx, one, profile=stored, source_blob=None)
        sentence = f"added parcels_2026-{number:02d}.csv to {NAME} as v{number}"
        activities.add(
            tx, by="worker", kind="data", subject=f"data/{NAME}/{number}", sentence=sentence
        )
    return replace(one, id=key)


def _checks(is_last: bool) -> tuple[dict[str, Any], ...]:
    fits = {
        "check": "types_match", "version": 1, "name": "Values fit their columns", "passed": True,
        "message": "Every value fits its column.", "rows": [], "n_rows": 0, "severity": "error",
    }  # fmt: skip
    gaps = {
        "check": "missing_share", "version": 1, "name": "Missing values", "passed": not is_last,
        "message": "weight_kg is 8.9% missing, it was 7.2%." if is_last else "As usual.",
        "rows": [12, 45, 77] if is_last else [], "n_rows": 32 if is_last else 0,
        "severity": "warn",
    }  # fmt: skip
    return (fits, gaps)
