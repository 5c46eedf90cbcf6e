"""Comparing frames: what is found, what stays quiet, and that one bad column stops nothing."""

import json

import numpy as np
import pytest
from scipy.stats import ks_2samp, wasserstein_distance

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.references import FrameCounts, FrameReference, summarise_frame
from tidemill.services import drift

CITIES = ("york", "leeds", "hull", "ripon")


def twelve_columns(rng: np.random.Generator, n: int) -> Frame:
    """Twelve columns as tables have them: skewed, heavy, rounded, many levels, keys, dates."""
    columns = [
        ("normal", rng.normal(size=n)),
        ("skewed", rng.lognormal(size=n)),
        ("zeros", np.where(rng.random(n) < 0.7, 0.0, rng.gamma(2.0, size=n))),
        ("cents", np.round(rng.gamma(3.0, 4.0, n), 2)),
        ("count", rng.poisson(4.0, n)),
        ("cauchy", rng.standard_cauchy(n)),
        ("holes", np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n))),
    ]
    zipf = np.minimum(rng.zipf(1.6, n), 3000)
    return Frame(
        (
            *(ColumnData(name, Kind.NUMERIC, values) for name, values in columns),
            coded(
                "city", Kind.CATEGORICAL, rng.choice(CITIES, n, p=[0.6, 0.3, 0.08, 0.02]).tolist()
            ),
            coded("product", Kind.CATEGORICAL, [f"p{i}" for i in zipf.tolist()]),
            coded("key", Kind.TEXT, [f"{i:x}" for i in rng.integers(0, 2**60, n).tolist()]),
            ColumnData(
                "flag", Kind.BOOLEAN, (rng.random(n) < 0.1).astype(np.int32), ("false", "true")
            ),
            ColumnData("when", Kind.DATETIME, rng.integers(0, 10**15, n).astype("datetime64[us]")),
        )
    )


def replaced(frame: Frame, column: ColumnData) -> Frame:
    return Frame(tuple(column if c.name == column.name else c for c in frame))


def test_quiet_comparisons_raise_no_more_alarms_than_promised() -> None:
    rng = np.random.default_rng(11)
    alarms = evidence = 0
    for trial in range(60):
        n, m = [(2000, 500), (300, 300), (1000, 40)][trial % 3]
        found = drift.compare_frames(twelve_columns(rng, n), twelve_columns(rng, m))
        alarms += bool(found.drifted)
        evidence += any(c.q_value is not None and c.q_value < drift.ALPHA for c in found.by_column)
    # 5 % of 60 are 3; with 60 coins of 0.05 more than 8 come up once in 500 times
    assert alarms <= 1
    assert evidence <= 8


def test_shift_of_one_sd_is_found_despite_a_giant_outlier() -> None:
    rng = np.random.default_rng(12)
    frame = twelve_columns(rng, 2000)
    with_giant = np.append(rng.normal(size=1999), 1e250)
    frame = replaced(frame, ColumnData("normal", Kind.NUMERIC, with_giant))
    current = twelve_columns(rng, 400)
    shifted = ColumnData("normal", Kind.NUMERIC, current["normal"].values + 1.0)
    found = drift.compare_frames(frame, replaced(current, shifted))
    assert found.drifted == ("normal",)
    assert found["normal"].reasons[0].startswith("PSI ")


def test_missing_values_that_rise_from_one_to_thirty_percent_are_found() -> None:
    rng = np.random.default_rng(13)

    def with_missing(frame: Frame, share: float) -> Frame:
        values = frame["skewed"].values.copy()
        values[: int(share * len(values))] = np.nan
        return replaced(frame, ColumnData("skewed", Kind.NUMERIC, values))

    found = drift.compare_frames(
        with_missing(twelve_columns(rng, 2000), 0.01), with_missing(twelve_columns(rng, 500), 0.3)
    )
    assert found.drifted == ("skewed",)
    assert "missing rose from 1.0% to 30.0%" in found["skewed"].reasons
    assert found["skewed"].missing == (0.01, 0.3)


def test_new_category_in_a_few_rows_is_found_and_named() -> None:
    rng = np.random.default_rng(14)
    current = twelve_columns(rng, 1000)
    texts = current["city"].to_list()
    texts[:21] = ["hythe"] * 21
    current = replaced(current, coded("city", Kind.CATEGORICAL, texts))
    found = drift.compare_frames(twelve_columns(rng, 4000), current)
    assert found.drifted == ("city",)
    assert found["city"].reasons == ("1 new value in 2.1% of rows",)
    assert found["city"].new_values == ("hythe",)


def test_values_that_are_gone_are_named() -> None:
    rng = np.random.default_rng(15)
    current = twelve_columns(rng, 500)
    fewer = ["york" if t == "hull" else t for t in current["city"].to_list()]
    current = replaced(current, coded("city", Kind.CATEGORICAL, fewer))
    found = drift.compare_frames(twelve_columns(rng, 500), current)
    assert found["city"].gone_values == ("hull",)


def test_infinite_values_that_appear_are_found() -> None:
    rng = np.random.default_rng(16)
    current = twelve_columns(rng, 1000)
    values = current["cents"].values.copy()
    values[:40] = np.inf
    current = replaced(current, ColumnData("cents", Kind.NUMERIC, values))
    found = drift.compare_frames(twelve_columns(rng, 1000), current)
    assert found.drifted == ("cents",)
    assert "infinite rose from 0.0% to 4.0%" in found["cents"].reasons


@pytest.mark.parametrize("exact", [False, True])
def test_bad_columns_do_not_stop_the_report(exact: bool) -> None:
    rng = np.random.default_rng(17)
    reference, current = twelve_columns(rng, 500), twelve_columns(rng, 500)
    current = replaced(current, ColumnData("normal", Kind.NUMERIC, np.full(500, np.nan)))
    current = replaced(current, coded("skewed", Kind.TEXT, ["oops"] * 500))
    current = replaced(current, coded("cents", Kind.TEXT, [None] * 500))
    kept = [name for name in current.names if name != "count"]
    extra = ColumnData("extra", Kind.NUMERIC, np.zeros(500))
    current = Frame((*current.select(kept), extra))
    found = drift.compare_frames(reference, current, exact)
    assert set(found.drifted) == {"normal", "skewed", "cents", "count"}
    assert found["skewed"].reasons == ("The column skewed was numeric and is text now.",)
    assert found["count"].reasons == ("The column count is gone.",)
    assert found["normal"].missing == (0.0, 1.0)
    assert found["extra"].is_new
    assert found["extra"].kind is Kind.NUMERIC
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize("exact", [False, True])
def test_reference_of_which_all_is_missing_does_not_stop_the_report(exact: bool) -> None:
    rng = np.random.default_rng(18)
    frame = twelve_columns(rng, 300)
    empty = replaced(frame, ColumnData("normal", Kind.NUMERIC, np.full(300, np.nan)))
    assert drift.compare_frames(empty, frame, exact).drifted == ("normal",)
    assert drift.compare_frames(empty, empty, exact).drifted == ()


@pytest.mark.parametrize("exact", [False, True])
def test_frames_without_rows_give_a_report(exact: bool) -> None:
    frame = twelve_columns(np.random.default_rng(19), 50)
    empty = frame.take(np.zeros(0, dtype=np.int64))
    for one, other in ((frame, empty), (empty, frame), (empty, empty), (Frame(()), Frame(()))):
        found = drift.compare_frames(one, other, exact)
        assert found.drifted == ()
        json.dumps(found.to_dict(), allow_nan=False)
        assert all(c.psi is not None or c.note for c in found.by_column)


def test_exact_comparison_agrees_with_scipy_and_says_no_bounds() -> None:
    rng = np.random.default_rng(20)
    one, other = twelve_columns(rng, 3000), twelve_columns(rng, 1000)
    found = drift.compare_frames(one, other, exact=True)
    for name in ("normal", "skewed", "zeros", "cents", "count", "cauchy"):
        mine, others = one[name].values, other[name].values
        ks = ks_2samp(mine, others, method="asymp").statistic
        assert found[name].ks == pytest.approx(ks, abs=1e-12)
        distance = wasserstein_distance(mine, others)
        assert found[name].wasserstein == pytest.approx(distance)
        assert found[name].wasserstein_sd == pytest.approx(distance / mine.std())
        assert not found[name].bounds
    summary = drift.compare_frames(one, other)
    low, high = summary["skewed"].bounds["wasserstein"]
    assert low <= wasserstein_distance(one["skewed"].values, other["skewed"].values) <= high
    assert "Wasserstein is between" in (summary["skewed"].note or "")


def test_stored_reference_and_stored_counts_give_the_same_report() -> None:
    rng = np.random.default_rng(21)
    one, other = twelve_columns(rng, 800), twelve_columns(rng, 500)
    direct = drift.compare_frames(one, other)
    reference = FrameReference.from_bytes(summarise_frame(one).to_bytes())
    assert drift.compare(reference, other) == direct
    counts = FrameCounts.from_bytes(drift.count_frame(other, reference).to_bytes())
    assert drift.compare_counts(reference, counts) == direct


def test_chunks_counted_apart_compare_as_one() -> None:
    rng = np.random.default_rng(22)
    reference, other = summarise_frame(twelve_columns(rng, 800)), twelve_columns(rng, 500)
    early = drift.count_frame(other.take(np.arange(100)), reference)
    late = drift.count_frame(other.take(np.arange(100, 500)), reference)
    found = drift.compare_counts(reference, early.plus(late))
    assert found.to_dict() == drift.compare(reference, other).to_dict()


def test_only_the_columns_asked_for_are_compared() -> None:
    rng = np.random.default_rng(23)
    one, other = twelve_columns(rng, 100), twelve_columns(rng, 100)
    found = drift.compare_frames(one, other, columns=["city", "normal"])
    assert [c.name for c in found.by_column] == ["city", "normal"]
    with pytest.raises(WrongUse, match="No column is named nowhere"):
        drift.compare_frames(one, other, columns=["nowhere"])


def test_limits_and_settings_can_be_set_and_unknown_ones_are_refused() -> None:
    rng = np.random.default_rng(24)
    one, other = twelve_columns(rng, 3000), twelve_columns(rng, 3000)
    moved = ColumnData("normal", Kind.NUMERIC, other["normal"].values + 0.3)
    other = replaced(other, moved)
    assert drift.compare_frames(one, other).drifted == ()
    found = drift.compare_frames(one, other, limits={"psi": 0.05})
    assert found.drifted == ("normal",)
    assert found["normal"].reasons[0].endswith("limit 0.05")
    with pytest.raises(WrongUse, match="No statistic is named magic"):
        drift.compare_frames(one, other, limits={"magic": 1.0})
    with pytest.raises(NeedsYou, match="Least share cannot be 7"):
        drift.compare_frames(one, other, settings={"psi": {"least_share": 7}})


def test_predictions_become_a_column_whatever_their_shape() -> None:
    scores = np.array([[0.2, 0.8], [0.7, 0.3]])
    assert drift.prediction_column(scores).values.tolist() == [0.8, 0.3]
    three = drift.prediction_column([[0.2, 0.5, 0.3]])
    assert three.values.tolist() == [0.5]
    assert drift.prediction_column(np.float32([1, 2])).values.dtype == np.float64
    assert drift.prediction_column([[1.5], [2.5]]).values.tolist() == [1.5, 2.5]
    assert drift.prediction_column([True, False]).to_list() == [True, False]
    labels = drift.prediction_column(np.array(["a", None, float("nan")], dtype=object), "answer")
    assert (labels.name, labels.kind, labels.to_list()) == (
        "answer",
        Kind.CATEGORICAL,
        ["a", None, None],
    )
    with pytest.raises(WrongUse, match="not 3"):
        drift.prediction_column(np.zeros((2, 2, 2)))


def test_drift_of_a_models_output_is_found() -> None:
    rng = np.random.default_rng(25)
    was = Frame((drift.prediction_column(rng.beta(2, 8, 3000)),))
    now = Frame((drift.prediction_column(rng.beta(4, 5, 400)),))
    assert drift.compare_frames(was, now).drifted == ("prediction",)
