"""What takes room is told by what it is, adds up to what lies there, and what can go does go."""

from pathlib import Path

import pytest

from tidemill.base.errors import NotThere
from tidemill.services import dataset_trash, datasets, kept_steps, storage, tables
from tidemill.services.workspace import Workspace
from tidemill.store import stored_kinds, trash


@pytest.fixture
def taken(take_in, month, workspace: Workspace) -> Workspace:
    """A workspace with a dataset of two versions."""
    take_in(month(1), month(2))
    return workspace


def lying(workspace: Workspace) -> int:
    """All bytes below the stored files' folder."""
    return sum(p.stat().st_size for p in workspace.blobs.folder.rglob("*") if p.is_file())


def test_kinds_add_up_to_what_lies_on_disk(taken: Workspace):
    found = storage.look(taken)
    sizes = {one.id: one.n_bytes for one in found.taken}
    others = {"database", "comparisons", "prepared", "copies", "logs"}
    assert sum(n for kind, n in sizes.items() if kind not in others) == lying(taken)
    assert sizes["rows"] > 0
    assert sizes["originals"] > 0
    assert sizes["database"] > 10_000
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert found.n_bytes == sum(sizes.values())
    assert found.n_free is not None
    assert found.can_go == ()


def test_the_trash_goes_and_what_is_in_use_stays(taken: Workspace):
    before = lying(taken)
    dataset_trash.delete(taken, "shop@2")
    offered = storage.look(taken).can_go
    assert [one.id for one in offered] == ["trash"]
    assert offered[0].means.startswith("1 version;")
    assert offered[0].is_final
    freed = storage.let_go(taken, "trash")
    assert freed == offered[0].n_bytes > 0
    assert lying(taken) == before - freed
    assert storage.look(taken).can_go == ()
    assert tables.whole(taken, datasets.version(taken, "shop@1")).n_rows > 0


def test_what_can_be_made_anew_goes(taken: Workspace):
    for folder, name in (
        (kept_steps.folder(taken), "a.npz"),
        (taken.folder / "comparisons", "b.npz"),
    ):
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x" * 1000)
    copy = taken.folder / "tidemill-before-0007.sqlite"
    copy.write_bytes(b"y" * 5000)
    offered = {one.id: one for one in storage.look(taken).can_go}
    assert set(offered) == {"prepared", "comparisons", "copies"}
    assert [offered[k].is_final for k in ("prepared", "comparisons", "copies")] == [
        False,
        False,
        True,
    ]
    for kind, one in offered.items():
        assert storage.let_go(taken, kind) == one.n_bytes
    assert storage.look(taken).can_go == ()
    assert not copy.exists()


def test_nothing_else_can_be_let_go(taken: Workspace):
    before = lying(taken)
    with pytest.raises(NotThere):
        storage.let_go(taken, "rows")
    assert lying(taken) == before


def test_logs_and_what_nobody_names_count_too(taken: Workspace):
    logs = taken.folder / "logs"
    logs.mkdir(exist_ok=True)
    Path(logs, "worker.log").write_bytes(b"z" * 700)
    before = {one.id: one.n_bytes for one in storage.look(taken).taken}
    left = b"left by a program that was killed"
    taken.blobs.put_bytes(left)
    after = {one.id: one.n_bytes for one in storage.look(taken).taken}
    assert after["logs"] >= 700
    assert after["unnamed"] == before.get("unnamed", 0) + len(left)


def test_every_column_that_names_a_stored_file_has_a_kind():
    named = [column for _, columns in stored_kinds.NAMED for column in columns]
    assert {str(one) for one in named} == {str(one) for one in trash.BLOB_COLUMNS}
