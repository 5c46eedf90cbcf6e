"""A file that is closed, taken in and then appended to: only what came after is new."""

import pytest

from tidemill.domain.datasets import Series
from tidemill.services import activity, datasets, tables, watching

HEAD = "day,x,shop,bought\n"


def rows(low, high):
    return "".join(
        f"2024-01-{1 + n // 24:02d} {n % 24:02d}:00:00,{n * 7 % 50},{'ns'[n % 2]},"
        f"{'yes' if n % 3 else 'no'}\n"
        for n in range(low, high)
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.csv"


@pytest.fixture
def grows(path, take_in):
    def grown(n, **options):
        path.write_text(HEAD + rows(0, n))
        return take_in(path, **options)

    return grown


def sizes(workspace):
    return [(v.rows, v.added_rows) for v in datasets.find(workspace, "shop").versions]


def last(workspace):
    return watching.arrived(workspace)[0]


def test_only_the_new_rows_of_a_file_that_grew_are_added_and_the_file_says_so(workspace, grows):
    grows(60)
    grows(100)
    assert sizes(workspace) == [(60, 60), (100, 40)]
    newest = datasets.find(workspace, "shop").newest
    assert tables.whole(workspace, newest)["x"].to_list() == [n * 7 % 50 for n in range(100)]
    assert newest.starts_at.day == 3
    assert last(workspace).outcome == "Added; it grew since: its first 60 rows are in v1 already"
    assert last(workspace).rows == 40
    [entry] = activity.recent(workspace, kind="data").entries[:1]
    assert entry.note == "It grew since: its first 60 rows are in v1 already."


def test_a_file_may_grow_again_and_again(workspace, grows):
    for n in (60, 100, 101):
        grows(n)
    assert sizes(workspace) == [(60, 60), (100, 40), (101, 1)]
    assert last(workspace).outcome == (
        "Added; it grew since: its first 100 rows are in v1 to v2 already"
    )


def test_a_grown_file_sent_in_another_spelling_brings_nothing_new(workspace, grows, path, take_in):
    grows(60)
    grows(100)
    path.write_text(HEAD + rows(0, 100).replace("yes", '"yes"'))
    take_in(path)
    assert sizes(workspace) == [(60, 60), (100, 40)]
    assert last(workspace).outcome == "Skipped: same data as v2, in a new file"


def test_a_file_in_which_an_earlier_row_changed_is_taken_whole(workspace, grows, path, take_in):
    grows(60)
    path.write_text(HEAD + rows(0, 100).replace(",7,", ",8,", 1))
    take_in(path)
    assert sizes(workspace) == [(60, 60), (160, 100)]
    assert last(workspace).outcome.startswith("Added; 59 of 100 rows (59%) are in earlier files")


def test_an_overwritten_file_that_grows_later_is_held_against_what_it_is_now(
    workspace, grows, path, take_in
):
    grows(60)
    for high in (280, 300):
        path.write_text(HEAD + rows(200, high))
        take_in(path)
    assert sizes(workspace) == [(60, 60), (140, 80), (160, 20)]


def test_a_file_that_grew_by_a_column_too_loses_no_value(workspace, grows, path, take_in):
    grows(60)
    lines = (HEAD + rows(0, 100)).splitlines()
    path.write_text("\n".join([lines[0] + ",z", *(f"{line},5" for line in lines[1:])]) + "\n")
    take_in(path)
    assert sizes(workspace) == [(60, 60), (160, 100)]


def test_another_file_that_begins_with_the_same_rows_is_a_file_of_its_own(
    workspace, grows, tmp_path, take_in
):
    grows(60)
    other = tmp_path / "other.csv"
    other.write_text(HEAD + rows(0, 100))
    take_in(other)
    assert sizes(workspace) == [(60, 60), (160, 100)]


def test_in_a_replace_series_a_file_that_grew_is_all_rows(workspace, grows):
    grows(60, series=Series.REPLACE)
    grows(100)
    assert sizes(workspace) == [(60, 60), (100, 100)]
    assert last(workspace).outcome == "Added"
