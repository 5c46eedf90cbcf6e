"""What a dry run works on is copied from a store of either kind, cut back to before the files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tidemill.base.clock import HeldClock
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, dry_runs, ingesting, jobs, watching
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import partial_copies, schema
from tidemill.store.engine import create_store
from tidemill.store.partial_copies import Past


def do_all(workspace: Workspace) -> None:
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), worker, job, reporter)


def csv(path: Path, start: int) -> Path:
    rows = [f"{n},{'a' if n % 3 else 'b'}" for n in range(start, start + 40)]
    path.write_text("\n".join(["id,kind", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shop(any_workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with two versions of `shop`."""
    for number in (1, 2):
        ingesting.add(any_workspace, [csv(tmp_path / f"{number}.csv", 40 * number)], dataset="shop")
        do_all(any_workspace)
    assert datasets.find(any_workspace, "shop").newest.number == 2
    return any_workspace


def test_only_what_was_there_before_is_copied(shop: Workspace, tmp_path: Path) -> None:
    view = datasets.find(shop, "shop")
    first = view.versions[0]
    before = datetime(2025, 1, 1, tzinfo=UTC)
    past = Past(before, view.dataset.id, [first.id], first.schema.to_list())
    copy = create_store(tmp_path / "copy", HeldClock(before + timedelta(days=1)))
    try:
        with shop.store.read() as source, copy.write() as tx:
            partial_copies.fill(source, tx, past, bool)
        with copy.read() as connection:
            versions = connection.execute(sa.select(schema.dataset_version)).all()
            files = connection.execute(sa.select(schema.file)).all()
        assert copy.problems() == []
    finally:
        copy.close()
    assert [(v.id, v.own_hash, v.created_at) for v in versions] == [
        (first.id, first.own_hash, before)
    ]
    assert [(f.id, f.job_id) for f in files] == [(first.file_id, None)]


def test_a_folder_is_replayed_whichever_database_holds_the_workspace(
    shop: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    watch = watching.add(shop, folder, dataset="shop")
    csv(folder / "3.csv", 120)
    csv(folder / "4.csv", 120)
    job_id = dry_runs.ask_for_folder(shop, watch.id)
    do_all(shop)
    assert jobs.find(shop, job_id).error is None
    made = dry_runs.find(shop, job_id)
    assert [file.state for file in made.files] == ["added", "skipped"]
    assert datasets.find(shop, "shop").newest.number == 2
