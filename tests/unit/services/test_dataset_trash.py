"""Data goes into the trash with a way back, and only what nothing needs leaves the disk."""

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileState
from tidemill.services import (
    dataset_changes,
    dataset_trash,
    datasets,
    doctor,
    ingesting,
    lineage,
    tables,
    trash,
    undoing,
    watching,
)
from tidemill.store.schema import dataset_version, version_part


@pytest.fixture
def months(take_in, month):
    """An append series of three versions."""
    take_in(month(1), month(2), month(3))
    return "shop"


@pytest.fixture
def nightly(take_in, month):
    """A replace series of two versions that share most rows."""
    take_in(month(1, n=400), dataset="night", series=Series.REPLACE)
    path = month(1, n=400, name="second.csv")
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, "2024-02-01 00:00:00,0.5,north,yes"]) + "\n")
    take_in(path, dataset="night")
    return "night"


def numbers(workspace, name):
    return [v.number for v in datasets.find(workspace, name).versions]


def files_of(workspace, number, name="night"):
    with workspace.store.read() as connection:
        query = sa.select(version_part.c.blob).join(
            dataset_version, dataset_version.c.id == version_part.c.version_id
        )
        found = connection.execute(query.where(dataset_version.c.number == number))
        return {row[0] for row in found}


def test_a_deleted_dataset_is_nowhere_and_comes_back_whole(workspace, months):
    before = tables.whole(workspace, datasets.version(workspace, "shop"))
    gone = dataset_trash.delete(workspace, "shop")
    assert gone.versions == (1, 2, 3)
    assert datasets.every(workspace) == []
    with pytest.raises(NeedsYou, match="in the trash"):
        datasets.find(workspace, "shop")
    assert [one.address for one in dataset_trash.listed(workspace)] == ["shop"]
    dataset_trash.restore(workspace, "shop")
    after = tables.whole(workspace, datasets.version(workspace, "shop"))
    assert [c.to_list() for c in after] == [c.to_list() for c in before]
    assert dataset_trash.listed(workspace) == []


def test_adding_to_a_name_in_the_trash_says_so(workspace, months, month):
    dataset_trash.delete(workspace, "shop")
    with pytest.raises(NeedsYou, match="shop is in the trash") as told:
        ingesting.add(workspace, [month(4)], dataset="shop")
    assert "empty the trash" in told.value.hint


def test_a_file_that_was_on_its_way_to_a_deleted_dataset_is_set_aside(
    workspace, months, month, drain
):
    ingesting.add(workspace, [month(4)], dataset="shop")
    dataset_trash.delete(workspace, "shop")
    drain()
    [file] = [f for f in watching.arrived(workspace) if f.name == "shop_2024-04.csv"]
    assert file.state is FileState.SET_ASIDE
    assert "in the trash" in file.reason + file.outcome


def test_rows_that_later_versions_hold_cannot_go_alone(workspace, months):
    with pytest.raises(NeedsYou, match="part of v2 to v3") as told:
        dataset_trash.delete(workspace, "shop@1")
    assert "the newest first" in told.value.hint
    third = datasets.version(workspace, "shop@3")
    dataset_trash.delete(workspace, "shop@3")
    dataset_trash.delete(workspace, "shop@2")
    in_trash = datasets.version_of_id(workspace, third.id)
    assert tables.whole(workspace, in_trash).n_rows == 360
    assert numbers(workspace, "shop") == [1]
    assert datasets.version(workspace, "shop").rows == 120
    with pytest.raises(NeedsYou, match="only version"):
        dataset_trash.delete(workspace, "shop@1")


def test_a_number_is_never_given_twice_and_content_in_the_trash_is_not_known(
    workspace, months, take_in, month
):
    dataset_trash.delete(workspace, "shop@3")
    take_in(month(3, name="again.csv"))
    assert numbers(workspace, "shop") == [1, 2, 4]
    with pytest.raises(NeedsYou, match="has no version 3"):
        datasets.version(workspace, "shop@3")
    with pytest.raises(NeedsYou, match="without its rows"):
        dataset_trash.restore(workspace, "shop@3")


def test_the_last_deletion_is_taken_back_until_something_is_added_over_it(
    workspace, months, take_in, month
):
    dataset_trash.delete(workspace, "shop@3")
    assert undoing.last(workspace).words == "deleted shop v3"
    undoing.undo(workspace)
    assert numbers(workspace, "shop") == [1, 2, 3]
    dataset_trash.delete(workspace, "shop@3")
    take_in(month(4))
    assert undoing.last(workspace) is None


def test_what_models_and_runs_stand_on_goes_only_anyway(workspace, add_version, shop):
    made = add_version()
    with pytest.raises(NeedsYou, match="buyers v1") as told:
        dataset_trash.delete(workspace, shop)
    assert "run" in told.value.message
    assert "anyway" in told.value.hint
    gone = dataset_trash.delete(workspace, shop, anyway=True)
    assert gone.models == (f"{made.model} v{made.number}",)
    assert len(gone.runs) == 1
    assert datasets.find_living(workspace, shop) is None
    learned_on = datasets.version_of_id(workspace, made.dataset_version_id)
    assert tables.whole(workspace, learned_on).n_rows == 120  # until the trash is emptied
    assert dataset_trash.empty(workspace).versions == 1
    learned_on = datasets.version_of_id(workspace, made.dataset_version_id)
    assert learned_on.schema.target == "bought"
    with pytest.raises(NeedsYou, match="v1 are gone"):
        tables.whole(workspace, learned_on)
    problems = [f.message for f in doctor.examine(workspace) if not f.passed]
    assert problems == []


def test_emptying_frees_at_once_what_nothing_else_needs(workspace, nightly):
    shared = files_of(workspace, 1) & files_of(workspace, 2)
    assert shared
    version = datasets.version(workspace, "night@1")
    before = tables.whole(workspace, datasets.version(workspace, "night@2"))
    dataset_trash.delete(workspace, "night@1")
    told = dataset_trash.size(workspace)
    assert workspace.blobs.path(version.blob).exists()
    freed = dataset_trash.empty(workspace)
    assert freed.n_bytes == told.n_bytes > 0
    assert not workspace.blobs.path(version.blob).exists()
    assert all(workspace.blobs.path(name).exists() for name in shared)
    after = tables.whole(workspace, datasets.version(workspace, "night"))
    assert [c.to_list() for c in after] == [c.to_list() for c in before]
    assert dataset_trash.listed(workspace) == []
    assert trash.empty(workspace).left_bytes == 0


def test_a_name_is_free_once_the_trash_is_emptied(workspace, months, take_in, month):
    kept = [v.blob for v in datasets.find(workspace, "shop").versions]
    dataset_trash.delete(workspace, "shop")
    dataset_trash.empty(workspace)
    assert not any(workspace.blobs.path(name).exists() for name in kept)
    take_in(month(1))
    assert numbers(workspace, "shop") == [1]
    with pytest.raises(NeedsYou, match="no nothing in the trash"):
        dataset_trash.restore(workspace, "nothing")


def test_a_dataset_is_renamed_with_all_that_hangs_on_it(workspace, months, take_in, month):
    dataset_changes.rename(workspace, "shop", "stores")
    take_in(month(4), dataset="stores")
    assert numbers(workspace, "stores") == [1, 2, 3, 4]
    assert datasets.version(workspace, "shop@2").label == "stores v2"
    assert {f.dataset for f in watching.arrived(workspace)} == {"stores"}
    take_in(month(5), dataset="shop")
    assert numbers(workspace, "shop") == [1]
    with pytest.raises(NeedsYou, match="already"):
        dataset_changes.rename(workspace, "shop", "stores")
    with pytest.raises(NotThere):
        dataset_changes.rename(workspace, "nobody", "somebody")


def test_what_a_row_stands_for_and_the_project_are_kept(workspace, shop):
    dataset_changes.set_about(workspace, shop, " a  purchase ")
    dataset_changes.set_project(workspace, shop, "retail")
    found = datasets.find(workspace, shop).to_dict()
    assert (found["about"], found["project"]) == ("a purchase", "retail")


def test_a_version_knows_where_it_came_from_and_what_stands_on_it(workspace, months, add_version):
    add_version()
    found = lineage.of(workspace, datasets.version(workspace, "shop@2")).to_dict()
    assert found["parents"] == ["shop@1"]
    assert found["origin"]["kind"] == "file"
    assert found["job"] is not None
    assert {"kind": "version", "name": "shop v1", "at": "shop@1"} in found["came_from"]
    assert "shop_2024-02.csv" in [link["name"] for link in found["came_from"]]
    assert "shop@3" in [link["at"] for link in found["stands_on_it"]]
    newest = lineage.of(workspace, datasets.version(workspace, "shop@3")).to_dict()
    assert {"run", "model"} <= {link["kind"] for link in newest["stands_on_it"]}
