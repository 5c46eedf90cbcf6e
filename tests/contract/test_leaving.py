"""Everything of a workspace goes into a folder and comes back the same, whatever it lies in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import full_store
import pytest
import sqlalchemy as sa

from tidemill.base.clock import HeldClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import coming_back, going_out
from tidemill.services.workspace import Workspace
from tidemill.store import schema, whole_tables
from tidemill.store.feed import FeedReader
from tidemill.store.whole_tables import OWN_META, STAYING

WAYS = [
    ("sqlite", "sqlite"),
    ("sqlite", "postgresql"),
    ("postgresql", "sqlite"),
    ("postgresql", "postgresql"),
]
ONCE_GIVEN = full_store.ONCE_GIVEN
Make = Callable[[str, str, str], Workspace]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Make a workspace of a kind, in a database of its own."""
    opened: list[Workspace] = []

    def made(kind: str, name: str, login: str) -> Workspace:
        place: Path | DatabaseUrl = tmp_path / name
        artifacts = None
        if kind == "postgresql":
            database = "store_database" if name == "first" else "empty_database"
            place = DatabaseUrl.of(request.getfixturevalue(database))
            artifacts = tmp_path / f"{name}-files"
        opened.append(workspaces.create(place, artifacts=artifacts, clock=HeldClock(), login=login))
        return opened[-1]

    yield made
    for workspace in opened:
        workspace.close()


def test_every_table_either_goes_along_or_is_told_to_stay():
    """A new table goes along by itself; the round trip below then puts rows into it."""
    names = {table.name for table in whole_tables.carried()}
    assert names | {table.name for table in STAYING} == set(schema.metadata.tables)
    assert {table.name for table in STAYING} == {"feed", "process", "spool"}


@pytest.mark.parametrize(("here", "there"), WAYS, ids=["-".join(way) for way in WAYS])
def test_every_row_of_every_table_comes_back(make, here, there, tmp_path):
    first = make(here, "first", "ada")
    full_store.fill(first)
    before = full_store.rows(first)
    assert all(len(rows) >= 2 for name, rows in before.items() if name != "meta")
    left = going_out.leave(first, tmp_path / "out", with_rows=False)
    assert (left.n_tables, left.n_rows) == (
        len(before),
        sum(map(len, before.values())) - _own(first),
    )

    second = make(there, "second", "ben")
    reader = FeedReader(second.store)
    taken = coming_back.take_in(second, tmp_path / "out")
    assert reader.poll() is None  # an open window loads everything anew
    reader.close()
    after = full_store.rows(second)
    added = after["activity"][len(before["activity"]) :]
    assert [row[3] for row in added] == ["import"]
    after["activity"] = after["activity"][: len(before["activity"])]
    people = {row[0]: row for row in after["person"]}
    assert people.pop("ben")[2] == "approver"  # who took it in
    after["person"] = list(people.values())
    for workspace_rows in (before, after):
        workspace_rows["meta"] = [r for r in workspace_rows["meta"] if r[0] not in OWN_META]
    assert after == before
    assert (taken.n_rows, taken.n_files) == (left.n_rows, left.n_files)
    with first.store.read() as connection:
        for blob in whole_tables.blobs(connection):
            assert second.blobs.get_bytes(blob) == first.blobs.get_bytes(blob)
    _counts_on(first, second)


def _counts_on(first: Workspace, second: Workspace) -> None:
    """No number is given out again, not even one whose row is gone."""
    with second.store.write() as tx:
        now = second.clock.now()
        values = {"project": "p", "name": "e", "created_at": now, "changed_at": now, "tags": {}}
        new = tx.insert(schema.experiment, **values)
    assert new > max(row[0] for row in full_store.rows(first)["experiment"])
    with first.store.read() as one, second.store.read() as other:
        given = first.store.counters(one)
        again = second.store.counters(other)
    assert again["activity"] >= given["activity"] >= ONCE_GIVEN


def _own(workspace: Workspace) -> int:
    """How many rows a store keeps for itself."""
    with workspace.store.read() as connection:
        query = sa.select(sa.func.count()).select_from(schema.meta)
        return int(connection.execute(query.where(schema.meta.c.key.in_(OWN_META))).scalar_one())


def test_a_workspace_in_use_takes_nothing(make, tmp_path):
    first = make("sqlite", "first", "ada")
    full_store.fill(first)
    going_out.leave(first, tmp_path / "out", with_rows=False)
    before = full_store.rows(first)
    with pytest.raises(NeedsYou, match="in use already"):
        coming_back.take_in(first, tmp_path / "out")
    assert full_store.rows(first) == before
