"""A model watched for quarters of days: how often it cries wolf, and how soon it sees a shift."""

from collections.abc import Callable

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.references import summarise_frame
from tidemill.services import drift

N_DAYS = 90
N_REFERENCE = 5_000
TOWNS = [f"town {i}" for i in range(300)]


def model_rows(rng: np.random.Generator, n: int) -> Frame:
    """Forty columns as models have them: of every kind, skewed, heavy, rounded, with holes."""
    columns: list[ColumnData] = []

    def number(name: str, values: object) -> None:
        columns.append(ColumnData(name, Kind.NUMERIC, np.asarray(values)))

    for i in range(8):
        number(f"normal {i}", rng.normal(size=n))
    for i in range(4):
        number(f"skewed {i}", rng.lognormal(size=n))
        number(f"zeros {i}", np.where(rng.random(n) < 0.9, 0.0, rng.gamma(2.0, size=n)))
        number(f"holes {i}", np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n)))
        number(f"count {i}", rng.poisson(4.0, n))
    number("cauchy", rng.standard_cauchy(n))
    number("cents", np.round(rng.gamma(3.0, 4.0, n), 2))
    number("constant", np.full(n, 3.5))
    number("rare", np.where(rng.random(n) < 0.01, np.nan, rng.exponential(size=n)))
    for i in range(5):
        share = (0.5, 0.1, 0.02, 0.3, 0.9)[i]
        flags = (rng.random(n) < share).astype(np.int32)
        columns.append(ColumnData(f"flag {i}", Kind.BOOLEAN, flags, BOOLEAN_LEVELS))
    for i in range(4):
        few = rng.choice(["york", "leeds", "hull", "ripon"], n, p=[0.6, 0.3, 0.08, 0.02])
        columns.append(coded(f"city {i}", Kind.CATEGORICAL, few.tolist()))
    places = np.minimum(rng.zipf(1.5, n) - 1, 299)
    columns.append(ColumnData("town", Kind.CATEGORICAL, places.astype(np.int32), tuple(TOWNS)))
    columns.append(coded("key", Kind.TEXT, [f"{i:x}" for i in rng.integers(0, 2**60, n).tolist()]))
    times = rng.integers(0, 10**15, n).astype("datetime64[us]")
    columns.append(ColumnData("born", Kind.DATETIME, times))
    return Frame(tuple(columns))


def alerts_of(days: list[tuple[str, ...]]) -> int:
    """An alert goes on while the next day still shows drift, as monitoring counts them."""
    return sum(
        bool(today) and not yesterday for yesterday, today in zip([(), *days], days, strict=False)
    )


def test_a_quiet_quarter_has_at_most_1_2_alerts(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    """200 quarters of 90 days of 60 to 800 rows, each against its own reference of 5,000."""
    n = rounds(200, 1)
    rng = np.random.default_rng(20_271)
    assert len(model_rows(rng, 5).columns) == 40
    alerts, days_drifted = 0, 0
    for _ in range(n):
        reference = summarise_frame(model_rows(rng, N_REFERENCE))
        size = int(rng.choice([60, 150, 300, 800]))
        days = [drift.compare(reference, model_rows(rng, size)).drifted for _ in range(N_DAYS)]
        alerts += alerts_of(days)
        days_drifted += sum(map(bool, days))
    measured(
        f"quiet quarters: {alerts} alerts in {n} ({alerts / n:.2f} a quarter a model), "
        f"{days_drifted} of {n * N_DAYS} days"
    )
    assert alerts / n <= 1.2


def _shifted(frame: Frame, name: str, change: Callable[[ColumnData], ColumnData]) -> Frame:
    return Frame(tuple(change(c) if c.name == name else c for c in frame))


def _later(column: ColumnData) -> ColumnData:
    return ColumnData(column.name, column.kind, column.values + 1.0)


def _emptier(column: ColumnData) -> ColumnData:
    values = column.values.copy()
    values[: int(0.15 * len(values))] = np.nan
    return ColumnData(column.name, column.kind, values)


def _fewer_zeros(column: ColumnData) -> ColumnData:
    values = column.values.copy()
    zeros = np.flatnonzero(values == 0.0)
    values[zeros[: int(0.35 * zeros.size)]] = 1.5
    return ColumnData(column.name, column.kind, values)


def _new_town(column: ColumnData) -> ColumnData:
    values = column.values.copy()
    values[: int(0.08 * len(values))] = len(column.levels)
    return ColumnData(column.name, column.kind, values, (*column.levels, "atlantis"))


SHIFTS = {
    "a shift of one sd": ("normal 3", _later),
    "15 % missing": ("skewed 1", _emptier),
    "zeros from 90 to 58 %": ("zeros 2", _fewer_zeros),
    "a new level in 8 % of rows": ("city 1", _new_town),
}


def test_shifts_are_seen_within_two_days_of_300_rows(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    n = rounds(100, 3)
    rng = np.random.default_rng(20_272)
    seen = dict.fromkeys(SHIFTS, 0)
    first = dict.fromkeys(SHIFTS, 0)
    for _ in range(n):
        reference = summarise_frame(model_rows(rng, N_REFERENCE))
        for what, (name, change) in SHIFTS.items():
            days = [
                name
                in drift.compare(reference, _shifted(model_rows(rng, 300), name, change)).drifted
                for _ in range(2)
            ]
            seen[what] += any(days)
            first[what] += days[0]
    words = ", ".join(f"{what} {seen[what]} ({first[what]} on the first day)" for what in SHIFTS)
    measured(f"power within two days of 300 rows, of {n}: {words}")
    for what in SHIFTS:
        assert seen[what] / n >= 0.95, what
