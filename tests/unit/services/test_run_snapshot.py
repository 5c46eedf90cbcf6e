"""The picture of the columns on disk opens a list at once, and is not trusted over the store."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import WorldError
from tidemill.base.ids import new_id
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.services import run_changes, run_list, run_snapshot, trash
from tidemill.services.run_list import RunList
from tidemill.services.run_snapshot import Stamp
from tidemill.store import runs as rows

NEWEST = Wish(sort=(("name", True),), group_by=())
NAMES = ["id", "name", "state", "note", "params.p", "metrics.auc", "metrics.auc.best", "tags.t"]


@pytest.fixture
def add(workspace, clock):
    """Writes a run and returns its key."""

    def added(name, **values):
        clock.advance(60)
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment="churn",
                name=name, user="ada", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, **values)
            rows.ended(tx, [pk], RunState.FINISHED)
        return pk

    return added


@pytest.fixture
def three(workspace, add):
    """Three runs, and a picture of their columns."""
    pks = [
        add(f"run {n}", params={"p": str(n)}, metrics={"auc": n / 10}, tags={"t": "ä" * n})
        for n in range(3)
    ]
    every = RunList(workspace)
    every.outline(NEWEST)
    every.cells(pks, NAMES)
    assert every.save_snapshot()
    every.close()
    return pks


def home(workspace) -> Path:
    return workspace.folder / "cache" / "runs"


def current(workspace) -> Path:
    return home(workspace) / (home(workspace) / "current").read_text()


def opened(workspace):
    """A new list, and whether it began from the picture."""
    every = RunList(workspace)
    every.refresh()
    return every, every._snapshot is not None


def says_the_truth(workspace, every):
    """Compare with a list that never saw a picture."""
    found = every.outline(NEWEST).keys.tolist()
    cells = every.cells(found, NAMES)
    kept = home(workspace)
    aside = kept.with_name("aside")
    if kept.exists():
        kept.rename(aside)
    fresh = RunList(workspace)
    keys = fresh.outline(NEWEST).keys.tolist()
    assert found == keys
    assert cells == fresh.cells(keys, NAMES)
    assert fresh._snapshot is None
    if aside.exists():
        aside.rename(kept)


def test_a_list_opens_from_its_picture_without_reading_runs(workspace, three, monkeypatch):
    def refuse(*_given):
        raise AssertionError("the store was read")

    with monkeypatch.context() as patch:
        patch.setattr("tidemill.store.run_columns.own", refuse)
        patch.setattr("tidemill.store.run_columns.values", refuse)
        every, is_used = opened(workspace)
        assert is_used
        assert every.outline(NEWEST).keys.tolist() == three[::-1]
        cells = every.cells(three, NAMES)
    assert cells["tags.t"] == ["", "ä", "ää"]
    assert cells["metrics.auc.best"] == [0.0, 0.1, 0.2]
    assert not every.save_snapshot()


def test_what_changed_after_the_picture_is_read_from_the_store(workspace, three, add):
    run_changes.set_note(workspace, three[:1], "later")
    run_changes.untag(workspace, three[1:2], "t")
    with workspace.store.write() as tx:
        rows.put_values(tx, three[2], metrics={"auc": 0.9, "new": 1.0}, params={"p": "9"})
    add("run 3", params={"p": "3"}, metrics={"new": 2.0})
    every, is_used = opened(workspace)
    assert is_used
    says_the_truth(workspace, every)
    assert every.cells(three, ["tags.t", "metrics.new"]) == {
        "tags.t": ["", None, "ää"],
        "metrics.new": [None, None, 1.0],
    }
    for n in range(4, 2000):
        with workspace.store.write() as tx:
            rows.insert(
                tx, uuid=f"{n:032x}", project="default", experiment="e", name=f"more {n}",
                user="ada", job_id=None, dataset_version_id=None,
            )  # fmt: skip
        if n == 8:
            break
    says_the_truth(workspace, every)
    assert every.save_snapshot()
    again, is_used = opened(workspace)
    assert is_used
    says_the_truth(workspace, again)


def test_an_older_picture_that_was_copied_back_is_caught_up(workspace, three, add):
    kept = workspace.folder / "kept"
    shutil.copytree(home(workspace), kept)
    add("run 9", params={"p": "9"})
    every, _ = opened(workspace)
    every.outline(NEWEST)
    assert every.save_snapshot()
    shutil.rmtree(home(workspace))
    kept.rename(home(workspace))
    every, is_used = opened(workspace)
    assert is_used
    says_the_truth(workspace, every)


@pytest.mark.parametrize(
    "change",
    [
        {"store": "another"},
        {"place": "elsewhere"},
        {"schema": "0001"},
        {"seq": 10_000},
        {"purged": 3},
    ],
)
def test_a_picture_of_something_else_is_thrown_away(workspace, three, change):
    manifest = current(workspace) / "manifest.json"
    told = json.loads(manifest.read_text())
    told["stamp"] |= change
    manifest.write_text(json.dumps(told))
    every, is_used = opened(workspace)
    assert not is_used
    assert not (home(workspace) / "current").exists()
    says_the_truth(workspace, every)


def test_a_picture_of_another_format_is_thrown_away(workspace, three, monkeypatch):
    monkeypatch.setattr(run_snapshot, "FORMAT", 2)
    every, is_used = opened(workspace)
    assert not is_used
    says_the_truth(workspace, every)


def test_runs_that_are_gone_for_good_are_in_no_picture(workspace, three):
    trash.delete(workspace, three[:1])
    trash.empty(workspace)
    every, is_used = opened(workspace)
    assert not is_used
    assert every.outline(NEWEST).keys.tolist() == three[:0:-1]
    assert every.save_snapshot()
    assert opened(workspace)[1]


def damage(kind, path):
    data = path.read_bytes()
    if kind == "truncated":
        path.write_bytes(data[:-1])
    elif kind == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize("kind", ["truncated", "gone", "changed"])
def test_any_file_may_be_damaged(workspace, three, kind):
    n_files = len(list(current(workspace).glob("*.npy")))
    assert n_files > 20
    kept = workspace.folder / "kept"
    shutil.copytree(home(workspace), kept)
    for number in range(0, n_files, 1 if kind == "truncated" else 5):
        path = sorted(current(workspace).glob("*.npy"))[number]
        if path.stat().st_size == 128 and kind == "changed":
            continue  # an empty array is all header
        damage(kind, path)
        every, _ = opened(workspace)
        says_the_truth(workspace, every)
        assert not (home(workspace) / "current").exists(), path.name
        shutil.rmtree(home(workspace))
        shutil.copytree(kept, home(workspace))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "stamp": {}}'])
def test_a_damaged_manifest_is_no_error(workspace, three, text):
    (current(workspace) / "manifest.json").write_text(text)
    every, is_used = opened(workspace)
    assert not is_used
    says_the_truth(workspace, every)


def test_two_lists_live_on_one_picture_and_change_it_for_nobody_else(workspace, three):
    before = {path.name: path.read_bytes() for path in current(workspace).iterdir()}
    first, second = RunList(workspace), RunList(workspace)
    assert first.cells(three, NAMES) == second.cells(three, NAMES)
    with workspace.store.write() as tx:
        rows.put_values(tx, three[0], metrics={"auc": 0.7})
    first.refresh()
    assert first.cells(three, ["metrics.auc"])["metrics.auc"][0] == 0.7
    assert second.cells(three, ["metrics.auc"])["metrics.auc"][0] == 0.0
    assert {path.name: path.read_bytes() for path in current(workspace).iterdir()} == before
    old = current(workspace)
    assert first.save_snapshot()
    assert not old.exists()
    second.refresh()
    assert second.cells(three, NAMES) == first.cells(three, NAMES)
    says_the_truth(workspace, second)


def test_a_disk_that_refuses_is_said_and_leaves_the_former_picture(
    workspace, three, add, monkeypatch
):
    before = current(workspace)
    every, _ = opened(workspace)
    add("run 9")
    every.refresh()

    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(np, "save", full)
        with pytest.raises(WorldError, match="could not be kept"):
            every.save_snapshot()
    assert [path.name for path in home(workspace).iterdir() if path.is_dir()] == [before.name]
    assert opened(workspace)[1]


def test_an_empty_store_has_a_picture_too(workspace, add):
    every = RunList(workspace)
    assert every.outline(NEWEST).matching == 0
    assert every.save_snapshot()
    every, is_used = opened(workspace)
    assert is_used
    pk = add("first", params={"p": "1"})
    assert every.outline(NEWEST).keys.tolist() == [pk]


def test_a_stamp_fits_later_moments_of_the_same_store():
    stamp = Stamp("a", "here", "0002", 0, 5)
    assert stamp.fits(stamp)
    assert stamp.fits(Stamp("a", "here", "0002", 0, 6))
    assert not stamp.fits(Stamp("a", "here", "0002", 0, 4))


def test_a_picture_is_due_for_many_runs_and_after_much_changed(workspace, three, add, monkeypatch):
    every, _ = opened(workspace)
    assert not every.is_snapshot_due()  # so few are read as quickly
    monkeypatch.setattr(run_list, "_SMALL", 2)
    assert not every.is_snapshot_due()
    every.cells(three, ["project"])
    assert every.is_snapshot_due()
    assert every.save_snapshot()
    assert not every.is_snapshot_due()
    every._n_unsaved = 1001
    assert every.is_snapshot_due()
    shutil.rmtree(workspace.folder / "cache")
    fresh = RunList(workspace)
    assert not fresh.is_snapshot_due()
    fresh.refresh()
    assert fresh.is_snapshot_due()


def test_a_picture_that_another_program_sweeps_away_is_no_error(workspace, three):
    first, _ = opened(workspace)
    second, _ = opened(workspace)
    first.cells(three, ["project"])
    assert first.save_snapshot()
    second.cells(three, ["colour"])
    assert second.save_snapshot()
    shutil.rmtree(current(workspace))
    says_the_truth(workspace, first)
    says_the_truth(workspace, second)


def test_a_picture_made_while_another_program_gives_up_the_former_one_stays(
    workspace, three, monkeypatch
):
    former = current(workspace)
    stamp = Stamp(**json.loads((former / "manifest.json").read_text())["stamp"])

    def meanwhile(_listed):
        monkeypatch.undo()
        assert run_snapshot.save(workspace.folder, stamp, np.arange(3), []) is not None
        raise KeyError("a file of the former one is swept away")

    monkeypatch.setattr(run_snapshot, "_arrays", meanwhile)
    assert run_snapshot.opened(workspace.folder, stamp) is None
    assert current(workspace) != former
    assert run_snapshot.opened(workspace.folder, stamp) is not None
