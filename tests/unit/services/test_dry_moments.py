"""When files count as having come that lie in a folder already."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tidemill.domain.watches import FileOrder
from tidemill.services.dry_moments import first_moment, moments
from tidemill.services.folder_listing import Seen

NOW = datetime(2024, 12, 1, tzinfo=UTC)


@pytest.fixture
def written(tmp_path):
    """Files of whole months, each with a time of its own."""

    def done(*times):
        found = []
        for number, at in enumerate(times, 1):
            path = tmp_path / f"month-{number}.csv"
            days = [f"2024-{number:02d}-{day:02d},{day}" for day in range(1, 29)]
            path.write_text("\n".join(["day,x", *days]) + "\n", encoding="utf-8")
            os.utime(path, (at.timestamp(), at.timestamp()))
            facts = path.stat()
            found.append(Seen(str(path), facts.st_size, facts.st_mtime_ns))
        return found

    return done


def month(number, day=1):
    return datetime(2024, number, day, tzinfo=UTC)


def test_files_that_came_one_after_another_come_at_their_own_times(written):
    times = [month(2, 3), month(3, 3), month(4, 3)]
    assert moments(written(*times), FileOrder.NAME, "day", NOW, bool) == (times, "")


def test_of_files_copied_on_one_day_the_rows_say_when_they_came(written):
    seen = written(*(NOW + timedelta(seconds=n) for n in range(3)))
    found, words = moments(seen, FileOrder.NAME, "day", NOW, bool)
    assert [at.month for at in found] == [2, 3, 4]
    assert found == sorted(found)
    assert words == (
        "The files' own times say little of when they came, so day of their rows counts."
    )


def test_no_file_comes_later_than_now(written):
    seen = written(NOW, NOW, NOW)
    now = month(3, 29)
    assert moments(seen, FileOrder.NAME, "day", now, bool)[0][-1] == now


def test_a_folder_that_goes_by_time_keeps_the_files_times(written):
    times = [NOW, NOW, NOW]
    found, words = moments(written(*times), FileOrder.TIME, "day", NOW, bool)
    assert found == [NOW + timedelta(seconds=n) for n in range(3)]
    assert words == ""


def test_files_without_such_a_column_come_at_their_own_times(written):
    seen = written(NOW, NOW)
    assert moments(seen, FileOrder.NAME, "when", NOW, bool)[1] == ""
    assert moments(seen, FileOrder.NAME, "x", NOW, bool)[1] == ""


def test_a_file_that_cannot_be_read_has_no_first_moment(tmp_path):
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"no parquet")
    assert first_moment(path, "day") is None
    assert first_moment(tmp_path / "gone.csv", "day") is None
