"""What the libraries of the field get wrong by default, each shown to be right here."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.references import summarise_frame
from tidemill.services import drift


def numbers(name: str, values: object) -> ColumnData:
    return ColumnData(name, Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def one(column: ColumnData) -> Frame:
    return Frame((column,))


@pytest.mark.parametrize("giant", [1e6, 1e12, 1e300, -1e300])
def test_one_outlier_in_the_reference_does_not_hide_a_shift_of_one_sd(giant: float) -> None:
    """Bins of equal width between the smallest and the largest value would put all in one."""
    rng = np.random.default_rng(1)
    before, now = rng.normal(size=2000), rng.normal(1.0, 1.0, 500)
    plain = drift.compare_frames(one(numbers("x", before)), one(numbers("x", now)))["x"]
    before[7] = giant
    found = drift.compare_frames(one(numbers("x", before)), one(numbers("x", now)))["x"]
    assert found.drifted
    assert found.psi == pytest.approx(plain.psi, rel=0.02)
    assert found.ks == pytest.approx(plain.ks, abs=0.002)


def test_missing_values_that_jump_from_1_to_30_percent_are_seen() -> None:
    """Dropping missing values before anything is compared would leave nothing to see."""
    rng = np.random.default_rng(2)
    before, now = rng.normal(size=3000), rng.normal(size=600)
    before[:30] = np.nan
    now[:180] = np.nan
    found = drift.compare_frames(one(numbers("x", before)), one(numbers("x", now)))["x"]
    assert found.drifted
    assert "missing rose from 1.0% to 30.0%" in found.reasons
    levels = rng.choice(["a", "b"], 600).tolist()
    levels[:180] = [None] * 180
    before_levels = coded("x", Kind.CATEGORICAL, rng.choice(["a", "b"], 3000).tolist())
    found = drift.compare_frames(one(before_levels), one(coded("x", Kind.CATEGORICAL, levels)))["x"]
    assert found.drifted


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("side", ["reference", "current", "both"])
def test_a_column_of_nothing_but_missing_values_does_not_break_the_report(
    side: str, exact: bool
) -> None:
    rng = np.random.default_rng(3)

    def frame(n: int, is_empty: bool) -> Frame:
        values = np.full(n, np.nan) if is_empty else rng.normal(size=n)
        levels = [None] * n if is_empty else rng.choice(["a", "b"], n).tolist()
        times = np.full(n, "NaT", "datetime64[us]") if is_empty else rng.integers(0, 10**15, n)
        return Frame(
            (
                numbers("empty", values),
                coded("levels", Kind.CATEGORICAL, levels),
                ColumnData("times", Kind.DATETIME, times.astype("datetime64[us]")),
                numbers("fine", rng.normal(size=n)),
            )
        )

    before, now = frame(800, side in {"reference", "both"}), frame(300, side in {"current", "both"})
    report = drift.compare_frames(before, now, exact)
    json.dumps(report.to_dict(), allow_nan=False)
    changed = {"empty", "levels", "times"} if side != "both" else set()
    assert set(report.drifted) == changed
    assert report["fine"].psi is not None


def quiet_rate(draw: Callable[[int], ColumnData], n: int, m: int, times: int) -> float:
    """How often equal columns, compared alone, count as drifted."""
    drifted = [
        bool(drift.compare(summarise_frame(one(draw(n))), one(draw(m))).drifted)
        for _ in range(times)
    ]
    return float(np.mean(drifted))


def test_300_categories_of_which_nothing_moved_stay_quiet() -> None:
    """PSI and Jensen-Shannon over 300 bins of few rows are large by chance alone."""
    rng = np.random.default_rng(4)
    weights = rng.dirichlet(np.full(300, 0.7))

    def draw(n: int) -> ColumnData:
        return coded("x", Kind.CATEGORICAL, [f"v{i}" for i in rng.choice(300, n, p=weights)])

    for n, m in ((5000, 500), (2000, 2000), (500, 5000)):
        assert quiet_rate(draw, n, m, 40) <= 0.05


def test_a_test_of_5_percent_does_not_alone_make_an_alarm() -> None:
    """With a million rows every difference is certain: it must matter too."""
    rng = np.random.default_rng(5)

    def draw(n: int) -> ColumnData:
        return coded("x", Kind.CATEGORICAL, rng.choice(list("abcdefgh"), n).tolist())

    assert quiet_rate(draw, 3000, 1000, 80) == 0.0
    many, shifted = rng.normal(size=400_000), rng.normal(0.02, 1.0, 400_000)
    found = drift.compare_frames(one(numbers("x", many)), one(numbers("x", shifted)))["x"]
    assert found.q_value is not None
    assert found.q_value < 1e-6
    assert not found.drifted


def test_forty_quiet_columns_give_no_alarm_though_some_p_values_are_small() -> None:
    rng = np.random.default_rng(6)

    def frame(n: int) -> Frame:
        values = [numbers(f"c{i}", rng.normal(size=n)) for i in range(35)]
        flags = [
            ColumnData(
                f"f{i}", Kind.BOOLEAN, rng.integers(0, 2, n).astype(np.int32), BOOLEAN_LEVELS
            )
            for i in range(5)
        ]
        return Frame((*values, *flags))

    reference = summarise_frame(frame(3000))
    reports = [drift.compare(reference, frame(120)) for _ in range(12)]
    assert not any(report.drifted for report in reports)


@pytest.mark.parametrize("shift", [0.5, 1.0])
def test_a_score_means_the_same_at_every_size(shift: float) -> None:
    """The mean effect of one shift, from 200 rows to a million, within 10 % or 0.03."""
    rng = np.random.default_rng(7)
    known = {"psi": [], "jensen_shannon": [], "hellinger": [], "ks": [], "wasserstein": []}
    for n, times in ((200, 60), (1_000, 30), (10_000, 6), (1_000_000, 1)):
        found = [
            drift.compare_frames(
                one(numbers("x", rng.normal(size=n))), one(numbers("x", rng.normal(shift, 1.0, n)))
            )["x"].effects
            for _ in range(times)
        ]
        for name, means in known.items():
            means.append(float(np.mean([effects[name] for effects in found])))
    for name, means in known.items():
        assert means == pytest.approx([means[-1]] * 4, rel=0.1, abs=0.03), name


def test_effects_of_equal_columns_are_near_zero_at_every_size() -> None:
    rng = np.random.default_rng(8)
    names = ("psi", "jensen_shannon", "hellinger", "ks", "wasserstein", "total_variation", "mean")
    for n in (200, 2_000, 50_000):
        found = [
            drift.compare_frames(
                one(numbers("x", rng.normal(size=n))), one(numbers("x", rng.normal(size=n)))
            )["x"].effects
            for _ in range(20)
        ]
        for name in names:
            assert np.median([effects[name] for effects in found]) <= 0.8 / np.sqrt(n), (name, n)
