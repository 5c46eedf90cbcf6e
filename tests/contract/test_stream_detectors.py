"""Streaming detectors: every entry sees a clear change and is quiet on noise; none is asked for
where its library is not there."""

import importlib.util
from types import ModuleType

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import discovery
from tidemill.domain.courses import Course, Series
from tidemill.domain.entries import DetectorEntry
from tidemill.services import stream_detectors

FAMILY = discovery.family("stream_detectors")
EVERY = pytest.mark.parametrize("detector", FAMILY.values(), ids=FAMILY.keys())
needs_river = pytest.mark.skipif(
    importlib.util.find_spec("river") is None, reason="the extra streaming is not installed"
)


def course(values: list[float]) -> Course:
    n = len(values)
    whole = np.arange(n)
    none = np.full(n, np.nan)
    times = np.full(n, "NaT", "datetime64[us]")
    return Course(
        model="m",
        metric="auc",
        chunk_ids=whole,
        dataset_versions=whole,
        versions=whole,
        starts_at=times,
        ends_at=times,
        seen_at=times,
        n_rows=whole,
        columns=("age",),
        psi=np.array([values]),
        effect=np.array([none]),
        missing=np.array([none]),
        q_value=np.array([none]),
        is_over=np.zeros((1, n), dtype=bool),
        prediction_psi=none,
        coverage=none,
        measures={"auc": Series(np.array(values), none, none, none)},
    )


@EVERY
def test_entry_says_what_it_is_and_what_it_needs(detector: ModuleType) -> None:
    entry = detector.ENTRY
    assert isinstance(entry, DetectorEntry)
    assert detector.__name__.endswith("." + entry.id)
    assert entry.requires
    assert entry.help.endswith(".")


@needs_river
@EVERY
@pytest.mark.parametrize("scale", [1.0, 0.001, 1000.0])
def test_a_clear_change_is_seen_soon_after_it(detector: ModuleType, scale: float) -> None:
    rng = np.random.default_rng(1)
    values = scale * np.concatenate((rng.normal(5.0, 0.2, 80), rng.normal(7.0, 0.2, 40)))
    seen = detector.changes(values.tolist(), **detector.ENTRY.settings())
    assert seen
    assert 80 <= seen[0] <= 110


@needs_river
@EVERY
def test_noise_is_hardly_ever_a_change(detector: ModuleType) -> None:
    rng = np.random.default_rng(2)
    false = 0
    for _ in range(20):
        values = rng.normal(0.8, 0.02, 90).tolist()
        false += bool(detector.changes(values, **detector.ENTRY.settings()))
    assert false <= 3


@needs_river
def test_changes_of_a_course_are_told_by_figure_and_missing_values_are_passed_over() -> None:
    rng = np.random.default_rng(3)
    values = np.concatenate((rng.normal(0.9, 0.01, 60), rng.normal(0.5, 0.01, 60)))
    values[10:15] = np.nan
    found = stream_detectors.changes(course(values.tolist()))
    assert {one.figure for one in found} == {"auc", "PSI of age"}
    first = min(one.at for one in found)
    assert 60 <= first <= 90
    assert all(one.value == values[one.at] for one in found)
    only = stream_detectors.changes(course(values.tolist()), ["auc"])
    assert {one.figure for one in only} == {"auc"}
    with pytest.raises(NeedsYou, match="There is no figure nowhere"):
        stream_detectors.changes(course(values.tolist()), ["nowhere"])


def test_without_the_library_none_is_shown_and_the_way_out_is_told(monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert stream_detectors.installed() == {}
    with pytest.raises(NeedsYou, match="No streaming detector is installed") as told:
        stream_detectors.changes(course([0.5] * 20))
    assert "streaming" in told.value.hint
