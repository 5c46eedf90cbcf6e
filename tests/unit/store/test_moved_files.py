"""A store whose file is moved, removed or replaced while it is open: nothing is written nowhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import settings
from tidemill.store.engine import FILE_NAME, create_store
from tidemill.store.feed import FeedReader
from tidemill.store.sqlite import SqliteStore

pytestmark = pytest.mark.usefixtures("real_stores")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = create_store(tmp_path / "ws", HeldClock())
    put(made, 1)
    yield made
    made.close()


def put(store: SqliteStore, value: int) -> None:
    with store.write(durable=True) as tx:
        settings.put(tx, "a", value)
        tx.feed("setting", "a")


def get(store: SqliteStore) -> object:
    with store.read() as connection:
        return settings.get(connection, "a")


def copied(store: SqliteStore, place: Path) -> Path:
    """A whole copy of a store, as a backup is one."""
    place.mkdir()
    source = store.raw_connection()
    try:
        source.execute("VACUUM INTO ?", (str(place / FILE_NAME),))
    finally:
        source.close()
    return place / FILE_NAME


def replace(store: SqliteStore, by: Path) -> None:
    """Put another file in the place of a store that is open, its log with it."""
    for path in store.folder.glob(f"{FILE_NAME}-*"):
        path.unlink()
    by.replace(store.path)


def test_a_store_that_is_moved_away_takes_nothing_and_is_back_with_its_file(
    store: SqliteStore,
) -> None:
    away = store.folder.with_name("away")
    store.folder.rename(away)
    for attempt in (lambda: get(store), lambda: put(store, 2)):
        with pytest.raises(WorldError, match="can't be reached"):
            attempt()
    away.rename(store.folder)
    assert get(store) == 1
    put(store, 2)
    assert get(store) == 2


def test_a_file_that_is_moved_while_it_is_written_keeps_nothing(store: SqliteStore) -> None:
    away = store.folder.with_name("away")

    def write() -> None:
        with store.write() as tx:
            settings.put(tx, "a", 2)
            store.folder.rename(away)

    with pytest.raises(WorldError, match="can't be reached"):
        write()
    away.rename(store.folder)
    assert get(store) == 1


def test_a_file_brought_back_by_copying_is_the_same_workspace(
    store: SqliteStore, tmp_path: Path
) -> None:
    replace(store, copied(store, tmp_path / "copy"))
    put(store, 2)
    assert get(store) == 2
    again = create_store(store.folder, HeldClock())  # whoever opens it now finds it there
    assert get(again) == 2
    again.close()


def test_an_earlier_copy_in_its_place_is_told_and_left_alone(
    store: SqliteStore, tmp_path: Path
) -> None:
    backup = copied(store, tmp_path / "backup")
    put(store, 2)
    assert get(store) == 2
    replace(store, backup)
    before = backup.with_name("before")
    shutil.copyfile(store.path, before)
    for attempt in (lambda: get(store), lambda: put(store, 3)):
        with pytest.raises(WorldError, match="was replaced while it was open") as told:
            attempt()
        assert "Nothing was changed" in told.value.hint
    assert store.path.read_bytes() == before.read_bytes()


def test_another_workspace_in_its_place_is_told_and_left_alone(
    store: SqliteStore, tmp_path: Path
) -> None:
    other = create_store(tmp_path / "other", HeldClock())
    for value in range(5):
        put(other, value)  # with more news than the one that was open
    file = copied(other, tmp_path / "copy of the other")
    other.close()
    replace(store, file)
    with pytest.raises(WorldError, match="was replaced while it was open"):
        put(store, 3)


@pytest.mark.parametrize("content", [b"", b"no database " * 2_000])
def test_something_else_in_its_place_is_no_workspace(
    store: SqliteStore, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "else").write_bytes(content)
    replace(store, tmp_path / "else")
    with pytest.raises((WorldError, NeedsYou)):
        put(store, 3)
    assert store.path.read_bytes() == content


def test_news_go_on_after_a_store_was_away(store: SqliteStore) -> None:
    reader = FeedReader(store)
    assert reader.poll() == []
    away = store.folder.with_name("away")
    store.folder.rename(away)
    with pytest.raises(WorldError):
        reader.poll()
    away.rename(store.folder)
    put(store, 2)
    found = reader.poll()
    assert found is not None
    assert [(one.topic, one.key) for one in found] == [("setting", "a")]
    reader.close()


def test_all_is_read_anew_where_a_copy_was_put_back(store: SqliteStore, tmp_path: Path) -> None:
    reader = FeedReader(store)
    replace(store, copied(store, tmp_path / "copy"))
    assert reader.poll() is None
    put(store, 2)
    assert reader.poll()
    reader.close()
