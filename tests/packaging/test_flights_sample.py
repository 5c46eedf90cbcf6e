"""The bundled sample: small, complete, and with the drift that the demo lives from."""

from collections.abc import Iterator

import duckdb
import pytest

from tidemill.base.resources import resource

FLIGHTS = "sample/flights/flights.parquet"


@pytest.fixture
def flights() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the sample as the view `flights`."""
    with duckdb.connect() as connection:
        connection.execute(f"create view flights as from '{resource(FLIGHTS)}'")
        yield connection


def test_the_sample_is_small_enough_to_ship() -> None:
    assert resource(FLIGHTS).stat().st_size < 1_500_000


def test_ids_count_up_in_the_order_of_time(flights: duckdb.DuckDBPyConnection) -> None:
    sorted_ids = flights.sql("select id from flights order by scheduled_departure, id").fetchall()
    assert [row[0] for row in sorted_ids] == list(range(1, 60_001))


def test_nothing_known_after_departure_is_in_the_sample(
    flights: duckdb.DuckDBPyConnection,
) -> None:
    names = set(flights.sql("from flights").columns)
    assert {"id", "scheduled_departure", "late", "temp", "visib"} <= names
    assert not names & {"dep_time", "dep_delay", "arr_time", "arr_delay", "air_time"}


def test_the_share_of_late_flights_moves_with_the_year(
    flights: duckdb.DuckDBPyConnection,
) -> None:
    rows = flights.sql(
        "select month(scheduled_departure), avg(late::int), count(*) from flights group by 1"
    ).fetchall()
    late = {month: share for month, share, _ in rows}
    assert {count for *_, count in rows} == {5_000}
    winter = (late[1] + late[2] + late[3]) / 3
    assert all(late[month] > winter + 0.04 for month in (4, 6, 7, 12))
    assert late[9] < winter - 0.04


def test_the_timetable_is_plausible(flights: duckdb.DuckDBPyConnection) -> None:
    # No airliner makes over 650 miles an hour from gate to gate, and none is on its way a day.
    wrong = flights.sql(
        "select count(*) from flights where scheduled_block not between 30 and 720 "
        "or distance / (scheduled_block / 60.0) > 650"
    ).fetchall()
    assert wrong == [(0,)]
