"""Data goes into the trash, comes back and leaves for good in the same way on every store."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from heard_news import next_news

from tidemill.base.errors import NeedsYou
from tidemill.domain.datasets import Series
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    dataset_changes,
    dataset_trash,
    datasets,
    doctor,
    ingesting,
    labelling,
    lineage,
    tables,
    trash,
    undoing,
    watching,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.news import Reader
from tidemill.services.workspace import Workspace
from tidemill.store.schema import file, label_entry

TakeIn = Callable[..., None]


@pytest.fixture
def take_in(any_workspace: Workspace, tmp_path: Path) -> TakeIn:
    """Adds rows from a number on to a dataset, as a file that the worker takes in."""
    worker = any_workspace.acting_as(WORKER)

    def taken(
        first: int, n: int = 300, dataset: str = "shop", name: str = "", **how: Series
    ) -> None:
        path = tmp_path / (name or f"{dataset}-{first}-{n}.csv")
        lines = [f"C-{i},{(i * 37) % 101 / 4},{'yes' if i % 3 else 'no'}" for i in range(first, n)]
        path.write_text("\n".join(["customer,amount,bought", *lines]) + "\n", encoding="utf-8")
        ingesting.add(any_workspace, [path], dataset=dataset, target="bought", **how)
        while (claimed := queue.claim(any_workspace.store, "w")) is not None:
            job = queue.begin(any_workspace.store, claimed.id, claimed.attempts)
            assert job is not None
            reporter = JobReporter(any_workspace.store, job.id, job.attempts)
            perform(any_workspace.store, kinds(), worker, job, reporter)

    return taken


@pytest.fixture
def shop(any_workspace: Workspace, take_in: TakeIn) -> Workspace:
    """A workspace with a series of three versions."""
    for first in (0, 300, 600):
        take_in(first, first + 300)
    return any_workspace


def numbers(workspace: Workspace, name: str = "shop") -> list[int]:
    return [v.number for v in datasets.find(workspace, name).versions]


def rows(workspace: Workspace, address: str) -> list[list[object]]:
    whole = tables.whole(workspace, datasets.version(workspace, address))
    return [column.to_list() for column in whole]


def test_a_dataset_goes_and_comes_back_and_both_are_news(shop):
    before = rows(shop, "shop")
    news = Reader(shop)
    news.poll()
    gone = dataset_trash.delete(shop, "shop")
    assert gone.versions == (1, 2, 3)
    assert datasets.every(shop) == []
    assert ("dataset", "shop") in {(n.topic, n.key) for n in next_news(news) or ()}
    assert [one.address for one in dataset_trash.listed(shop)] == ["shop"]
    dataset_trash.restore(shop, "shop")
    assert ("dataset", "shop") in {(n.topic, n.key) for n in next_news(news) or ()}
    news.close()
    assert rows(shop, "shop") == before
    assert dataset_trash.listed(shop) == []


def test_versions_go_from_the_newest_on_and_a_number_is_never_given_twice(shop, take_in):
    with pytest.raises(NeedsYou, match="part of v2 to v3"):
        dataset_trash.delete(shop, "shop@1")
    dataset_trash.delete(shop, "shop@3")
    assert numbers(shop) == [1, 2]
    take_in(600, 900, name="again.csv")
    assert numbers(shop) == [1, 2, 4]
    with pytest.raises(NeedsYou, match="without its rows"):
        dataset_trash.restore(shop, "shop@3")


def test_a_deletion_is_undone_until_something_was_added_over_it(shop, take_in):
    dataset_trash.delete(shop, "shop@3")
    undoing.undo(shop)
    assert numbers(shop) == [1, 2, 3]
    dataset_trash.delete(shop, "shop@3")
    take_in(900, 1200)
    assert undoing.last(shop) is None


def test_emptying_frees_what_nothing_else_needs_and_keeps_what_is_shared(any_workspace, take_in):
    workspace = any_workspace
    take_in(0, 20_000, dataset="night", series=Series.REPLACE)
    take_in(0, 20_100, dataset="night")
    first = datasets.version(workspace, "night@1")
    before = rows(workspace, "night@2")
    dataset_trash.delete(workspace, "night@1")
    told = dataset_trash.size(workspace)
    freed = dataset_trash.empty(workspace)
    assert freed.n_bytes == told.n_bytes > 0
    assert not workspace.blobs.path(first.blob).exists()
    assert rows(workspace, "night") == before
    assert trash.empty(workspace).left_bytes == 0
    assert [f.message for f in doctor.examine(workspace) if not f.passed] == []


def test_a_name_is_free_again_and_labels_and_contents_are_gone_with_the_dataset(shop, take_in):
    labelling.put(shop, "shop", "bought", {"C-1": "no"}, key_column="customer")
    dataset_trash.delete(shop, "shop")
    with pytest.raises(NeedsYou, match="in the trash"):
        take_in(0, 300, name="early.csv")
    dataset_trash.empty(shop)
    with shop.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(label_entry)).scalar() == 0
        assert set(connection.execute(sa.select(file.c.content)).scalars()) == {None}
    take_in(0, 300, name="late.csv")
    assert numbers(shop) == [1]


def test_a_dataset_is_renamed_with_its_files_and_versions(shop, take_in):
    dataset_changes.rename(shop, "shop", "stores")
    take_in(900, 1200, dataset="stores")
    assert numbers(shop, "stores") == [1, 2, 3, 4]
    assert {f.dataset for f in watching.arrived(shop)} == {"stores"}
    found = lineage.of(shop, datasets.version(shop, "stores@2")).to_dict()
    assert found["parents"] == ["stores@1"]
