"""An export is believed nothing: a folder that is not what it says is refused whole."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tidemill.base import hashing
from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, people, registering, training_runs
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.leaving import coming_back, going_out, layout
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a dataset and a model, made once."""
    folder = tmp_path_factory.mktemp("left")
    workspace = workspaces.create(folder / "ws", clock=HeldClock(), login="ada")
    lines = [f"{n},{'yes' if n % 3 else 'no'}" for n in range(30)]
    (folder / "shop.csv").write_text("\n".join(["x,bought", *lines]) + "\n")
    ingesting.add(workspace, [folder / "shop.csv"], dataset="shop", target="bought")
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, 1)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)
    version = datasets.version(workspace, "shop")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    verdict = Verdict(recipe, version.id, version.id, {"auc": 0.7}, {}, [], {}, "inputs")
    blob = workspace.blobs.put_bytes(b"a model")
    with workspace.store.write() as tx:
        pk = run_rows.insert(
            tx, uuid="1" * 32, project="default", experiment="shop", name="first", user="ada",
            job_id=None, dataset_version_id=version.id,
        )  # fmt: skip
        training_runs.finish(tx, pk, {}, {"auc": 0.7}, {"model.zip": (blob, 7)})
        registering.insert(tx, "buyers", run_pk=pk, verdict=verdict, by="ada", cause="by hand")
    going_out.leave(workspace, folder / "out", with_rows=False)
    workspace.close()
    return folder / "out"


@pytest.fixture
def out(written: Path, tmp_path: Path) -> Path:
    """A copy of the export, to be spoiled."""
    shutil.copytree(written, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def fresh(tmp_path: Path):
    made = workspaces.create(tmp_path / "fresh", clock=HeldClock(), login="ben")
    yield made
    made.close()


def test_as_it_was_written_it_is_taken(out, fresh):
    coming_back.take_in(fresh, out)
    assert [view.dataset.name for view in datasets.every(fresh)] == ["shop"]


def changed(out: Path, **values: object) -> None:
    """Let the folder say something else of itself."""
    path = out / layout.MANIFEST
    body = json.loads(path.read_text())
    path.write_text(json.dumps({**body, **values}))


def rewritten(out: Path, table: str, query: str) -> None:
    """Write a table anew, with the hash that belongs to it."""
    path = layout.table_path(out, table)
    other = path.with_suffix(".new")
    wanted = query.replace("{}", f"'{path}'")
    duckdb.sql(f"copy ({wanted}) to '{other}' (format parquet)")
    other.replace(path)
    tables_ = json.loads((out / layout.MANIFEST).read_text())["tables"]
    tables_[table]["hash"] = hashing.of_file(path)
    changed(out, tables=tables_)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"layout": 2}, "written by a newer Tidemill"),
        ({"schema": "9999"}, "written by a newer Tidemill"),
        ({"schema": "0001"}, "written by an earlier Tidemill"),
        ({"what": "something else"}, "is damaged"),
        ({"tables": {}}, "is damaged"),
        ({"tables": []}, "is damaged"),
        ({"tables": {"../../etc/passwd": {"rows": 1, "hash": "0"}}}, "is damaged"),
        ({"files": {"../../../etc/passwd": 3}}, "is damaged"),
        ({"files": {"/etc/passwd": 3}}, "is damaged"),
        ({"files": {"ab" * 16: 3}}, "is damaged"),
        ({"counters": {"run": "many"}}, "is damaged"),
    ],
)
def test_a_folder_that_says_what_can_not_be_is_refused(out, fresh, values, words):
    changed(out, **values)
    refused(out, fresh, words)


def refused(out: Path, fresh: Workspace, words: str) -> None:
    with pytest.raises(NeedsYou, match=words):
        coming_back.take_in(fresh, out)
    assert not datasets.every(fresh)
    assert [p.login for p in people.every(fresh)] == ["ben"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"what": "tidemill-export"}'])
def test_a_torn_first_page_is_refused(out, fresh, content):
    (out / layout.MANIFEST).write_bytes(content)
    refused(out, fresh, "is damaged")


def stored(out: Path) -> Path:
    return next(path for path in sorted((out / "files").rglob("*")) if path.is_file())


def test_a_changed_stored_file_or_table_is_refused(out, fresh):
    path = stored(out)
    kept = path.read_bytes()
    path.write_bytes(b"other")
    refused(out, fresh, "the stored file")
    path.write_bytes(kept)
    with layout.table_path(out, "run").open("ab") as stream:
        stream.write(b"x")
    refused(out, fresh, "the table run")


def test_links_are_not_followed(out, fresh, tmp_path):
    path = stored(out)
    (tmp_path / "secret").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    refused(out, fresh, "the stored file")
    path.unlink()
    (tmp_path / "secret").replace(path)
    (out / "tables").rename(tmp_path / "elsewhere")
    (out / "tables").symlink_to(tmp_path / "elsewhere")
    refused(out, fresh, "the table")


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("artifact", "select * replace ('../../evil' as path) from {}"),
        ("artifact", "select * replace ('/etc/evil' as path) from {}"),
        ("artifact", "select * replace ('a\\..\\evil' as path) from {}"),
        ("artifact", "select * replace ('../../../../etc/passwd' as blob) from {}"),
        ("model_version", "select * replace ('no such file' as blob) from {}"),
        ("run", "select * replace ('../x' as uuid) from {}"),
        ("model", "select * replace ('{' as card) from {}"),
        ("model", "select * replace (null as name) from {}"),
        ("model", "select * exclude (card) from {}"),
        ("model", "select * replace (name::blob as name) from {}"),
        ("model", "select * from {} limit 0"),
    ],
)
def test_rows_that_no_workspace_can_hold_are_refused(out, fresh, table, query):
    rewritten(out, table, query)
    refused(out, fresh, f"the table {table}")
