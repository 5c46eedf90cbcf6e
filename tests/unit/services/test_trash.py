"""The trash: runs go with a way back, are removed for good, and only what nobody needs is freed."""

import os
import threading
import time

import pytest
import sqlalchemy as sa

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.services import activity, doctor, registering, runs, trash, workers
from tidemill.services.run_list import RunList
from tidemill.store import inspection, run_columns
from tidemill.store import runs as rows
from tidemill.store import trash as store_trash
from tidemill.store.blobs import CLAIM_S, LEFT_S
from tidemill.store.schema import (
    artifact,
    console,
    history_chunk,
    key,
    kv,
    metadata,
    point,
    run,
    run_origin,
    series,
)


def attach(workspace, pk, data, path="model.zip"):
    """Gives a run a stored file and returns its name."""
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        rows.put_artifact(tx, pk, path, blob, len(data))
    return blob


def nest(workspace, child, parent):
    with workspace.store.write() as tx:
        tx.run(sa.update(run).where(run.c.pk == child).values(parent_pk=parent))


def in_trash(workspace):
    return sorted(r.pk for r in trash.listed(workspace))


def is_stored(workspace, blob):
    return workspace.blobs.path(blob).exists()


def aged(workspace, blob, seconds=2 * LEFT_S):
    """Makes a stored file look as if it had been put some time ago."""
    past = time.time() - seconds
    os.utime(workspace.blobs.path(blob), (past, past))


def forget_claims(workspace):
    """As if those who put a file that was there already had done so some time ago."""
    past = time.time() - 2 * CLAIM_S
    for claim in (workspace.folder / "blobs" / "claims").glob("*"):
        os.utime(claim, (past, past))


def count_rows(workspace, table):
    with workspace.store.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_deleted_runs_are_listed_with_the_time_and_come_back(workspace, make_runs, clock):
    keys = make_runs(3)
    clock.advance(5)
    deleted = trash.delete(workspace, keys[:2])
    assert (deleted.n, deleted.refused) == (2, ())
    assert in_trash(workspace) == keys[:2]
    assert {r.deleted_at for r in trash.listed(workspace)} == {clock.now()}
    with workspace.store.read() as connection:
        fields = [row for part in run_columns.own(connection, ["trashed"]) for row in part]
        assert [key for key, is_trashed in fields if is_trashed] == keys[:2]
    trash.restore(workspace, keys[:1])
    assert in_trash(workspace) == keys[1:2]
    with workspace.store.read() as connection:
        assert rows.pk_of(connection, "run-0") == keys[:1]
        assert rows.pk_of(connection, "run-1") == []


def test_a_run_that_a_version_was_registered_from_stays_with_the_reason(
    workspace, make_runs, add_version
):
    version = add_version()
    [other] = make_runs(1)
    used = runs.one(workspace, version.run_id).pk
    deleted = trash.delete(workspace, [used, other])
    assert deleted.n == 1
    [refused] = deleted.refused
    assert refused.key == used
    assert "buyers v1 was trained by it" in refused.reason
    assert in_trash(workspace) == [other]


def test_a_running_run_is_not_deleted(workspace, make_runs):
    [key] = make_runs(1, state=RunState.RUNNING)
    deleted = trash.delete(workspace, [key])
    assert deleted.n == 0
    assert "still running" in deleted.refused[0].reason
    assert in_trash(workspace) == []


def test_nested_runs_go_with_their_parent_and_come_back_with_it(workspace, make_runs, clock):
    parent, child, grandchild, earlier, _ = make_runs(5)
    for one, above in ((child, parent), (grandchild, child), (earlier, parent)):
        nest(workspace, one, above)
    trash.delete(workspace, [earlier])
    clock.advance(1)
    assert trash.delete(workspace, [parent]).n == 3
    assert in_trash(workspace) == [parent, child, grandchild, earlier]
    assert set(trash.restore(workspace, [parent]).keys) == {parent, child, grandchild}
    assert in_trash(workspace) == [earlier]


def test_a_parent_stays_while_a_nested_run_has_to(workspace, make_runs):
    parent, child, other = make_runs(3)
    nest(workspace, child, parent)
    with workspace.store.write() as tx:
        rows.update(tx, [child], status=str(RunState.RUNNING))
    deleted = trash.delete(workspace, [parent, other])
    assert deleted.keys == (other,)
    assert "run-1, which is nested in it, can't go" in deleted.refused[0].reason


def test_what_is_not_there_or_not_in_the_trash_is_told(workspace, make_runs):
    [key] = make_runs(1)
    with pytest.raises(NeedsYou, match="is there any more"):
        trash.delete(workspace, [key + 7])
    with pytest.raises(NeedsYou, match="in the trash"):
        trash.restore(workspace, [key])


def test_emptying_removes_every_row_and_frees_only_what_nobody_else_needs(
    workspace, make_runs, add_version
):
    one, two, stays = make_runs(3)
    version = add_version()
    alone = attach(workspace, one, b"only one has this")
    shared = attach(workspace, one, b"a run that stays has this", "b")
    attach(workspace, stays, b"a run that stays has this")
    both = attach(workspace, one, b"two runs of the trash", "c")
    attach(workspace, two, b"two runs of the trash")
    forget_claims(workspace)
    model = attach(workspace, two, b"a model", "d")  # the version's file
    assert model == version.blob
    trash.delete(workspace, [one, two])
    expected = len(b"only one has this") + len(b"two runs of the trash")
    assert trash.size(workspace) == trash.Size(2, expected)
    before = workspace.blobs.n_bytes()
    emptied = trash.empty(workspace)
    assert (emptied.runs, emptied.n_bytes) == (2, expected)
    assert before - workspace.blobs.n_bytes() == expected
    assert not is_stored(workspace, alone)
    assert not is_stored(workspace, both)
    assert is_stored(workspace, shared)
    assert is_stored(workspace, model)
    assert runs.find(workspace, [one, two]) == []
    assert trash.listed(workspace) == ()
    assert trash.size(workspace) == trash.Size(0, 0)
    assert activity.recent(workspace, kind="runs").entries[0].sentence == (
        "emptied the trash: 2 runs"
    )
    assert all(f.passed for f in doctor.examine(workspace))


def test_every_table_that_points_to_a_run_is_emptied(workspace, make_runs):
    keys = make_runs(2)
    with workspace.store.write() as tx:
        for pk in keys:
            [metric] = tx.run(sa.select(key.c.id).where(key.c.name == "auc")).scalars()
            own = {"run_pk": pk, "key_id": metric}
            tx.run(sa.insert(run_origin).values(run_pk=pk, facts={}))
            at = tx.clock.now()
            tx.run(sa.insert(console).values(run_pk=pk, number=0, at=at, text="hello"))
            tx.run(sa.insert(series).values(**own, n=2, last_step=1, last_at=0.0))
            tx.run(sa.insert(point).values(**own, n=1, step=1, at=0.0, value=1.0))
            binary = {"steps": b"", "times": b"", "points": b""}
            place = {"first": 0, "n": 1, "first_step": 0, "last_step": 0}
            tx.run(sa.insert(history_chunk).values(**own, **place, **binary))
        rows.put_artifact(tx, keys[0], "a", workspace.blobs.put_bytes(b"a"), 1)
        rows.put_artifact(tx, keys[1], "a", workspace.blobs.put_bytes(b"b"), 1)
    owned = [kv, run_origin, console, series, point, history_chunk, artifact]
    full = [count_rows(workspace, table) for table in owned]
    assert all(n % 2 == 0 and n for n in full)
    trash.delete(workspace, keys[:1])
    trash.empty(workspace)
    assert [count_rows(workspace, table) for table in owned] == [n // 2 for n in full]


def test_no_table_or_column_that_belongs_to_a_run_is_forgotten():
    pointing = {
        table.name
        for table in metadata.tables.values()
        for foreign in table.foreign_keys
        if foreign.column is run.c.pk
    }
    owned = {table.name for table in store_trash.OWNED}
    assert pointing - owned == {"run", "model_version"}  # unlinked, and refused


# Texts of the length of a file's name that name none: hashes, keys, who holds a thing, short words.
_NAMING_NO_FILE = {
    "activity.seal",
    "automation_run.trigger",
    "automation_step.kind",
    "batch_file.content",
    "dataset_version.content_hash",
    "dataset_version.own_hash",
    "feed.topic",
    "job.claimed_by",
    "label_entry.batch",
    "model_version.input_hash",
    "process.id",
    "run.process",
    "run.uuid",
    "kpi_file.unit",
    "notice.event",
    "saved_view.page",
    "spool.id",
    "trigger_state.trigger",
}


def test_every_column_long_enough_for_the_name_of_a_file_is_known_to_name_one_or_not():
    naming = {f"{c.table.name}.{c.name}" for c in store_trash.BLOB_COLUMNS}
    by_name = {str(c) for c in every_column() if "blob" in c.name}
    by_length = {
        str(c) for c in every_column() if isinstance(c.type, sa.String) and c.type.length == 32
    }
    assert by_name <= naming
    assert by_length - naming == _NAMING_NO_FILE
    assert naming <= by_name | by_length


def every_column():
    return [column for table in metadata.tables.values() for column in table.columns]


def test_doctor_knows_whose_every_stored_file_is():
    tables = {column.table for column in store_trash.BLOB_COLUMNS}
    assert set(inspection.OWNERS) == set(inspection.WORDS) == tables


def test_keys_and_change_numbers_are_never_given_out_twice(workspace, make_runs):
    keys = make_runs(3)
    trash.delete(workspace, keys)
    with workspace.store.read() as connection:
        seen = run_columns.mark(connection).seq
    trash.empty(workspace)
    [new] = make_runs(1)
    assert new > max(keys)
    with workspace.store.read() as connection:
        assert [row[0] for part in run_columns.own(connection, [], seen) for row in part] == [new]
        assert rows.count(connection) == 1
        assert store_trash.purged(connection) == 3
    trash.delete(workspace, [new])
    trash.empty(workspace)
    assert count_rows(workspace, run) == 1  # one gravestone, however often it is emptied
    with workspace.store.read() as connection:
        assert store_trash.purged(connection) == 4


def test_a_run_that_was_resumed_or_registered_in_the_trash_is_not_removed(
    workspace, make_runs, add_version
):
    gone, resumed = make_runs(2)
    version = add_version()
    registered = runs.one(workspace, version.run_id).pk
    trash.delete(workspace, [gone, resumed])
    with workspace.store.write() as tx:  # what another process can do between two looks
        rows.update(tx, [resumed], status=str(RunState.RUNNING))
        store_trash.mark(tx, [registered])
    emptied = trash.empty(workspace)
    assert (emptied.runs, emptied.kept) == (1, 2)
    assert set(in_trash(workspace)) == {resumed, registered}


def test_a_deleted_run_is_not_registered(workspace, make_runs):
    [key] = make_runs(1)
    trash.delete(workspace, [key])
    with pytest.raises(NeedsYou, match="was deleted"), workspace.store.write() as tx:
        registering.insert(tx, "buyers", run_pk=key, verdict=None, by="ada", cause="a test")


def test_a_nested_run_brought_back_alone_outlives_its_parent(workspace, make_runs):
    parent, child = make_runs(2)
    nest(workspace, child, parent)
    trash.delete(workspace, [parent])
    trash.restore(workspace, [child])
    trash.empty(workspace)
    [run_left] = runs.find(workspace, [parent, child])
    assert (run_left.pk, run_left.parent_pk) == (child, None)


def test_a_file_that_was_just_put_again_stays_for_its_writer(workspace, make_runs):
    one, two = make_runs(2)
    data = b"the same in both"
    blob = attach(workspace, one, data)
    trash.delete(workspace, [one])
    workspace.blobs.put_bytes(data)  # a writer that has not yet written its row
    assert trash.empty(workspace).n_bytes == 0
    attach(workspace, two, data)
    assert workspace.blobs.get_bytes(blob) == data
    assert doctor.examine(workspace)[1].passed


def test_writers_never_lose_a_file_to_an_emptying_beside_them(workspace, make_runs):
    keys = make_runs(60)
    data = b"what all of them keep"
    gone, stay = keys[:30], keys[30:]
    stopped = threading.Event()

    def write():
        for pk in stay:
            attach(workspace, pk, data)
        stopped.set()

    writer = threading.Thread(target=write)
    for pk in gone:
        attach(workspace, pk, data)
    writer.start()
    for pk in gone:
        trash.delete(workspace, [pk])
        trash.empty(workspace)
    writer.join(60)
    assert stopped.is_set()
    [blob] = {r.artifacts["model.zip"] for r in runs.find(workspace, stay)}
    assert workspace.blobs.get_bytes(blob) == data


@pytest.mark.parametrize("moment", ["before the files", "between the files", "file aside"])
def test_killed_between_rows_and_files_the_rest_is_removed_later(
    workspace, make_runs, monkeypatch, moment
):
    one, two = make_runs(2)
    blobs = [attach(workspace, pk, f"file of {pk}".encode()) for pk in (one, two)]
    trash.delete(workspace, [one, two])
    kind = type(workspace.blobs)
    original = kind.remove

    class Killed(BaseException):
        """Stands for the end of the process."""

    def killed(self, names, before):
        if moment == "between the files":
            original(self, list(names)[:1], before)
        if moment == "file aside":
            for name in names:
                (self.folder / "leaving").mkdir(exist_ok=True)
                self.path(name).replace(self.folder / "leaving" / name)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(kind, "remove", killed)
        with pytest.raises(Killed):
            trash.empty(workspace)
    assert runs.find(workspace, [one, two]) == []
    for blob in blobs:
        if is_stored(workspace, blob):
            aged(workspace, blob)
    identity = workers.register(workspace, "worker")
    workers.recover(workspace, identity)
    workers.unregister(workspace, identity)
    assert not any(is_stored(workspace, blob) for blob in blobs)
    assert not list((workspace.folder / "blobs" / "leaving").glob("[0-9a-f]*"))
    with workspace.store.read() as connection:
        assert store_trash.leaving(connection) == []


def test_files_nothing_refers_to_are_told_by_the_doctor_and_go_with_the_trash(workspace):
    blob = workspace.blobs.put_bytes(b"left by a killed training")
    young = workspace.blobs.put_bytes(b"about to be used")
    told = {f.name: f for f in doctor.examine(workspace)}["Left files"]
    assert (told.passed, told.message) == (True, "No stored file is left over.")
    aged(workspace, blob)
    told = {f.name: f for f in doctor.examine(workspace)}["Left files"]
    assert told.passed
    assert told.message.startswith("1 stored file belongs to nothing")
    assert trash.empty(workspace).left_bytes == len(b"left by a killed training")
    assert not is_stored(workspace, blob)
    assert is_stored(workspace, young)


def test_emptying_can_be_stopped_and_goes_on_later(workspace, make_runs, monkeypatch):
    monkeypatch.setattr(trash, "SLICE", 2)
    keys = make_runs(6)
    trash.delete(workspace, keys)
    reporter = Silent()
    heard = []

    def report(share, message=""):
        heard.append((share, message))
        reporter.stop()

    reporter.report = report
    with pytest.raises(Cancelled):
        trash.empty(workspace, reporter)
    assert heard == [(0.0, "Removing runs: 0 of 6")]
    assert trash.size(workspace).runs == 4
    assert trash.empty(workspace).runs == 4


def test_ten_thousand_runs_go_come_back_and_are_removed_in_few_statements(
    workspace, make_runs, monkeypatch
):
    keys = make_runs(10_000)
    statements = []

    def counted(_connection, _cursor, statement, _parameters, _context, _many):
        statements.append(statement)

    for engine in (workspace.store._relaxed, workspace.store._durable):
        sa.event.listen(engine, "before_cursor_execute", counted)
    trash.delete(workspace, keys)
    assert len(statements) < 60
    statements.clear()
    trash.restore(workspace, keys)
    assert len(statements) < 60
    trash.delete(workspace, keys)
    statements.clear()
    assert trash.empty(workspace).runs == 10_000
    assert len(statements) < 60 * 10_000 // trash.SLICE


def test_an_open_list_forgets_runs_that_were_deleted_and_removed_between_two_looks(
    workspace, make_runs
):
    keys = make_runs(4)
    living = RunList(workspace)
    assert len(living.outline(Wish(group_by=())).keys) == 4
    trash.delete(workspace, keys[:1])
    assert list(living.outline(Wish(group_by=(), trashed=True)).keys) == keys[:1]
    trash.delete(workspace, keys[2:])
    trash.empty(workspace)
    living.refresh()
    outline = living.outline(Wish(group_by=()))
    assert (list(outline.keys), outline.total) == ([keys[1]], 1)
    assert len(living.outline(Wish(group_by=(), trashed=True)).keys) == 0
    living.close()
