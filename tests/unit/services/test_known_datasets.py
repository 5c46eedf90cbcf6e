"""What is known of a dataset is carried from file to file, and never differs from the store."""

from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.columns import Role
from tidemill.domain.content import content_sums
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import dataset_trash, datasets, tables, watching
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.known_datasets import Carried
from tidemill.store import datasets as dataset_rows


@pytest.fixture
def workspace(tmp_path: Path):
    made = workspaces.create(tmp_path / "ws", clock=HeldClock(), login="ada")
    (tmp_path / "inbox").mkdir()
    watching.add(made, tmp_path / "inbox", dataset="shop")
    yield made
    made.close()


@pytest.fixture
def land(workspace, tmp_path):
    """Lets files land and be taken in by one job; each argument is the text of one."""

    def landed(*texts: str) -> None:
        inbox = tmp_path / "inbox"
        first = len(list(inbox.iterdir()))
        for number, text in enumerate(texts, first):
            (inbox / f"{number:02d}.csv").write_text(text)
        watching.scan(workspace, frozenset(map(str, inbox.iterdir())))
        job = queue.claim(workspace.store, "w")
        assert job is not None
        assert len(job.params["files"]) == len(texts)
        job = queue.begin(workspace.store, job.id, job.attempts)
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace, job, reporter)

    return landed


def text(first: int, *, shop: str = "") -> str:
    head = "day,paid" + (",shop" if shop else "")
    rows = [f"2024-01-{d:02d},{first + d}.5{',' + shop if shop else ''}" for d in range(1, 20)]
    return "\n".join([head, *rows]) + "\n"


def assert_same_as_the_store(workspace, known) -> None:
    """All that was carried is what a reading from the start finds."""
    fresh = Carried().known(workspace, "shop")
    assert known.dataset == fresh.dataset
    assert known.versions == fresh.versions
    for rows in (known.rows(workspace), fresh.rows(workspace)):
        frame = rows.frame()
        assert frame.n_rows == known.newest.rows
        assert content_sums(frame).hexdigest() == known.newest.content_hash


def test_files_of_one_job_are_taken_in_as_if_each_came_alone(workspace, land, monkeypatch):
    asked = []
    whole = dataset_rows.versions
    monkeypatch.setattr(dataset_rows, "versions", lambda *words: asked.append(1) or whole(*words))
    land(text(0), text(100), text(200, shop="north"), text(300, shop="south"), text(0))
    view = datasets.find(workspace, "shop")
    assert [(v.number, v.rows) for v in view.versions] == [(1, 19), (2, 38), (3, 57), (4, 76)]
    outcomes = [f.outcome for f in watching.arrived(workspace)[::-1]]
    assert outcomes[0] == "Added"
    assert outcomes[4].startswith("Skipped: same content as v1")
    assert_same_as_the_store(workspace, Carried().known(workspace, "shop"))
    for version in view.versions:
        frame = tables.of(workspace, version).frame()
        assert content_sums(frame).hexdigest() == version.content_hash


def test_rows_are_carried_on_and_columns_that_came_meanwhile_are_there(workspace, land):
    carried = Carried()
    land(text(0))
    assert_same_as_the_store(workspace, carried.known(workspace, "shop"))
    land(text(100), text(200, shop="north"))
    known = carried.known(workspace, "shop")
    assert known.held is not None, "the rows before were not read again"
    assert_same_as_the_store(workspace, known)


def test_what_others_change_meanwhile_is_not_carried_on(workspace, land):
    carried = Carried()
    land(text(0), text(100))
    carried.known(workspace, "shop").rows(workspace)
    datasets.set_roles(workspace, "shop", {"paid": Role.TARGET})
    assert carried.known(workspace, "shop").dataset.schema.target == "paid"
    dataset_trash.delete(workspace, "shop@2")
    known = carried.known(workspace, "shop")
    assert [v.number for v in known.versions] == [1]
    assert_same_as_the_store(workspace, known)


def test_more_rows_than_may_be_held_are_read_from_the_store(workspace, land, monkeypatch):
    monkeypatch.setattr("tidemill.services.known_datasets.MOST_CELLS", 60)
    land(text(0), text(100), text(200))
    known = Carried().known(workspace, "shop")
    known.rows(workspace)
    assert known.held is None
    assert_same_as_the_store(workspace, known)
