"""What every store must keep when runs are changed by the thousand, deleted and removed."""

import threading

import pytest
import sqlalchemy as sa

from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.services import run_changes as run_changes_service
from tidemill.services import runs as run_service
from tidemill.services import trash as trash_service
from tidemill.services import undoing
from tidemill.services import workspace as workspaces
from tidemill.store import run_changes, runs, saved_views, trash
from tidemill.store.schema import artifact, kv, run


@pytest.fixture
def keys(any_store):
    """Five thousand runs, more than go into one statement."""
    values = {
        "project": "default",
        "experiment": "churn",
        "status": str(RunState.FINISHED),
        "user": "ada",
        "pinned": False,
        "archived": False,
        "deleted": False,
    }
    with any_store.write() as tx:
        seq = runs.next_seq(tx)
        rows = [{"uuid": new_id(), "name": f"run-{i}", "seq": seq} | values for i in range(5000)]
        tx.run(sa.insert(run), rows)
        return [row[0] for row in tx.run(sa.select(run.c.pk).order_by(run.c.pk))]


def values_of(store, keys, field):
    with store.read() as connection:
        return run_changes.values_of(connection, keys, field)


def attach(store, key, blob, n_bytes):
    with store.write() as tx:
        runs.put_artifact(tx, key, "model.zip", blob, n_bytes)


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("tag:größe", None, "日本"),
        ("tag:" + "long " * 2000, None, ""),
        ("note", "", "a note\nof two lines"),
        ("colour", None, "teal"),
        ("starred", False, True),
    ],
)
def test_a_field_of_many_runs_is_set_and_set_back(any_store, keys, field, before, after):
    assert set(values_of(any_store, keys, field).values()) == {before}
    with any_store.write() as tx:
        run_changes.put(tx, field, after, keys[1:])
    found = values_of(any_store, keys, field)
    assert found[keys[0]] == before
    assert {found[key] for key in keys[1:]} == {after}
    with any_store.write() as tx:
        run_changes.put(tx, field, before, keys)
    assert set(values_of(any_store, keys, field).values()) == {before}


def test_a_tag_no_run_ever_had_is_taken_off_without_a_trace(any_store, keys):
    with any_store.write() as tx:
        run_changes.put(tx, "tag:never", None, keys)
    assert set(values_of(any_store, keys, "tag:never").values()) == {None}


def test_runs_go_into_the_trash_and_are_removed_with_their_files_named(any_store, keys):
    one, two, stays = keys[:3]
    attach(any_store, one, "a" * 32, 10)
    attach(any_store, two, "b" * 32, 100)
    attach(any_store, stays, "b" * 32, 100)
    with any_store.write() as tx:
        trash.mark(tx, [one, two])
    with any_store.read() as connection:
        assert trash.listed(connection) == [one, two]
        assert trash.listed(connection, 1, 1) == [two]
        assert trash.bytes_to_free(connection) == 10
        assert trash.artifact_bytes(connection, [one, two, stays]) == {
            one: 10,
            two: 100,
            stays: 100,
        }
        assert sorted(trash.to_purge(connection)) == [one, two]
    with any_store.write() as tx:
        assert trash.purge(tx, [one, two]) == (2, ["a" * 32])
    with any_store.read() as connection:
        assert trash.leaving(connection) == ["a" * 32]
        assert trash.count(connection) == 0
        assert trash.purged(connection) == 2
        assert connection.execute(sa.select(sa.func.count()).select_from(artifact)).scalar() == 1
        assert runs.count(connection) == len(keys) - 2
        assert trash.reusable_bytes(connection) >= 0
    with any_store.write() as tx:
        trash.left_now(tx, ["a" * 32])
    with any_store.read() as connection:
        assert trash.leaving(connection) == []


def test_runs_that_came_back_meanwhile_are_not_removed(any_store, keys):
    with any_store.write() as tx:
        trash.mark(tx, keys[:2])
    with any_store.write() as tx:
        trash.unmark(tx, keys[:1])
    with any_store.write() as tx:
        assert trash.purge(tx, keys[:2])[0] == 1
    with any_store.read() as connection:
        assert runs.count(connection) == len(keys) - 1


def test_the_last_run_removed_leaves_its_number_taken(any_store, keys):
    with any_store.write() as tx:
        trash.mark(tx, keys)
    with any_store.read() as connection:
        seen = connection.execute(sa.select(sa.func.max(run.c.seq))).scalar_one()
    with any_store.write() as tx:
        assert trash.purge(tx, keys)[0] == len(keys)
    with any_store.write() as tx:
        assert runs.next_seq(tx) > seen
        values = {
            "uuid": new_id(),
            "project": "default",
            "experiment": "churn",
            "name": "new",
            "user": "ada",
            "job_id": None,
            "dataset_version_id": None,
        }
        assert runs.insert(tx, **values) > max(keys)
    with any_store.read() as connection:
        assert runs.count(connection) == 1
        assert trash.listed(connection) == []


def test_views_keep_their_order(any_store):
    with any_store.write() as tx:
        made = [saved_views.insert(tx, "experiments", name, "x", "ada") for name in "abc"]
        saved_views.arrange(tx, "experiments", [made[2], made[0], made[1]])
        saved_views.update(tx, "experiments", made[1], name="ü", text="y")
        saved_views.remove(tx, "experiments", made[0])
    with any_store.read() as connection:
        views = saved_views.every(connection, "experiments")
    assert [(v.name, v.text) for v in views] == [("c", "x"), ("ü", "y")]


def test_a_run_that_is_logged_to_while_the_trash_is_emptied_is_whole_or_gone(any_store, keys):
    """Whoever writes to a run in the trash meanwhile never breaks the emptying."""
    with any_store.write() as tx:
        trash.mark(tx, keys[:500])
    stopped = threading.Event()
    broken: list[BaseException] = []

    def log():
        for key in keys[:500]:
            if stopped.is_set():
                return
            try:
                with any_store.write() as tx:
                    runs.put_values(tx, key, metrics={"auc": 0.5})
            except sa.exc.IntegrityError:
                continue  # it was removed just now
            except sa.exc.SQLAlchemyError as error:
                broken.append(error)

    writer = threading.Thread(target=log)
    writer.start()
    for start in range(0, 500, 50):
        with any_store.write() as tx:
            trash.purge(tx, keys[start : start + 50])
    stopped.set()
    writer.join(60)
    assert broken == []
    with any_store.read() as connection:
        assert trash.count(connection) == 0
        left = sa.select(sa.func.count()).select_from(kv).where(kv.c.run_pk.in_(keys[:500]))
        assert connection.execute(left).scalar() == 0


def test_a_shared_workspace_empties_its_trash_into_its_folder_of_files(store_database, tmp_path):
    files = tmp_path / "files"
    workspace = workspaces.create(DatabaseUrl.of(store_database), artifacts=files, login="ada")
    try:
        with workspace.store.write() as tx:
            values = {"project": "default", "experiment": "churn", "user": "ada"}
            pks = [
                runs.insert(
                    tx, uuid=new_id(), name=name, job_id=None, dataset_version_id=None, **values
                )
                for name in ("one", "two")
            ]
            runs.ended(tx, pks, RunState.FINISHED)
        for pk, data in zip(pks, (b"only one", b"only two"), strict=True):
            attach(workspace.store, pk, workspace.blobs.put_bytes(data), len(data))
        run_changes_service.tag(workspace, pks, "team", "a")
        undoing.undo(workspace)
        deleted = trash_service.delete(workspace, pks[:1])
        assert (deleted.n, trash_service.size(workspace).n_bytes) == (1, 8)
        assert undoing.undo(workspace).keys == (pks[0],)
        trash_service.delete(workspace, pks[:1])
        freed = trash_service.empty(workspace)
        assert (freed.runs, freed.n_bytes, freed.reusable_bytes) == (1, 8, 0)
        [left] = run_service.find(workspace, pks)
        assert workspace.blobs.get_bytes(left.artifacts["model.zip"]) == b"only two"
        assert sum(1 for _ in workspace.blobs.stored()) == 1
    finally:
        workspace.close()
