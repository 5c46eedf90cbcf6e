"""What every store must keep when runs are read a column at a time."""

import pytest

from tidemill.base.clock import to_iso
from tidemill.base.ids import new_id
from tidemill.store import histories, run_changes, run_columns, run_writing, trash
from tidemill.store import runs as rows
from tidemill.store.engine import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def add(store: Store, name: str, **values) -> int:
    with store.write() as tx:
        pk = rows.insert(
            tx, uuid=new_id(), project="default", experiment="churn", name=name, user="ada",
            job_id=None, dataset_version_id=None,
        )  # fmt: skip
        rows.put_values(tx, pk, **values)
    return pk


def told(slices) -> list[tuple]:
    return [tuple(row) for some in slices for row in some]


def ids_of(store: Store) -> dict[tuple[str, str], int]:
    with store.read() as connection:
        found = run_columns.keys(connection)
        assert run_columns.n_keys(connection) == len(found)
    return {(kind, name): key_id for key_id, kind, name in found}


def test_own_fields_come_by_key_with_plain_values(store):
    first, second = add(store, "one"), add(store, "two")
    with store.write() as tx:
        rows.update(tx, [second], parent_pk=first, pinned=True)
    with store.read() as connection:
        fields = ["name", "pinned", "trashed", "parent", "started", "dataset"]
        found = told(run_columns.own(connection, fields))
        (uuid,) = told(run_columns.own(connection, ["id"]))[0][1:]
    moment = to_iso(store.clock.now())
    assert [(row[0], row[1], bool(row[2]), bool(row[3]), *row[4:]) for row in found] == [
        (first, "one", False, False, None, moment, None),
        (second, "two", True, False, uuid, moment, None),
    ]


def test_only_what_changed_past_a_number_is_read(store):
    first = add(store, "one", params={"p": "1"}, metrics={"auc": 0.5})
    second = add(store, "two", params={"p": "x"}, metrics={"auc": float("nan")})
    ids = ids_of(store)
    with store.read() as connection:
        mark = run_columns.mark(connection)
        assert told(run_columns.values(connection, ids["param", "p"])) == [
            (first, 1.0, "1"),
            (second, None, "x"),
        ]
        assert told(run_columns.values(connection, ids["metric", "auc"]))[1] == (
            second,
            None,
            "nan",
        )
    with store.write() as tx:
        points = [(first, ids["metric", "auc"], step, 0.0, v) for step, v in enumerate((3.0, 1.0))]
        histories.append(tx, points)
        run_writing.changed(tx, [first])
    with store.read() as connection:
        later = run_columns.mark(connection)
        assert later.seq > mark.seq
        assert run_columns.n_changed(connection, mark.seq) == 1
        assert told(run_columns.own(connection, [], mark.seq)) == [(first,)]
        since = (ids["metric", "auc"], mark.seq)
        assert told(run_columns.values(connection, *since)) == [(first, 1.0, None)]
        assert told(run_columns.extremes(connection, *since)) == [(first, 0.5, 3.0)]
        of = ([first, second], [ids["metric", "auc"]])
        assert sorted(told(run_columns.values_of(connection, *of)))[0][::2] == (first, 1.0)
        assert told(run_columns.extremes_of(connection, *of))[0][2:] == (0.5, 3.0)
        assert run_columns.n_changed(connection, later.seq) == 0


def test_runs_gone_for_good_are_counted_and_leave_no_key(store):
    first, second = add(store, "one"), add(store, "two")
    with store.write() as tx:
        run_changes.change(tx, [first, second], status="finished")
        trash.mark(tx, [first, second])
    with store.read() as connection:
        assert [bool(row[1]) for row in told(run_columns.own(connection, ["trashed"]))] == [
            True
        ] * 2
        before = run_columns.mark(connection)
    with store.write() as tx:
        trash.purge(tx, [first, second])
    with store.read() as connection:
        after = run_columns.mark(connection)
        assert (after.purged - before.purged, after.seq > before.seq) == (2, True)
        assert told(run_columns.pks(connection)) == told(run_columns.own(connection, [])) == []


def test_frequent_names_are_told_from_the_newest_runs(store):
    add(store, "old", params={"gone": "1"})
    for n in range(3):
        add(store, f"new {n}", params={"p": str(n), "q": "same"}, metrics={"auc": 0.1})
    names = {key_id: name for (_, name), key_id in ids_of(store).items()}
    with store.read() as connection:
        found = run_columns.frequent_keys(connection, 3, 100)
        few = run_columns.frequent_keys(connection, 3, 4)
    assert {names[one.key_id]: (one.n, one.varies) for one in found} == {
        "p": (3, True),
        "q": (3, False),
        "auc": (3, False),
    }
    assert sum(one.n for one in few) == 4
