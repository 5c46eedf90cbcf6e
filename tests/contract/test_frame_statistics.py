"""Figures of two tables as wholes: what they must find, what they must not, and odd tables."""

import json
import math
from types import ModuleType

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.entries import FrameStatisticEntry
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.together import Together, folds, separation
from tidemill.services import drift
from tidemill.services.drift_together import compare_together

FAMILY = discovery.family("frame_statistics")
EVERY = pytest.mark.parametrize("statistic", FAMILY.values(), ids=FAMILY.keys())


def table(rng: np.random.Generator, n: int, rho: float = 0.8, words: str = "mill tide") -> Frame:
    """Two columns that go together, four that do not, levels, keys, moments and texts."""
    x = rng.normal(size=n)
    y = rho * x + math.sqrt(1.0 - rho**2) * rng.normal(size=n)
    numbers = {"x": x, "y": y, **{f"z{i}": rng.normal(size=n) for i in range(4)}}
    kept = [*words.split(), "stone", "race", "wheel"]
    days = rng.integers(0, 10**15, n)
    return Frame(
        (
            *(ColumnData(name, Kind.NUMERIC, values) for name, values in numbers.items()),
            coded("level", Kind.CATEGORICAL, [f"v{i}" for i in rng.integers(0, 300, n)]),
            coded("key", Kind.TEXT, [f"{i:x}" for i in rng.integers(0, 2**60, n).tolist()]),
            coded("said", Kind.TEXT, [" ".join(rng.choice(kept, 4)) for _ in range(n)]),
            ColumnData("at", Kind.DATETIME, days.astype("datetime64[us]")),
        )
    )


def later(frame: Frame) -> Frame:
    """The same rows, three years on."""
    moved = frame["at"].values + np.timedelta64(3 * 365, "D")
    at = ColumnData("at", Kind.DATETIME, moved.astype("datetime64[us]"))
    return Frame((*(c for c in frame if c.name != "at"), at))


def by_id(found: tuple[Together, ...], column: str | None = None) -> dict[str, Together]:
    return {one.id: one for one in found if one.column in {None, column}}


@EVERY
def test_entry_says_what_it_is(statistic: ModuleType) -> None:
    entry = statistic.ENTRY
    assert isinstance(entry, FrameStatisticEntry)
    assert statistic.__name__.endswith("." + entry.id)
    assert entry.help.endswith(".")
    assert entry.floor > 0.0


def test_quiet_tables_are_quiet_though_time_goes_on_and_keys_are_new() -> None:
    rng = np.random.default_rng(1)
    for _ in range(3):
        found = compare_together(table(rng, 900), later(table(rng, 600)))
        assert not any(one.drifted for one in found)


def test_columns_that_no_longer_go_together_are_found_and_named_though_each_stayed() -> None:
    rng = np.random.default_rng(2)
    one, other = table(rng, 1500), table(rng, 1200, rho=0.0)
    report = drift.compare_frames(one, other, together=True)
    assert report.drifted == ()
    found = by_id(report.together)
    for name in ("domain_classifier", "pca_reconstruction"):
        assert found[name].drifted
        assert {column for column, _ in found[name].columns[:2]} == {"x", "y"}
    assert "most by" in (found["domain_classifier"].reason or "")
    rows = [row for row, _ in found["pca_reconstruction"].rows]
    x, y = other["x"].values[rows], other["y"].values[rows]
    assert len(set(rows)) == 20
    assert np.abs(x - y).mean() > 1.5  # of the kind that the old rows do not have


def test_rows_that_give_it_away_are_rows_of_the_current_table() -> None:
    rng = np.random.default_rng(3)
    one, other = table(rng, 800), table(rng, 800)
    z0 = other["z0"].values.copy()
    z0[500:600] += 6.0
    moved = Frame(tuple(ColumnData("z0", Kind.NUMERIC, z0) if c.name == "z0" else c for c in other))
    classifier = by_id(compare_together(one, moved))["domain_classifier"]
    assert classifier.columns[0][0] == "z0"
    assert {row // 100 for row, _ in classifier.rows} == {5}


def test_new_words_of_a_text_are_named() -> None:
    rng = np.random.default_rng(4)
    found = compare_together(table(rng, 500), table(rng, 400, words="mill brexit"))
    said = by_id(found, "said")["text_classifier"]
    assert said.drifted
    weights = dict(said.words)
    assert weights["brexit"] > 0.0 > weights["tide"]
    keys = next(one for one in found if one.column == "key")
    assert keys.value is None
    assert keys.note


def test_separation_is_the_mean_of_the_areas_under_the_curves_of_the_folds() -> None:
    rng = np.random.default_rng(5)
    labels = np.repeat([0, 1], [300, 200])
    places = folds(labels, 0)
    scores = rng.normal(size=500) + labels
    told = separation(labels, scores, places)
    areas = [roc_auc_score(labels[places == k], scores[places == k]) for k in range(5)]
    assert told.auc == pytest.approx(np.mean(areas), rel=1e-12)
    # ties count half
    coarse = np.round(scores)
    areas = [roc_auc_score(labels[places == k], coarse[places == k]) for k in range(5)]
    assert separation(labels, coarse, places).auc == pytest.approx(np.mean(areas), rel=1e-12)


def test_separation_allows_for_folds_that_hang_together_and_for_no_more() -> None:
    """Scores that owe nothing to the other folds: the z-value is then 1.5 times too small."""
    rng = np.random.default_rng(8)
    labels = np.repeat([0, 1], [300, 200])
    places = folds(labels, 0)
    quiet = [separation(labels, rng.normal(size=500), places) for _ in range(1_500)]
    z_values = norm.isf([one.p_value for one in quiet])
    assert 1.5 * np.std(z_values) == pytest.approx(1.0, abs=0.06)
    widths = [one.high - one.low for one in quiet]
    spread = np.std([one.auc for one in quiet])
    assert np.mean(widths) == pytest.approx(2.0 * 1.96 * 1.5 * spread, rel=0.06)


@EVERY
def test_odd_tables_give_a_note_and_no_error(statistic: ModuleType) -> None:
    rng = np.random.default_rng(6)
    fine = table(rng, 200)
    n = 200
    odd = Frame(
        (
            ColumnData("x", Kind.NUMERIC, np.full(n, np.nan)),
            ColumnData("y", Kind.NUMERIC, np.full(n, np.inf)),
            ColumnData("z0", Kind.NUMERIC, np.array([1e308, -1e308] * 100)),
            ColumnData("z1", Kind.NUMERIC, np.zeros(n, dtype=np.int64)),
            coded("z2", Kind.TEXT, ["oops"] * n),
            coded("level", Kind.CATEGORICAL, [None] * n),
            coded("said", Kind.TEXT, [""] * n),
            ColumnData("at", Kind.DATETIME, np.full(n, "NaT", "datetime64[us]")),
        )
    )
    few = fine.take(np.arange(3))
    none = fine.take(np.arange(0))
    for one, other in (
        (fine, odd),
        (odd, fine),
        (odd, odd),
        (fine, few),
        (none, fine),
        (few, none),
    ):
        names = [name for name in one.names if name in other]
        for found in statistic.compute(one, other, names, **statistic.ENTRY.settings()):
            json.dumps(found.to_dict(), allow_nan=False)
            assert found.value is not None or found.note


def test_the_report_keeps_what_columns_tell_together_and_survives_json() -> None:
    rng = np.random.default_rng(7)
    report = drift.compare_frames(table(rng, 300), table(rng, 200, rho=-0.8), together=True)
    data = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert drift.DriftReport.from_dict(data) == report
    assert any(one["drifted"] for one in data["together"])
    alone = drift.compare_frames(table(rng, 300), table(rng, 200))
    assert alone.to_dict()["together"] == []
