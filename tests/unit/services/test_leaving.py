"""An export is read without Tidemill; a folder that is not what it says is refused whole."""

import errno
import json
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import sqlalchemy as sa

from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, datasets, doctor, personal_data, tables
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import coming_back, going_out, layout, told
from tidemill.services.workspace import Workspace
from tidemill.store import histories, schema
from tidemill.store import runs as run_rows


@pytest.fixture
def out(workspace: Workspace, add_version, take_in, month, tmp_path: Path) -> Path:
    """An export of two versions of data, two of a model, and a long history."""
    add_version()
    add_version(metric=0.9)
    take_in(month(2))
    with workspace.store.write() as tx:
        pk = int(tx.run(sa.select(sa.func.min(schema.run.c.pk))).scalar_one())
        key = run_rows.key_ids(tx, [("metric", "loss")])["metric", "loss"]
        points = [(pk, key, step, 1.7e9 + step, 1 / (step + 1)) for step in range(5_000)]
        histories.append(tx, [*points, (pk, key, 5_000, 1.7e9, float("nan"))])
    going_out.leave(workspace, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def fresh(tmp_path: Path, clock):
    made = workspaces.create(tmp_path / "fresh", clock=clock, login="ben")
    yield made
    made.close()


def test_pandas_and_duckdb_read_all_of_it(workspace, out):
    listed = pd.read_parquet(out / "reading" / "runs.parquet")
    assert set(listed.columns) >= {"run", "name", "experiment", "status", "started_at", "dataset"}
    assert list(listed["dataset"]) == ["shop", "shop"]
    metrics = pd.read_parquet(out / "reading" / "metrics.parquet")
    assert sorted(metrics[metrics["name"] == "auc"]["last"]) == [0.8, 0.9]
    [loss] = metrics[metrics["name"] == "loss"].to_dict("records")
    assert (loss["points"], loss["highest"], loss["lowest"]) == (5_001, 1.0, 1 / 5_000)
    course = duckdb.sql(
        f"select step, value from '{out}/reading/histories.parquet' where metric = 'loss'"
    ).fetchall()
    assert course[:5_000] == [(step, 1 / (step + 1)) for step in range(5_000)]
    assert course[5_000] == (5_000, None)
    versions = json.loads((out / "reading" / "rows.json").read_text())["shop"]
    for number, files in versions.items():
        rows = pd.concat([pd.read_parquet(out / file) for file in files], ignore_index=True)
        own = tables.whole(workspace, datasets.version(workspace, f"shop@{number}"))
        assert {name: list(rows[name]) for name in rows} == {c.name: c.to_list() for c in own}
    models = pd.read_parquet(out / "reading" / "model_versions.parquet")
    assert list(models["version"]) == [1, 2]
    for file in models["file"]:
        assert (out / file).read_bytes() == b"a model"
    assert json.loads(models["metrics"][1])["auc"] == 0.9
    files = pd.read_parquet(out / "reading" / "artifacts.parquet")
    assert {(out / row.file).stat().st_size for row in files.itertuples()} == {7}
    people = json.loads((out / "reading" / "people.json").read_text())
    assert people == [{"login": "ada", "name": "Ada", "role": "approver"}]


def test_the_page_in_the_folder_names_every_table_and_file(out):
    page = (out / "README.md").read_text()
    for path in (out / "reading").iterdir():
        assert path.name in page
    for path in (out / "tables").iterdir():
        assert f"| `{path.stem}` | " in page
    assert "{tables}" not in page


def test_what_comes_back_is_whole_and_works(workspace, out, fresh):
    taken = coming_back.take_in(fresh, out)
    assert all(found.passed for found in doctor.examine(fresh))
    assert activity.broken_entry(fresh) is None
    for number in (1, 2):
        address = f"shop@{number}"
        first = tables.whole(workspace, datasets.version(workspace, address))
        again = tables.whole(fresh, datasets.version(fresh, address))
        assert [c.to_list() for c in again] == [c.to_list() for c in first]
    assert taken.said == ()


def test_only_an_approver_takes_everything_out(workspace, tmp_path):
    member = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    with pytest.raises(NeedsYou, match="an approver writes it"):
        going_out.leave(member, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_personal_values_are_masked_where_they_are_read(workspace, shop, tmp_path):
    personal_data.mark(workspace, "shop", "shop", True)
    left = going_out.leave(workspace, tmp_path / "out")
    [words] = left.said
    assert words.startswith("shop: Masked")
    versions = json.loads((tmp_path / "out" / "reading" / "rows.json").read_text())["shop"]
    seen = pd.read_parquet(tmp_path / "out" / versions["1"][0])["shop"]
    own = tables.whole(workspace, datasets.version(workspace, "shop"))["shop"].to_list()
    assert not set(seen) & set(own)


def test_it_goes_into_a_new_or_empty_folder_only(workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    assert going_out.leave(workspace, tmp_path / "empty").folder == tmp_path / "empty"
    before = (tmp_path / "empty" / layout.MANIFEST).read_bytes()
    with pytest.raises(NeedsYou, match="is there already"):
        going_out.leave(workspace, tmp_path / "empty")
    assert (tmp_path / "empty" / layout.MANIFEST).read_bytes() == before
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NeedsYou, match="is there already"):
        going_out.leave(workspace, tmp_path / "link")
    with pytest.raises(NeedsYou, match="inside the workspace"):
        going_out.leave(workspace, workspace.folder / "out")


class _StopsAt(Silent):
    """Asks to stop when it hears a word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def report(self, share: float, message: str = "") -> None:  # noqa: ARG002
        if self._word in message:
            self.stop()


@pytest.mark.parametrize("word", ["the table", "stored file", "to be read", "the rows of"])
def test_stopped_on_its_way_out_it_leaves_nothing(workspace, shop, tmp_path, word):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        going_out.leave(workspace, tmp_path / "out", _StopsAt(word))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("word", ["over", "stored file", "the table"])
def test_stopped_on_its_way_in_it_leaves_an_unused_workspace(out, fresh, word):
    with pytest.raises(Cancelled):
        coming_back.take_in(fresh, out, _StopsAt(word))
    assert not datasets.every(fresh)
    coming_back.take_in(fresh, out)
    assert [view.dataset.name for view in datasets.every(fresh)] == ["shop"]


def test_what_a_killed_export_left_is_neither_taken_nor_in_the_way(workspace, shop, tmp_path):
    half = tmp_path / ".out.half-written"
    (half / "files").mkdir(parents=True)
    (half / "files" / "leftover").write_bytes(b"x")
    with pytest.raises(NeedsYou, match="not written to its end"):
        coming_back.look(half)
    going_out.leave(workspace, tmp_path / "out")
    assert not half.exists()
    assert not (tmp_path / "out" / "files" / "leftover").exists()


def test_a_full_disk_is_told_and_leaves_nothing(workspace, shop, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(going_out.reading, "write_rows", full)
    with pytest.raises(WorldError, match="is full") as said:
        going_out.leave(workspace, tmp_path / "out")
    assert "What was begun is removed" in said.value.hint
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_a_disk_without_room_is_told_before_anything_is_written(
    workspace, shop, tmp_path, monkeypatch
):
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(going_out.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WorldError, match="has 10 bytes free"):
        going_out.leave(workspace, tmp_path / "out")


def test_other_trouble_of_the_system_is_not_called_a_full_disk(tmp_path):
    with pytest.raises(WorldError, match="can't be read or written"), told.plainly(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))
    with pytest.raises(FileNotFoundError), told.plainly(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "No such file")


def test_a_stored_file_that_is_gone_is_told_and_the_rest_leaves(workspace, add_version, tmp_path):
    version = add_version()
    workspace.blobs.path(version.blob).unlink()
    left = going_out.leave(workspace, tmp_path / "out")
    assert left.said == (
        "1 stored file is missing from the workspace or damaged, and so from the folder too.",
    )
